"""The slow, readable twin of the dense reads and of the matrix."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from tallywire.record import Record
from tallywire.record.matrix import Dense
from tallywire.series import AsOf, Observation, Period

Cells = dict[tuple[str, Period], tuple[Decimal | None, int]]
"""Value and seq of what stands, by series and period."""


def naive_standing(record: Record, ids: Iterable[str], as_of: AsOf) -> Cells:
    """What stands, one series and one period after the other."""
    return _cells(each for id in ids for each in record.observations(id, as_of=as_of))


def naive_first(record: Record, ids: Iterable[str]) -> Cells:
    return _cells(each for id in ids for each in record.first_published(id))


def dense_cells(dense: Dense) -> Cells:
    """The same of a dense read; raises AssertionError where a cell is told twice."""
    found: Cells = {}
    for cell in dense.cells():
        assert (cell.series, cell.period) not in found, f"{cell.series} {cell.period} stands twice"
        found[cell.series, cell.period] = (cell.value, cell.seq)
    return found


def _cells(observations: Iterable[Observation]) -> Cells:
    return {(each.series, each.period): (each.value, each.seq) for each in observations}
