"""Judging a story's numbers on the newsroom as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from tallywire.brief import Brief, Text
from tallywire.desk.stories import Draft
from tallywire.desk.wording import Judged, bind, judge
from tallywire.web.desk_pages.verdicts import Number, numbers
from tallywire.web.snapshot import Snapshot

TELLINGS = ("told", "told anew", "reviewed")


class Opinion(msgspec.Struct, frozen=True):
    """A brief's numbers, judged; `brief` is bound to what bears them out."""

    judged: tuple[Judged, ...]
    brief: Brief
    numbers: tuple[Number, ...]
    open: tuple[Number, ...]
    """Those that the record does not bear out."""


def opinion(snapshot: Snapshot, brief: Brief, *, told: Brief | None, at: datetime) -> Opinion:
    """Judge every number of `brief`; told: what it was made from, whose bindings unchanged sentences keep."""
    judged = judge(snapshot.newsroom, brief, told=told, at=at, catalogue=snapshot.catalogue)
    made = bind(brief, judged)
    shown = numbers(judged, made)
    return Opinion(judged, made, shown, tuple(number for number in shown if not number.supported))


def same_bindings(one: Brief, other: Brief) -> bool:
    """Whether two briefs say the same with the same numbers bound; proofs that nothing opens do not count."""
    return _texts(one) == _texts(other)


def _texts(brief: Brief) -> tuple[Text, ...]:
    return (brief.headline, brief.lead, *brief.body, *brief.caveats, brief.found)


def told_brief(versions: Sequence[Draft]) -> Brief | None:
    """What the record last told of a story, before anyone edited it; None for one written by hand."""
    return next((draft.brief for draft in reversed(versions) if draft.what in TELLINGS), None)
