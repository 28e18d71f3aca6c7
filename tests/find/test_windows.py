"""The numbers that decided which window carries a story (docs/decisions/0003)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tallywire.demo import own_figures
from tallywire.find.kernel import grid, lags
from tallywire.find.windows import SURPRISE, sharpest
from tallywire.series import Period
from tests.holdings import COLONY_COUNTS, LATER, Shelf, observation, series

DECISION = Path(__file__).parents[2] / "docs" / "decisions" / "0003-rank-without-calibration.md"


def payrolls() -> Shelf:
    """US payrolls up to March 2009."""
    months = [(date.fromisoformat(row["month"]), row["nonfarm"]) for row in own_figures().employment]
    held = [
        observation("us/payrolls", Period.month(day.year, day.month), figure, seq=i)
        for i, (day, figure) in enumerate(months)
        if day <= date(2009, 3, 1)
    ]
    return Shelf([series("us/payrolls", multiplier=3)], held)


def test_three_months_surprise_most_in_march_2009() -> None:
    held = payrolls()
    laid = grid(held.observations("us/payrolls", as_of=LATER), "M")
    assert laid is not None
    found = {lag.lag: abs(lag.change - lag.usual) / max(lag.spread, 1) for lag in lags(laid)}
    text = " ".join(DECISION.read_text(encoding="utf-8").split())
    told = ", ".join(
        f"{found[n]:.2f} at {word}" for n, word in ((2, "two"), (3, "three"), (6, "six"), (12, "twelve"))
    )
    assert f"surprise {found[1]:.2f} at one month, {told}" in text
    known = held.series("us/payrolls")
    assert known is not None
    best = sharpest(known, held, LATER)
    assert best is not None and best.lag == 3
    assert best.surprise == pytest.approx(found[3], abs=0.01) and best.surprise > SURPRISE


def test_two_months_weigh_most_in_the_colonies() -> None:
    value = {period: Decimal(figure) for period, figure, _ in COLONY_COUNTS}
    last = value["2022-11-01"]
    weights = [
        float(value[start] - last) / 1000 / months**0.5
        for start, months in (("2022-10-01", 1), ("2022-09-01", 2), ("2022-08-01", 3))
    ]
    told = "one month {:.1f}, two months {:.1f}, three months {:.1f} thousand".format(*weights)
    assert told in " ".join(DECISION.read_text(encoding="utf-8").split())
    assert max(weights) == weights[1]
