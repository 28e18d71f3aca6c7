"""From a body that no one has watched before to a source file, with every choice explained and every doubt told."""

from __future__ import annotations

import difflib
import fnmatch
from collections import Counter

import msgspec

from tallywire.errors import TableError, UsageError
from tallywire.watch.load import RESERVED, load_source
from tallywire.watch.parse import Parsed, parse
from tallywire.watch.propose.answers import Answers, check_slug
from tallywire.watch.propose.draft import Draft, draft_of_table
from tallywire.watch.propose.file import source_file
from tallywire.watch.propose.page import Page, agency_name, page_of, source_id
from tallywire.watch.propose.question import Doubt, Question
from tallywire.watch.propose.slug import unlike
from tallywire.watch.propose.tables import Candidate, best, candidates, unread_periods, words_above
from tallywire.watch.propose.words import known_words
from tallywire.watch.sniff import Sniffed, sniff
from tallywire.watch.source import Source

_FORMATS = "docs/how-to/watch-a-page.md has an example of a source file for each format"
_SAMPLE_CELLS = 400


class Found(msgspec.Struct, frozen=True):
    """A table of the body, as it is listed: its number in the list, its words, its size, and what it would give."""

    number: int
    words: str
    rows: int
    columns: int
    figures: int
    layout: str


class Proposal(msgspec.Struct, frozen=True):
    """A source that would read a body, as a file, and what it would give.

    tables: every table found, of which `chosen` is proposed. reasons: how things were found out. doubts: what was
    settled and could be otherwise. questions: what has to be answered; until then the file refuses what is open.
    parsed: what would be recorded, None where nothing can be read yet, and then `failure` says why.
    """

    source: Source
    text: str
    tables: tuple[Found, ...]
    chosen: int
    reasons: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    questions: tuple[Question, ...]
    parsed: Parsed | None
    failure: str = ""


def propose(body: bytes, media_type: str, address: str, answers: Answers | None = None) -> Proposal:
    """A source for a body that came from `address` with this Content-Type.

    The table that would give the most figures is taken, or the one that the answers choose. Raises TableError for
    a body in which there is no table of figures over time, and UsageError for an answer that does not fit.
    """
    answers = answers if answers is not None else Answers()
    words = known_words()
    sniffed = sniff(body, media_type, address, answers.media)
    found = candidates(body, media_type, sniffed, words)
    chosen = _chosen(found, answers, sniffed)
    page = page_of(body, media_type) if sniffed.media == "html" else Page()
    candidate = found[chosen]
    assert candidate.shape is not None, "a table without a shape is not chosen"
    above = words_above(candidate) or page.title
    english = _is_english(candidate, above, page, sniffed)
    draft = draft_of_table(
        candidate.grid, candidate.table, candidate.shape, above, sniffed.media, words, answers.said, english=english
    )
    source, why = _source(draft, sniffed, page, above, address, answers)
    reasons = tuple(filter(None, (*sniffed.reasons, *why, *draft.reasons.values())))
    doubts = (
        *(Doubt("table.encoding", what) for what in sniffed.doubts),
        *_alike(found, chosen),
        *_of_kept(draft, answers),
    )
    text = _file(source, draft, doubts, why)
    loaded = load_source(text, f"{source.id}.toml")
    if loaded != source:
        raise AssertionError("the written file does not say what was proposed")  # pragma: no cover
    parsed, failure = _parsed(loaded, body, media_type)
    listed = [_found(number, each) for number, each in enumerate(found)]
    listed[chosen] = msgspec.structs.replace(listed[chosen], layout=draft.table.layout)
    return Proposal(loaded, text, tuple(listed), chosen, reasons, doubts, draft.questions, parsed, failure)


def _chosen(found: tuple[Candidate, ...], answers: Answers, sniffed: Sniffed) -> int:
    if answers.table is not None:
        if not 0 <= answers.table < len(found):
            raise UsageError(f"there is no table number {answers.table}", hint=f"There are {len(found)}, from 0")
        if found[answers.table].shape is None:
            raise TableError(
                f"table {answers.table} has no column or header of periods with figures beside it", hint=_FORMATS
            )
        return answers.table
    if sniffed.media == "text":
        raise TableError(
            "the body is text without a table",
            hint='A figure in a sentence is read by a pattern: set media = "text" and table.pattern. ' + _FORMATS,
        )
    number = best(found)
    if number is None:
        what = f"{len(found)} tables" if len(found) != 1 else "one table"
        if unread := unread_periods(found):
            raise TableError(
                f"no table of figures over time was found: {', '.join(map(repr, unread))} may be periods in a form "
                "that is not read",
                hint="docs/reference/source-file.md has the forms of periods that are read, and period.months, "
                "period.strip, period.week and others for more. " + _FORMATS,
            )
        raise TableError(
            f"no table of figures over time was found: {what} in the body" if found else "no table was found",
            hint="A table needs a column or a header of periods, such as September 2022, and figures beside it. "
            "A page that draws its tables with scripts has them at another address, often a download. " + _FORMATS,
        )
    return number


def _is_english(candidate: Candidate, above: str, page: Page, sniffed: Sniffed) -> bool:
    """Whether the page says that it is in English, or its words do.

    English names over cells that anything but a comma keeps apart say nothing: such files are written where the
    comma stands before decimals, too.
    """
    if page.language:
        return page.language == "en"
    if sniffed.media == "csv" and sniffed.delimiter != ",":
        return False
    return known_words().is_english(_sample(candidate, above))


def _sample(candidate: Candidate, above: str) -> str:
    """Words of a table: of its title, its header and its first cells."""
    texts = [above]
    for row in candidate.grid.rows[:40]:
        texts += [text[:80] for text in row[:10]]
        if len(texts) > _SAMPLE_CELLS:
            break
    return " ".join(texts)


def _alike(found: tuple[Candidate, ...], chosen: int) -> tuple[Doubt, ...]:
    """A doubt where the table is picked by its number only, and another has the same names of columns."""
    candidate = found[chosen]
    if candidate.table.caption or candidate.table.sheet or candidate.table.path or candidate.shape is None:
        return ()
    names = candidate.shape.names
    for number, other in enumerate(found):
        if number != chosen and other.shape is not None and other.shape.names == names:
            what = f"table {number} has the same names of columns; where tables are added above, index has to follow"
            return (Doubt("table.index", what),)
    return ()


def _source(
    draft: Draft, sniffed: Sniffed, page: Page, above: str, address: str, answers: Answers
) -> tuple[Source, tuple[str, ...]]:
    name, named = (answers.name, "as was said") if answers.name else agency_name(page, address)
    if answers.id:
        check_slug(answers.id, "--id")
        if answers.id in answers.taken:
            raise UsageError(f"there is a source {answers.id!r} already", hint="Choose another name with --id")
        id = answers.id
    else:
        id = unlike(source_id(address, above), answers.taken | RESERVED)
    slugs = [entry.slug for entry in draft.entries]
    for slug in (*sorted(answers.drop), *answers.rename):
        if not (slug in slugs or (slug in answers.drop and fnmatch.filter(slugs, slug))):
            near = difflib.get_close_matches(slug, slugs, n=5, cutoff=0.4) or slugs[:5]
            more = f" (of {len(slugs)})" if len(slugs) > len(near) else ""
            raise UsageError(f"{slug[:60]!r} is no series here", hint=f"There are: {', '.join(near)}{more}")
    entries = tuple(
        msgspec.structs.replace(entry, slug=check_slug(answers.rename.get(entry.slug, entry.slug), "the series name"))
        for entry in draft.entries
        if not _dropped(entry.slug, answers)
    )
    if not entries:
        raise UsageError("every series is left out", hint="Keep at least one")
    source = Source(
        id=id,
        name=name,
        address=address,
        media=sniffed.media,
        contact=answers.contact,
        allow_hosts=answers.allow_hosts,
        table=draft.table,
        period=draft.period,
        numbers=draft.numbers,
        marks=draft.marks,
        entries=entries,
    )
    return source, (f"the agency's name is {named}",)


def _file(source: Source, draft: Draft, doubts: tuple[Doubt, ...], why: tuple[str, ...]) -> str:
    notes: dict[str, list[str]] = {}
    for line in why:
        notes.setdefault("name", []).append(f"Briefs use this: {line}.")
    for place in ("period", "numbers"):
        if draft.reasons[place]:
            notes.setdefault(place, []).append(f"How this was found: {draft.reasons[place]}.")
    notes.setdefault("series", []).append(f"How often figures come: {draft.reasons['frequency']}.")
    known = {f"series.{entry.slug}" for entry in source.entries}
    said = Counter(doubt.what for doubt in set(doubts) if doubt.key in known)
    for doubt in doubts:
        if doubt.key in known and said[doubt.what] == len(known) > 1:
            notes.setdefault("series", []).append(f"CHECK in every series: {doubt.what}.")
            continue
        parts = doubt.key.split(".")
        place = doubt.key if doubt.key in known else parts[0]
        if parts[0] != "series" or place in known or len(parts) == 1 or parts[1] == "frequency":
            notes.setdefault(place, []).append(f"CHECK {_key(doubt)}{doubt.what}.")
    for question in draft.questions:
        place = "numbers" if question.key in {"decimal", "negative"} else "period"
        choices = "; ".join(f'"{value}": {meaning}' for value, meaning in question.choices)
        notes.setdefault(place, []).append(
            f"ANSWER {place}.{question.key}: {question.what}. {choices + '. ' if choices else ''}"
            "Until this is set, the cells it is about are refused."
        )
    head = (
        f"{source.name}: written by `tallywire watch add`, to be read and mended by you.",
        "CHECK and ANSWER stand before what could be otherwise; every key is in docs/reference/source-file.md.",
    )
    return source_file(source, head=head, notes={key: tuple(dict.fromkeys(lines)) for key, lines in notes.items()})


def _dropped(slug: str, answers: Answers) -> bool:
    return any(fnmatch.fnmatchcase(slug, pattern) for pattern in answers.drop)


def _of_kept(draft: Draft, answers: Answers) -> list[Doubt]:
    """The doubts without those of series that are left out, under the names that the others are given."""
    keys = {f"series.{entry.slug}": entry.slug for entry in draft.entries}
    kept = []
    for doubt in draft.doubts:
        slug = keys.get(doubt.key, "")
        if not slug or not _dropped(slug, answers):
            named = f"series.{answers.rename[slug]}" if slug in answers.rename else doubt.key
            kept.append(msgspec.structs.replace(doubt, key=named))
    return kept


def _key(doubt: Doubt) -> str:
    return f"{doubt.key}: " if "." in doubt.key and not doubt.key.startswith("series.") else ""


def _parsed(source: Source, body: bytes, media_type: str) -> tuple[Parsed | None, str]:
    try:
        return parse(source, body, media_type), ""
    except TableError as error:
        return None, error.message


def _found(number: int, candidate: Candidate) -> Found:
    grid = candidate.grid
    named = words_above(candidate)
    if not named:
        first = next((row for row in grid.rows if any(text.strip() for text in row)), ())
        named = " | ".join(" ".join(text.split()) for text in first[:6] if text.strip())
    return Found(
        number,
        named[:100],
        len(grid.rows),
        max((len(row) for row in grid.rows), default=0),
        candidate.figures,
        candidate.shape.layout if candidate.shape is not None else "",
    )
