"""Claims of the ledger: who says them, how each stands, which contest one another, which are pledges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlsplit

import msgspec

from tallywire.brief import LedgerClaim
from tallywire.feed.dates import period_words, short_day
from tallywire.feed.names import web_address
from tallywire.feed.record_pages.paths import speaker_path
from tallywire.feed.record_pages.register import Register
from tallywire.feed.record_pages.verdicts import Mark, mark
from tallywire.series import Period

MOST_CELLS = 6
MAX_QUOTE = 600


class Cited(msgspec.Struct, frozen=True):
    """An archived cell behind a claim."""

    literal: str
    period: str
    href: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A claim as the ledger shows it. chain: who is said to say it, in words. state: a pledge's."""

    id: str
    speaker: str
    speaker_href: str
    chain: str
    quote: str
    about: str
    figure: str
    period: str
    mark: Mark
    reason: str
    right: str
    hedge: str
    due: str
    due_stamp: str
    state: str
    text: str
    text_href: str
    on: str
    on_stamp: str
    cells: tuple[Cited, ...]


class Contested(msgspec.Struct, frozen=True):
    """One thing of which several speakers give different figures."""

    about: str
    period: str
    entries: tuple[Entry, ...]


def entry(claim: LedgerClaim, register: Register, *, root: str, today: date) -> Entry:
    """`today`: the day of the edition; a pledge past its day that is not judged yet says so."""
    spoken = speaker(claim)
    cells = []
    for ref in claim.refs[:MOST_CELLS]:
        path = register.cell(ref.release, ref.cell)
        cells.append(Cited(ref.literal, period_words(ref.period), root + path if path else ""))
    return Entry(
        id=claim.id,
        speaker=spoken,
        speaker_href=root + speaker_path(spoken),
        chain=chain_words(claim),
        quote=claim.quote if len(claim.quote) <= MAX_QUOTE else claim.quote[:MAX_QUOTE] + "…",
        about=claim.about,
        figure=claim.figure,
        period=period_words(claim.period) if claim.period is not None else "",
        mark=mark(claim.verdict),
        reason=claim.reason,
        right=claim.right,
        hedge=claim.hedge,
        due=short_day(claim.due) if claim.due is not None else "",
        due_stamp=claim.due.isoformat() if claim.due is not None else "",
        state=pledge_words(claim, today=today) if claim.due is not None else "",
        text=claim.text or claim.address or "a text",
        text_href=web_address(claim.address),
        on=short_day(claim.on),
        on_stamp=claim.on.isoformat(),
        cells=tuple(cells),
    )


def speaker(claim: LedgerClaim) -> str:
    """Who is said to have said it first: the innermost of the chain; else the text, by its host or title."""
    if claim.attribution:
        return _named(claim.attribution[-1].who.split()) or "Unnamed"
    try:
        host = urlsplit(web_address(claim.address)).hostname
    except ValueError:
        host = None
    return (host or "").removeprefix("www.") or " ".join(claim.text.split()) or "Unnamed"


def _named(words: list[str]) -> str:
    """Without what a name is called by: "the outlet Mediazona" and "Mediazona" are one speaker."""
    first = next((place for place, word in enumerate(words) if word[:1].isupper()), 0)
    return " ".join(words[first:])


def chain_words(claim: LedgerClaim) -> str:
    """ "Mediazona reported, citing the penitentiary service"; "in the text's own words" where nobody is named."""
    if not claim.attribution:
        return "In the text's own words"
    words = ", ".join(f"{link.who} {link.verb}".strip() for link in claim.attribution)
    return words[:1].upper() + words[1:]


def pledge_words(claim: LedgerClaim, *, today: date) -> str:
    match claim.verdict:
        case "holds" | "holds_roughly":
            return "kept"
        case "contradicted":
            return "not kept"
        case "pending" if claim.due is not None and claim.due < today:
            return "due, not judged yet"
        case "pending":
            return "pending"
        case _:
            return mark(claim.verdict).word


def by_speaker(claims: Sequence[LedgerClaim]) -> Mapping[str, list[LedgerClaim]]:
    """The latest claim first, for each speaker in the order of their names; names that differ in case are one."""
    names: dict[str, str] = {}
    found: dict[str, list[LedgerClaim]] = {}
    for claim in sorted(claims, key=lambda claim: (claim.on, claim.checked, claim.id), reverse=True):
        name = speaker(claim)
        found.setdefault(names.setdefault(name.casefold(), name), []).append(claim)
    return {name: found[name] for name in sorted(found, key=lambda name: (name.casefold(), name))}


def contested(claims: Sequence[LedgerClaim]) -> tuple[tuple[LedgerClaim, ...], ...]:
    """Claims about the same thing and period of which different speakers give different figures.

    The same thing: the same series, or, where one was not linked, the same words. One claim a speaker and figure,
    the latest; groups by the day of their latest claim.
    """
    groups: dict[tuple[str, ...], dict[tuple[str, str], LedgerClaim]] = {}
    for claim in sorted(claims, key=lambda claim: (claim.on, claim.checked, claim.id)):
        if claim.figure and claim.due is None:
            key = (claim.kind, *_thing(claim), *_when(claim.period))
            groups.setdefault(key, {})[speaker(claim).casefold(), _plain(claim.figure)] = claim
    found = [
        tuple(group.values())
        for group in groups.values()
        if len({figure for _, figure in group}) > 1 and len({who for who, _ in group}) > 1
    ]
    return tuple(sorted(found, key=lambda group: (max(claim.on for claim in group), group[0].id), reverse=True))


def pledges(claims: Sequence[LedgerClaim]) -> tuple[LedgerClaim, ...]:
    """Claims with a day, the latest day first."""
    dated = [(claim.due, claim.id, claim) for claim in claims if claim.due is not None]
    return tuple(claim for _, _, claim in sorted(dated, key=lambda each: each[:2], reverse=True))


def _thing(claim: LedgerClaim) -> tuple[str, ...]:
    return ("series", *claim.series) if claim.series else ("words", _plain(claim.about))


def _when(period: Period | None) -> tuple[str, ...]:
    return () if period is None else (period.start.isoformat(), period.end.isoformat())


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
