"""Which values a number may stand for, as its wording and its written digits allow."""

from __future__ import annotations

from decimal import Decimal

from tallywire.errors import TextError
from tallywire.language.approximation import Approximation
from tallywire.language.pack import Pack
from tallywire.series import Interval


def bounds(pack: Pack, cue: str, value: Decimal, step: Decimal) -> Interval:
    """The values that `cue` before a number allows ("almost", "more than"; "" for the plain number).

    value and step in the same unit; step is the rounding step that the written number shows (`written_step`),
    0 for exact. The plain number is anything that rounds to it. Each wording's reach is documented in the pack's
    approximations.toml. Raises TextError for a cue that the pack does not know.
    """
    if not cue:
        return Interval.around(value, step)
    known = pack.approximation(cue)
    if known is None:
        raise TextError(f"{cue[:60]!r} is no approximation that the language pack {pack.code!r} knows")
    return _interval(known, value, step)


def _interval(known: Approximation, value: Decimal, step: Decimal) -> Interval:
    reach = step
    if known.least is not None:
        reach = max(reach, abs(value) * known.least)
    if known.most is not None:
        reach = min(reach, abs(value) * known.most)
    if reach == 0:
        reach = step
    low = {"value": value, "reach": value - reach, "none": None}[known.low]
    high = {"value": value, "reach": value + reach, "none": None}[known.high]
    point = low is not None and low == high
    return Interval(low, high, known.low_open and not point, known.high_open and not point)
