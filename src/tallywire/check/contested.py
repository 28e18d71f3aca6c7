"""Values that a text itself contests: the same thing, two figures, two speakers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from tallywire.check.arithmetic import MAX_CLAIMS
from tallywire.check.topic import topics
from tallywire.language import pack, write_amount
from tallywire.statement import Claim, Level


def contested(claims: Sequence[Claim], unlinked: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Notes by claim id, on both of two levels of the same thing that cannot both be so.

    Only among the claims whose ids are in `unlinked`: where there is a series, the record decides.
    """
    about = zip(claims[:MAX_CLAIMS], topics(claims[:MAX_CLAIMS]), strict=True)
    levels = [
        (c, topic)
        for c, topic in about
        if isinstance(c.statement, Level) and c.value is not None and c.id in unlinked
    ]
    notes: dict[str, list[str]] = {}
    for (one, topic), (other, its) in combinations(levels, 2):
        if topic.same(its) and _apart(one, other):
            notes.setdefault(one.id, []).append(_note(other))
            notes.setdefault(other.id, []).append(_note(one))
    return {id: tuple(dict.fromkeys(found)) for id, found in notes.items()}


def _apart(one: Claim, other: Claim) -> bool:
    """Different values for the same time; where one names no time, by different speakers."""
    assert isinstance(one.statement, Level) and isinstance(other.statement, Level)
    first, second = one.statement, other.statement
    if not first.amount.interval.disjoint(second.amount.interval):
        return False
    if first.when is not None and second.when is not None:
        return first.when == second.when
    return one.attribution != other.attribution


def _note(other: Claim) -> str:
    assert isinstance(other.statement, Level) and other.value is not None
    figure = write_amount(pack(), other.value, other.statement.amount.unit)
    who = other.attribution[0].who if other.attribution else ""
    return f"contested in the text: {who} gives {figure}" if who else f"contested in the text: it also gives {figure}"
