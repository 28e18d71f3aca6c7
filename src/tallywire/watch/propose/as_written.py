"""What is open about figures because of how they are written."""

from __future__ import annotations

from tallywire.watch.propose.question import Doubt
from tallywire.watch.propose.written import Written

EXACT = frozenset({"xlsx", "json", "jsonstat", "sdmx"})
"""Formats that keep numbers as numbers, and lose the zeros at the end of decimals."""


def share_doubts(slug: str, unit: str, numbers: list[Written], media: str) -> list[Doubt]:
    """Whether figures that look like shares of one are percentages: workbooks keep 12.3% as 0.123."""
    whole = {part.digits.partition(".")[0].strip("0") for part in numbers}
    if media != "xlsx" or unit != "%" or whole != {""} or not any(part.digits.strip("0.") for part in numbers):
        return []
    what = "every figure is below 1: where the sheet shows 12.3% it keeps 0.123, which is no percentage"
    return [Doubt(f"series.{slug}", f"{what}; set multiplier = 2 if that is so, or another unit")]


def rounding_doubts(slug: str, numbers: list[Written], media: str) -> list[Doubt]:
    """Whether figures are rounded otherwise than they look."""
    whole = [part.digits for part in numbers if not part.places and part.digits.strip("0")]
    if len(whole) > 3 and all(digits.endswith("000") for digits in whole):
        return [
            Doubt(f"series.{slug}", 'every figure ends in 000: set quantum = "1000" if it is rounded to thousands')
        ]
    places = {part.places for part in numbers}
    if len(places) > 1 and media not in EXACT:
        few, many = min(places), max(places)
        what = f"figures are written with {few} to {many} decimals, and each is taken to be as exact as that"
        return [Doubt(f"series.{slug}", what)]
    return []
