"""Where two lists of recorded rows differ."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from tallywire.record.rows import SeqEvent
from tallywire.series import Observation


def differences(one: Sequence[Observation | SeqEvent], other: Sequence[Observation | SeqEvent]) -> list[str]:
    """One line for each row that is not the same in both."""
    found: list[str] = []
    for left, right in zip_longest(one, other):
        if left != right:
            found.append(f"{_row(left)} against {_row(right)}")
    return found


def _row(row: Observation | SeqEvent | None) -> str:
    if row is None:
        return "nothing"
    if isinstance(row, Observation):
        value = "missing" if row.value is None else row.literal
        return f"observation {row.seq} ({row.series} {row.period}: {value}, release {row.release})"
    return f"event {row.seq} ({row.event.id}, release {row.event.release})"
