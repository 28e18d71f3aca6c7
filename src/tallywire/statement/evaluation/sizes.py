"""The figure behind a Level or Change, for adding up and comparing."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from tallywire.series import AsOf, Interval
from tallywire.statement.change import Change
from tallywire.statement.evaluation.change import evaluate_change, moves_of
from tallywire.statement.evaluation.figures import counts_of, matching
from tallywire.statement.evaluation.level import evaluate_level
from tallywire.statement.evidence import Evidence
from tallywire.statement.holdings import Holdings
from tallywire.statement.level import Level


class Size(msgspec.Struct, frozen=True):
    """A signed value with what rounding leaves open, in base units (or the change's own measure)."""

    value: Decimal
    rounding: Interval
    bounded: bool

    @property
    def negated(self) -> Size:
        return Size(-self.value, -self.rounding, self.bounded)


def judged(piece: Change | Level, holdings: Holdings, as_of: AsOf) -> Evidence:
    if isinstance(piece, Change):
        return evaluate_change(piece, holdings, as_of)
    return evaluate_level(piece, holdings, as_of)


def sizes_of(piece: Change | Level, holdings: Holdings, as_of: AsOf) -> tuple[Size, ...]:
    """One for each reading of an imprecise date; empty where the record lacks the series or the period."""
    counts = counts_of(piece.series, holdings, as_of)
    if counts is None:
        return ()
    if isinstance(piece, Change):
        return tuple(Size(m.value, m.rounding, m.bounded) for m in moves_of(piece, counts))
    found = matching(counts, piece.when)
    return tuple(Size(counts.value(o), counts.rounding(o), o.bounds is not None) for o in found)
