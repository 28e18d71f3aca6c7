"""Amounts as statements carry them, from quantities as written."""

from __future__ import annotations

from decimal import Decimal

from tallywire.language import Pack, bounds
from tallywire.read.chunks import Chunk, Quantity
from tallywire.series import Interval
from tallywire.statement import Amount, Measure, Relation

_MEASURES: dict[str, Measure] = {"%": "percent", "pp": "points"}
_BASIS_POINT = Decimal("0.01")


def quantity_of(chunk: Chunk) -> Quantity:
    assert chunk.quantity is not None, "only quantities carry a number"
    return chunk.quantity


def amount_of(chunk: Chunk, unit: str = "") -> Amount:
    """The amount of a quantity; `unit` where the number itself names none. Basis points become points."""
    quantity = quantity_of(chunk)
    if quantity.unit == "bp":
        return Amount(quantity.interval.scaled(_BASIS_POINT), "pp", chunk.text)
    return Amount(quantity.interval, quantity.unit or unit, " ".join(chunk.text.split()))


def value_of(chunk: Chunk) -> Decimal:
    quantity = quantity_of(chunk)
    return quantity.value * _BASIS_POINT if quantity.unit == "bp" else quantity.value


def measure_of(chunk: Chunk, per_month: bool = False) -> Measure:
    if per_month:
        return "per_month"
    unit = quantity_of(chunk).unit
    return "points" if unit == "bp" else _MEASURES.get(unit, "amount")


def factor_amount(pack: Pack, factor: Decimal, cue: str, wording: str) -> tuple[Amount, Relation]:
    """The amount of "doubled", its step a part of the factor, and its relation."""
    step = factor * pack.grammar.multiples.step
    known = pack.approximation(cue) if cue else None
    interval = bounds(pack, cue if known else "", factor, step)
    if factor < 1 and known is not None and known.relation == ">":
        # more than halved: what is left is less than half
        interval = Interval(None, factor, high_open=True)
    return Amount(interval, "times", wording), known.relation if known else "="


def unit_of_noun(pack: Pack, noun: str) -> str:
    """The unit that a noun stands for: people for inmates; "" for nouns that are their own unit."""
    known = pack.unit_words.get(noun.lower())
    return known.id if known is not None and known.noun else ""
