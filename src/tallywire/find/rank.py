"""How leads are ranked: a stated rule, from 0 to 100, and the same in words.

    surprise  up to 60: 60 (1 - 2^-(x/4)), x the surprise of a window beyond 1
              (regular series: distance from the usual change in median spreads;
               irregular: how many times the sharpest earlier pace, the distance beyond 1 times 3;
               a level record: years that the old one had stood)
    reach     up to 25: 25 (1 - 8/n), n the comparable windows or counts, at least 8
    breadth   up to 15: 15 (1 - 1/k), k the series that moved together

A restatement has 30, plus up to 40 for its size (a tenth of the old figure gives 20), plus 10 where the figure
was put back; of several by one release the largest counts. A takedown has 45. Equal scores stand in the order
of their ids.
"""

from __future__ import annotations

from decimal import Decimal


def surprise_points(x: float) -> float:
    return 60 * (1 - 2 ** (-max(x - 1, 0.0) / 4))


def reach_points(compared: int) -> float:
    return 25 * (1 - 8 / max(compared, 8))


def breadth_points(series: int) -> float:
    return 15 * (1 - 1 / max(series, 1))


def change_score(surprise: float, compared: int, series: int) -> float:
    return round(surprise_points(surprise) + reach_points(compared) + breadth_points(series), 1)


def pace_surprise(times: float) -> float:
    """A pace of 2.8 times the sharpest earlier one counts as a surprise of 1 + 3 * 1.8."""
    return 1 + 3 * max(times - 1, 0.0)


def share_of(before: Decimal | None, after: Decimal | None) -> Decimal:
    """By which share of the old figure it changed; one that appears or vanishes, or was 0, counts as a tenth."""
    if before is None or after is None or before == 0:
        return Decimal("0.1")
    return abs(after - before) / abs(before)


def restatement_score(before: Decimal | None, after: Decimal | None, *, returned: bool) -> float:
    """By the relative size of the restatement."""
    size = 40 * (1 - 2 ** (-float(min(share_of(before, after), Decimal(1))) * 10))
    return round(30 + size + (10 if returned else 0), 1)


TAKEDOWN_SCORE = 45.0
