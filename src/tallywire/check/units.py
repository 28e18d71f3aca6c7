"""Whether the unit of an amount goes with a series, and the amount in the series' own unit."""

from __future__ import annotations

from typing import Literal

import msgspec

from tallywire.check.subjects import Piece
from tallywire.language import Pack
from tallywire.series import Series
from tallywire.statement import Amount, Change, Neighbours

UnitFit = Literal["fits", "unclear", "differs"]

_SCALES = {"percent": "%", "factor": "times"}


def unit_fit(piece: Piece, series: Series, pack: Pack) -> UnitFit:
    """Whether `piece`'s amount can be one of `series`.

    Head counts are alike (inmates, prisoners, people). "%" and percentage points are no counts: a level in
    percent needs a series in percent. A change in percent of a series in percent is unclear, as percent and
    percentage points are mixed up in speech; so is a bare number where the series has a physical unit.
    """
    held = _canonical(series.unit, pack)
    if isinstance(piece, Change) and piece.measure in _SCALES:
        return "unclear" if held == "%" and piece.measure == "percent" else "fits"
    if isinstance(piece, Change) and piece.measure == "points":
        return "fits" if held == "%" else "differs"
    if piece.amount is None:
        return "fits"
    said = _canonical(piece.amount.unit, pack)
    if said == held:
        return "fits"
    if said == "pp" and held == "%":
        return "fits" if isinstance(piece, (Change, Neighbours)) else "differs"
    if not said:
        return _bare(held, series, pack)
    known, other = pack.unit(held), pack.unit(said)
    if known is not None and other is not None:
        return "fits" if known.noun and other.noun else "differs"
    if (known is not None and not known.noun) or (other is not None and not other.noun):
        return "differs"
    return "differs" if said in ("times",) else "unclear"


def in_unit(amount: Amount, piece: Piece, series: Series) -> Amount:
    """`amount` under the unit that the evaluator gives: the series' own, %, pp or times."""
    unit = series.unit
    if isinstance(piece, Change):
        unit = _SCALES.get(piece.measure, "pp" if unit == "%" else unit)
    elif isinstance(piece, Neighbours) and unit == "%":
        unit = "pp"
    return msgspec.structs.replace(amount, unit=unit)


def _canonical(unit: str, pack: Pack) -> str:
    known = pack.unit(unit) or pack.unit_words.get(unit.lower())
    return known.id if known is not None else unit.lower()


def _bare(held: str, series: Series, pack: Pack) -> UnitFit:
    """A number without a unit: the noun phrase carries it where the series counts things."""
    known = pack.unit(held)
    if known is not None:
        return "fits" if known.noun else "unclear"
    named = any(held in name.lower() for name in (series.title, *series.names))
    return "fits" if not held or named or series.kind == "index" else "unclear"
