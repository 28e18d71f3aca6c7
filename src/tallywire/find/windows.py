"""The sharpest change of a regular series, over the window that makes it most remarkable."""

from __future__ import annotations

import msgspec

from tallywire.find.fresh import counted
from tallywire.find.kernel import Lag, grid, lags
from tallywire.series import AsOf, Observation, Period, Series
from tallywire.statement import Holdings
from tallywire.statement.evaluation.extreme import ENOUGH

NATURAL = {
    "M": (1, 2, 3, 6, 12, 24, 36, 60),
    "Q": (1, 2, 4, 8, 12, 20),
    "S": (1, 2, 4, 10),
    "A": (1, 2, 5, 10),
    "W": (1, 2, 4, 8, 13, 26, 52),
    "D": (1, 7, 14, 28),
}
"""Windows that people speak in; a record over any other is counted, but does not carry a story."""

SURPRISE = 3.0
"""A change must lie this many times the usual spread from the usual change."""


class Sharpest(msgspec.Struct, frozen=True):
    """The newest window that goes further than any other of its length, and how far it stands out.

    surprise: distance from the usual change over the usual distance, both medians. records: all lags over
    which the newest window goes furthest. ties: natural lags over which it only equals another.
    """

    start: Observation
    end: Observation
    lag: int
    falling: bool
    surprise: float
    compared: int
    records: tuple[int, ...]
    ties: tuple[tuple[Observation, Observation], ...]
    first: Period


def sharpest(series: Series, holdings: Holdings, as_of: AsOf) -> Sharpest | None:
    """Of all natural windows in which the newest change goes furthest, the one that surprises most."""
    observations = counted(series, holdings, as_of)
    laid = grid(observations, series.frequency)
    if laid is None:
        return None
    found = [lag for lag in lags(laid) if lag.count >= ENOUGH and lag.change != 0 and lag.beyond == 0]
    records = [lag for lag in found if lag.equal == 0]
    natural = NATURAL[series.frequency]
    minimum = series.minimum / series.factor
    best, best_surprise = None, SURPRISE
    for lag in records:
        large = abs(lag.change) >= minimum.scaleb(laid.places)
        if lag.lag in natural and large and (surprise := _surprise(lag)) >= best_surprise:
            best, best_surprise = lag, surprise
    if best is None:
        return None
    end = observations[-1]
    return Sharpest(
        start=_at(observations, laid.held.nonzero()[0].tolist(), best.lag),
        end=end,
        lag=best.lag,
        falling=best.change < 0,
        surprise=round(best_surprise, 2),
        compared=best.count,
        records=tuple(lag.lag for lag in records if (lag.change < 0) == (best.change < 0)),
        ties=tuple(
            (_at(observations, laid.held.nonzero()[0].tolist(), lag.lag), end)
            for lag in found
            if lag.equal and lag.lag in natural and (lag.change < 0) == (best.change < 0)
        ),
        first=observations[0].period,
    )


def _surprise(lag: Lag) -> float:
    """In median spreads; the floor is one unit of the last published place, so that a still series can't divide."""
    return abs(lag.change - lag.usual) / max(lag.spread, 1.0)


def _at(observations: tuple[Observation, ...], slots: list[int], lag: int) -> Observation:
    """The observation `lag` periods before the last."""
    return observations[slots.index(slots[-1] - lag)]


def lags_in_words(records: tuple[int, ...], unit: str) -> str:
    """'1 to 24 months', '2, 3 and 6 months': runs of lags written short."""
    runs: list[tuple[int, int]] = []
    for lag in sorted(records):
        if runs and runs[-1][1] == lag - 1:
            runs[-1] = (runs[-1][0], lag)
        else:
            runs.append((lag, lag))
    parts = [str(a) if a == b else f"{a} to {b}" for a, b in runs]
    text = parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
    return f"{text} {unit}{'' if text == '1' else 's'}"
