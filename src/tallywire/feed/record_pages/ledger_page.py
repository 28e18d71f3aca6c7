"""The ledger: who said what, contested values side by side, pledges with their day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

import msgspec

from tallywire.brief import Leaf, LedgerClaim
from tallywire.feed.dates import period_words, utc
from tallywire.feed.issue import Issue
from tallywire.feed.names import way_up
from tallywire.feed.page import Page, write
from tallywire.feed.record_pages.claims import Contested, Entry, by_speaker, contested, entry, pledges
from tallywire.feed.record_pages.paths import LEDGER_PATH, STYLE_PATH, speaker_path
from tallywire.feed.record_pages.register import Register
from tallywire.feed.record_pages.verdicts import MARKS, Mark, mark
from tallywire.feed.sheaves import Sheaf, sheaves, turn
from tallywire.feed.syndication import claim_review

MOST_CONTESTED = 60
MOST_SIDES = 12
MOST_PLEDGES = 100
PER_PAGE = 100


class Counted(msgspec.Struct, frozen=True):
    mark: Mark
    count: int


class Speaker(msgspec.Struct, frozen=True):
    name: str
    href: str
    claims: int
    verdicts: tuple[Counted, ...]


def ledger_leaves(issue: Issue, register: Register) -> Iterator[Leaf]:
    """The list of speakers, and the pages of each."""
    claims = issue.edition.ledger
    # A pledge turns from pending to due with the edition's day.
    day = utc(issue.edition.generated).date().isoformat() if any(claim.due for claim in claims) else ""
    yield Leaf(
        LEDGER_PATH,
        issue.key(LEDGER_PATH, claims, day, _cells(register, claims)),
        partial(ledger_page, issue, register),
    )
    for name, own in by_speaker(claims).items():
        due = day if any(claim.due for claim in own) else ""
        for sheaf in sheaves(own, per_page=PER_PAGE):
            path = speaker_path(name, sheaf.number)
            key = issue.key(path, name, sheaf.items, due, _cells(register, sheaf.items), (sheaf.older, sheaf.newer))
            yield Leaf(path, key, partial(speaker_page, issue, register, name, tuple(own), sheaf))


def ledger_page(issue: Issue, register: Register) -> bytes:
    claims = issue.edition.ledger
    root = way_up(LEDGER_PATH)
    fights, promised = contested(claims), pledges(claims)
    page = Page(
        path=LEDGER_PATH,
        title=f"Ledger · {issue.edition.title}",
        description="Who said which number, how each claim stands against the record, and pledges with their day.",
        styles=(STYLE_PATH,),
    )
    speakers = tuple(
        Speaker(name, root + speaker_path(name), len(own), verdicts(own)) for name, own in by_speaker(claims).items()
    )
    return write(
        page,
        "ledger.html",
        issue.edition,
        {
            "claims": f"{len(claims):,}",
            "speakers": speakers,
            "contested": tuple(_fight(issue, register, group, root) for group in fights[:MOST_CONTESTED]),
            "contested_more": max(len(fights) - MOST_CONTESTED, 0),
            "pledges": _entries(issue, register, promised[:MOST_PLEDGES], root),
            "pledges_more": max(len(promised) - MOST_PLEDGES, 0),
        },
    )


def speaker_page(
    issue: Issue, register: Register, name: str, own: Sequence[LedgerClaim], sheaf: Sheaf[LedgerClaim]
) -> bytes:
    """The claims of one speaker, the latest first."""
    path = speaker_path(name, sheaf.number)
    root = way_up(path)
    newest = sheaf.number is None
    page = Page(
        path=path,
        title=f"{name}{'' if newest else f', page {sheaf.number}'} · Ledger · {issue.edition.title}",
        description=f"What {name} is reported to have said in numbers, and how it stands against the record.",
        styles=(STYLE_PATH,),
        data=_reviews(issue, sheaf.items, path),
    )
    return write(
        page,
        "speaker.html",
        issue.edition,
        {
            "name": name,
            "newest": newest,
            "number": sheaf.number,
            "ledger_href": root + LEDGER_PATH,
            "first_href": root + speaker_path(name),
            "count": f"{len(own):,}" if newest else "",
            "single": len(own) == 1,
            "verdicts": verdicts(own) if newest else (),
            "entries": _entries(issue, register, sheaf.items, root),
            "turn": turn(sheaf, partial(speaker_path, name), root=root),
        },
    )


def _reviews(issue: Issue, claims: Sequence[LedgerClaim], path: str) -> str:
    """A ClaimReview for each claim whose verdict decides."""
    found = [claim_review(claim, issue.edition, page=f"{path}#claim-{claim.id}") for claim in claims]
    decided = [review for review in found if review]
    return f"[{','.join(decided)}]" if decided else ""


def verdicts(claims: Sequence[LedgerClaim]) -> tuple[Counted, ...]:
    """How many claims have each verdict, in the order of the verdicts; those unknown last."""
    counts = Counter(mark(claim.verdict) for claim in claims)
    known = [each for each in MARKS.values() if each in counts]
    others = sorted((each for each in counts if each not in MARKS.values()), key=lambda each: each.word)
    return tuple(Counted(each, counts[each]) for each in (*known, *others))


def _fight(issue: Issue, register: Register, group: Sequence[LedgerClaim], root: str) -> Contested:
    first = group[0]
    return Contested(
        first.about,
        period_words(first.period) if first.period is not None else "",
        _entries(issue, register, group[:MOST_SIDES], root),
    )


def _entries(issue: Issue, register: Register, claims: Sequence[LedgerClaim], root: str) -> tuple[Entry, ...]:
    today = utc(issue.edition.generated).date()
    return tuple(entry(claim, register, root=root, today=today) for claim in claims)


def _cells(register: Register, claims: Sequence[LedgerClaim]) -> list[str]:
    """Where the cells behind claims stand in the site."""
    return [register.cell(ref.release, ref.cell) for claim in claims for ref in claim.refs]
