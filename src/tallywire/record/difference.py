"""Where two lists of recorded rows differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

import polars as pl

from tallywire.record.rows import OBSERVATIONS, SeqEvent, observations_from
from tallywire.series import Absence, Observation

Row = Observation | SeqEvent | Absence


def differences(one: Sequence[Row], other: Sequence[Row]) -> list[str]:
    """One line for each row that is not the same in both."""
    found: list[str] = []
    for left, right in zip_longest(one, other):
        if left != right:
            found.append(f"{_row(left)} against {_row(right)}")
    return found


def frame_differences(one: Iterator[pl.DataFrame], other: Iterator[pl.DataFrame]) -> Iterator[str]:
    """The same for observations as frames by seq, which may be cut in different places."""
    left = right = OBSERVATIONS.to_frame()
    while True:
        left = left if left.height else next(one, left)
        right = right if right.height else next(other, right)
        length = min(left.height, right.height) or max(left.height, right.height)
        if not length:
            return
        here, there = left.head(length), right.head(length)
        left, right = left.slice(length), right.slice(length)
        if not here.equals(there):
            found = differences(observations_from(here), observations_from(there))
            yield from found or (f"observation {seq} stands elsewhere" for seq in _moved(here, there))


def _moved(here: pl.DataFrame, there: pl.DataFrame) -> Iterator[int]:
    """Rows that say the same and stand elsewhere among those of their period."""
    columns = ["seq", "standing", "vintage"]
    for left, right in zip(here.select(columns).iter_rows(), there.select(columns).iter_rows(), strict=True):
        if left != right:
            yield left[0]


def _row(row: Row | None) -> str:
    if row is None:
        return "nothing"
    if isinstance(row, Observation):
        value = "missing" if row.value is None else row.literal
        return f"observation {row.seq} ({row.series} {row.period}: {value}, release {row.release})"
    if isinstance(row, Absence):
        return f"absence {row.seq} ({row.series} {row.period}: {row.presence}, release {row.release})"
    return f"event {row.seq} ({row.event.id}, release {row.event.release})"
