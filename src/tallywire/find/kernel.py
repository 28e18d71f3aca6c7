"""The window kernel: every change over every lag of one regular series, on scaled 64-bit integers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
import numpy as np
import numpy.typing as npt

from tallywire.series import Observation, months_between, places_of, scaled_int
from tallywire.statement.evaluation.figures import STEP_DAYS, STEP_MONTHS

MAX_LAG = 60
"""Periods: the longest window that is looked at."""

LIMIT = 2**62


class Lag(msgspec.Struct, frozen=True):
    """The newest window of one lag among all windows of that lag.

    change: of the newest window, in scaled units. count: how many windows, the newest among them. beyond and
    equal: how many others go further in the same direction, or as far. usual: the median change; spread: the
    median distance from it (MAD), the newest left out of both.
    """

    lag: int
    change: int
    count: int
    beyond: int
    equal: int
    usual: float
    spread: float


class Grid(msgspec.Struct, frozen=True):
    """A regular series on its own grid of periods: `values` scaled by 10**places, `held` where there is one."""

    values: npt.NDArray[np.int64]
    held: npt.NDArray[np.bool_]
    places: int


def grid(observations: Sequence[Observation], frequency: str) -> Grid | None:
    """Lay counted observations on the grid of `frequency`; None if a date is off the grid or a value too large."""
    if not observations:
        return None
    first = observations[0].period.start
    places = max(places_of(o.value) for o in observations if o.value is not None)
    slots: list[tuple[int, int]] = []
    for o in observations:
        assert o.value is not None
        index = _steps(first, o.period.start, frequency)
        scaled = scaled_int(o.value, places)
        if index is None or abs(scaled) >= LIMIT:
            return None
        slots.append((index, scaled))
    size = slots[-1][0] + 1
    values, held = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.bool_)
    for index, scaled in slots:
        values[index], held[index] = scaled, True
    return Grid(values, held, places)


def _steps(first: date, day: date, frequency: str) -> int | None:
    if frequency in STEP_MONTHS:
        months = months_between(first, day) / STEP_MONTHS[frequency]
        return int(months) if months.denominator == 1 else None
    steps, rest = divmod((day - first).days, STEP_DAYS[frequency])
    return steps if rest == 0 else None


def lags(laid: Grid, max_lag: int = MAX_LAG) -> tuple[Lag, ...]:
    """All lags up to `max_lag` over which the newest count has a window."""
    found = []
    values, held = laid.values, laid.held
    for lag in range(1, min(max_lag, len(values) - 1) + 1):
        if not held[-1 - lag]:
            continue
        both = held[lag:] & held[:-lag]
        changes = (values[lag:] - values[:-lag])[both]
        newest = int(changes[-1])
        others = changes[:-1]
        towards = -1 if newest < 0 else 1
        beyond = int(np.count_nonzero(others * towards > newest * towards))
        equal = int(np.count_nonzero(others == newest))
        usual = float(np.median(others)) if len(others) else 0.0
        spread = float(np.median(np.abs(others - usual))) if len(others) else 0.0
        found.append(Lag(lag, newest, len(changes), beyond, equal, usual, spread))
    return tuple(found)
