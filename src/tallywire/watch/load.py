"""Source files to sources: every mistake is told with its file, its key and what was expected."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tallywire.errors import SourceError, TableError
from tallywire.series import decimal
from tallywire.watch.encoding import known_encoding
from tallywire.watch.fetchable import fetching_mistakes
from tallywire.watch.json_path import path_steps
from tallywire.watch.memento_archive import history_mistakes
from tallywire.watch.number import changes_numbers
from tallywire.watch.period_mistakes import period_mistakes
from tallywire.watch.rhythm import Rhythm, length_of_time
from tallywire.watch.sentence import SENTENCE, groups, pattern_mistakes
from tallywire.watch.source import SeriesEntry, Source, Table

MAX_FILE = 1 << 20
MAX_POWER = 24
_POINTED = frozenset({"xlsx", "json", "jsonstat", "sdmx"})
"""Formats with numbers of their own, which have a point before decimals whatever the country."""
MAX_PAGE = 99_999
RESERVED = frozenset({"add", "test"})
"""Words that mean a command where a source is named: `tallywire watch add`."""
_CALENDAR = re.compile(r"[\w-][\w.-]{0,80}\.ics\Z")
_SLUG = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*\Z")
_AT = re.compile(r"(?P<what>.*?)(?: - at `\$?\.?(?P<path>.*)`)?\Z", re.DOTALL)
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<field>.*)`\Z", re.DOTALL)


def load_sources(folder: Path) -> tuple[Source, ...]:
    """Every source of `folder`, by file name; raises SourceError for the first mistake and for an id given twice."""
    found: dict[str, Path] = {}
    sources: list[Source] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            if path.stat().st_size > MAX_FILE:
                raise SourceError(f"larger than {MAX_FILE} bytes", where=str(path))
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SourceError(f"cannot be read ({error})", where=str(path), hint="Expected UTF-8 text") from None
        source = load_source(text, str(path))
        if source.id in found:
            raise SourceError(
                f"id {source.id!r} is also that of {found[source.id]}", where=str(path), hint="Rename one"
            )
        found[source.id] = path
        sources.append(source)
    return tuple(sources)


def load_source(text: str, where: str) -> Source:
    """The source that a TOML text describes; `where` names the file in errors. Raises SourceError."""
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SourceError(f"not TOML: {error}", where=where) from None
    try:
        source = msgspec.convert(raw, Source)
    except (msgspec.ValidationError, RecursionError) as error:
        raise _explained(str(error), where) from None
    for key, what, hint in _mistakes(source):
        raise SourceError(f"{key}: {what}", where=where, hint=hint)
    return source


def _explained(message: str, where: str) -> SourceError:
    """msgspec's message with its key path first, and the nearest key for one that does not exist."""
    parts = _AT.match(message)
    assert parts is not None, "the pattern matches any text"
    path = parts["path"] or ""
    unknown = _UNKNOWN.match(parts["what"])
    if unknown is None:
        return SourceError(f"{path}: {parts['what']}" if path else parts["what"], where=where)
    field = unknown["field"]
    keys = _keys(path)
    near = difflib.get_close_matches(field, keys, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}?" if near else f"Keys here: {', '.join(keys)}"
    return SourceError(f"{path + '.' if path else ''}{field}: no such key", where=where, hint=hint)


def _keys(path: str) -> list[str]:
    """The keys that a table at `path` of a source file may have."""
    struct: type = Source
    for step in filter(None, re.split(r"[.]|\[[^\]]*\]", path)):
        kinds = {field.encode_name: field.type for field in msgspec.structs.fields(struct)}
        if step == "series":
            struct = SeriesEntry
            continue
        options = [kind for kind in (kinds.get(step), *getattr(kinds.get(step), "__args__", ())) if _is_struct(kind)]
        if not options:
            return []
        struct = options[0]
    return [field.encode_name for field in msgspec.structs.fields(struct)]


def _is_struct(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _mistakes(source: Source) -> Iterator[tuple[str, str, str]]:
    """What types cannot say, as key, what is wrong, what to do."""
    if not _SLUG.match(source.id):
        yield "id", f"{source.id!r} is no slug", "Use small letters, digits and single hyphens"
    if source.id in RESERVED:
        yield "id", f"{source.id!r} is the name of a command", "Choose another, such as the agency's own short name"
    yield from fetching_mistakes(source)
    if not source.entries:
        yield "series", "no series", "Add at least one [[series]]"
    yield from _table_mistakes(source)
    yield from _media_mistakes(source)
    yield from _number_mistakes(source)
    yield from period_mistakes(source)
    yield from _rhythm_mistakes(source.watch)
    yield from history_mistakes(source.history, source.allow_hosts)
    slugs = [entry.slug for entry in source.entries]
    for number, entry in enumerate(source.entries):
        key = f"series[{number}]"
        if not _SLUG.match(entry.slug):
            yield f"{key}.slug", f"{entry.slug!r} is no slug", "Use small letters, digits and single hyphens"
        if slugs.count(entry.slug) > 1:
            yield f"{key}.slug", f"{entry.slug!r} is given twice", "Rename one"
        if not entry.title.strip():
            yield f"{key}.title", "empty", "Give the noun phrase that briefs use"
        if abs(entry.multiplier) > MAX_POWER:
            yield f"{key}.multiplier", f"{entry.multiplier} is out of range", "Give the power of ten: 3 for thousands"
        if entry.parent and (entry.parent not in slugs or entry.parent == entry.slug):
            near = difflib.get_close_matches(entry.parent, slugs, n=1)
            yield f"{key}.parent", f"{entry.parent!r} is no other series of this file", f"Slugs here: {near or slugs}"
        for name, text in (("minimum", entry.minimum), ("quantum", entry.quantum or "0")):
            if not _is_size(text):
                yield f"{key}.{name}", f"{text!r} is no decimal of 0 or more", 'Write it in quotes, such as "0.1"'
        layout = source.table.layout
        if layout in {"long", "across"} and not entry.where:
            yield (
                f"{key}.where",
                "missing",
                f'In the layout {layout}, name column and text: where = {{measure = "total"}}',
            )
        if layout not in {"long", "across"} and entry.where:
            yield f"{key}.where", "only for the layouts long and across", 'Set table.layout = "long", or use column'
        if layout not in {"wide", "long"} and entry.column is not None:
            yield f"{key}.column", "only for the layouts wide and long", "Figures stand under their periods here"


def _rhythm_mistakes(rhythm: Rhythm) -> Iterator[tuple[str, str, str]]:
    for key, text in (("every", rhythm.every), ("grace", rhythm.grace or "1 d")):
        try:
            length_of_time(text)
        except SourceError as error:
            yield f"watch.{key}", error.what, error.hint
    if rhythm.event and not rhythm.calendar:
        yield "watch.event", "there is no watch.calendar in which to look for it", "Name the calendar too"
    address = rhythm.calendar.startswith(("http://", "https://"))
    if rhythm.calendar and not address and not _CALENDAR.match(rhythm.calendar):
        yield (
            "watch.calendar",
            f"{rhythm.calendar!r} is no address and no file of calendars/",
            'Give an address, or the name of a file there, such as "agency.ics"',
        )


def _table_mistakes(source: Source) -> Iterator[tuple[str, str, str]]:
    table = source.table
    for name in ("index", "skip", "skip_end", "header"):
        if getattr(table, name) < 0:
            yield f"table.{name}", "negative", "Count from 0"
    if table.header > 10:
        yield "table.header", f"{table.header} rows of column names", "At most 10"
    if len(table.delimiter) != 1 or table.delimiter in '"\r\n' or not table.delimiter.isascii():
        yield "table.delimiter", f"{table.delimiter!r} is no delimiter", 'Give one character, such as ";"'
    if table.encoding and known_encoding(table.encoding) is None:
        yield "table.encoding", f"{table.encoding!r} is not known", "Give a name such as cp1252"
    if table.layout != "long" and table.value != "":
        yield "table.value", "only for the long layout", 'Set table.layout = "long", or leave it out'
    if table.layout == "long" and table.value == "" and any(entry.column is None for entry in source.entries):
        yield (
            "table.value",
            "missing: the long layout needs it for each series without a column of its own",
            "Name the column that holds the figures, here or in each series",
        )
    if table.layout == "calendar" and len(source.entries) != 1:
        yield "series", "the calendar layout has exactly one series", "Use one source for each table"
    if table.layout in {"across", "calendar"} and not table.header:
        yield "table.header", f"the layout {table.layout} needs column names", "Set it to 1 or more"
    if table.spread and table.header < 2:
        yield "table.spread", "a single header row has nothing to spread", "Set table.header to 2 or more"
    if source.marks.quantum is not None and source.marks.decimals is not None:
        yield "marks.decimals", "gives the rounding step, and so does marks.quantum", "Leave one of them out"
    columns = {source.value_column(entry) for entry in source.entries}
    if source.marks.bounds is not None and len(source.entries) > 1 and (table.layout != "long" or len(columns) > 1):
        yield "marks.bounds", "which of the series they bound is not said", "Use the long layout, or one series"


def _media_mistakes(source: Source) -> Iterator[tuple[str, str, str]]:
    """Keys that belong to another kind of body, or do not fit their own."""
    table = source.table
    for key, media, used in (
        ("sheet", "xlsx", bool(table.sheet)),
        ("page", "pdf", table.page != 0),
        ("strategy", "pdf", table.strategy != "ruled"),
        ("pattern", "text", bool(table.pattern)),
        ("path", "json", bool(table.path)),
        ("expect", "json", bool(table.expect)),
    ):
        if used and source.media != media:
            yield f"table.{key}", f'only for media = "{media}"', f'Here media is "{source.media}"'
    if table.sheet and (table.index or table.caption):
        yield "table.sheet", "names the table already", "Leave table.index and table.caption out"
    if not 0 <= table.page <= MAX_PAGE:
        yield "table.page", f"{table.page} is no page", "Count from 1; 0 means every page"
    if source.media in _POINTED and "." in source.numbers.thousands:
        yield "numbers.thousands", "a point between thousands", f"Numbers in {source.media} have it before decimals"
    if source.media == "text":
        yield from _pattern_mistakes(source)
    yield from _path_mistakes(table)


def _path_mistakes(table: Table) -> Iterator[tuple[str, str, str]]:
    for key, path in (("table.path", table.path), *(("table.expect", path) for path in table.expect)):
        try:
            if None in path_steps(path) and key == "table.expect":
                yield key, f"{path!r} leads to several values", "Name one of them: [0] instead of [*]"
        except TableError as error:
            yield key, error.what, error.hint


def _pattern_mistakes(source: Source) -> Iterator[tuple[str, str, str]]:
    table = source.table
    for what, hint in pattern_mistakes(table.pattern):
        yield "table.pattern", what, hint
        return
    if (table.index, table.caption, table.skip, table.skip_end, table.header) != (0, "", 0, 0, 1):
        yield "table", "a pattern gives one table with one row of names", "Leave index, caption, skip and header out"
    names = (*groups(table.pattern), SENTENCE)
    for key, column in _columns(source):
        if column not in names and not (isinstance(column, int) and 0 <= column < len(names)):
            yield key, f"{column!r} is no named group of table.pattern", f"Groups: {', '.join(names)}"


def _columns(source: Source) -> Iterator[tuple[str, str | int]]:
    """Every column that a source names, with its key."""
    periods = source.period.column
    for column in periods if isinstance(periods, tuple) else (periods,):
        yield "period.column", column
    if source.table.layout == "long" and source.table.value != "":
        yield "table.value", source.table.value
    for number, entry in enumerate(source.entries):
        if source.table.layout == "wide" or (source.table.layout == "long" and entry.column is not None):
            yield f"series[{number}].column", source.value_column(entry)
        for name in entry.where:
            yield f"series[{number}].where", name


def _number_mistakes(source: Source) -> Iterator[tuple[str, str, str]]:
    numbers = source.numbers
    if len(numbers.decimal) != 1 or numbers.decimal.isalnum():
        yield "numbers.decimal", f"{numbers.decimal!r} is no decimal mark", 'Give one character: "." or ","'
    for mark in numbers.thousands:
        if len(mark) != 1 or mark.isalnum():
            yield "numbers.thousands", f"{mark!r} is no mark", 'Give single characters, such as " "'
    for key, marks in (("numbers.strip", numbers.strip), ("marks.beside", tuple(source.marks.beside))):
        for mark in marks:
            if changes_numbers(mark, numbers):
                yield key, f"{mark!r} would change numbers", "Give footnote marks or words"
    for word, power in numbers.scale.items():
        if not word.strip() or word[-1:].isdigit() or abs(power) > MAX_POWER:
            yield "numbers.scale", f"{word!r} = {power} is no word and power of ten", "Such as thousand = 3"


def _is_size(text: str) -> bool:
    try:
        return decimal(text) >= 0
    except TableError:
        return False
