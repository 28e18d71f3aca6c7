"""Verdicts as JSON by the contract `tallywire.check/1`, and the exit code that goes with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from tallywire.check.verdict import Alternative, Verdict
from tallywire.series import AsOf, plain
from tallywire.statement import Amount

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

SCHEMA = "tallywire.check/1"


def report(verdicts: Sequence[Verdict], *, as_of: AsOf, published: date) -> dict[str, Json]:
    """The JSON structure; decimals are plain strings, spans [start, end) in code points, days ISO 8601.

    `statement` is the one that was judged, about series of the record, where there is one; else as the text has
    it, its subject in words.
    """
    return {
        "schema": SCHEMA,
        "published": published.isoformat(),
        "as_of": as_of.time.isoformat(),
        "basis": as_of.basis,
        "claims": [_claim(verdict) for verdict in verdicts],
    }


def exit_code(verdicts: Sequence[Verdict]) -> int:
    """0 where none is contradicted, 1 where some are."""
    return 1 if any(v.name == "contradicted" for v in verdicts) else 0


def _claim(verdict: Verdict) -> dict[str, Json]:
    claim = verdict.claim
    return {
        "id": claim.id,
        "span": list(claim.span),
        "statement": _json(claim.statement if verdict.judged is None else verdict.judged),
        "nature": claim.nature,
        "attribution": [{"who": link.who, "verb": link.verb} for link in claim.attribution],
        "hedge": claim.hedge,
        "said": None if claim.said is None else claim.said.isoformat(),
        "verdict": verdict.name,
        "reason": verdict.reason,
        "basis": verdict.basis,
        "series": list(verdict.series),
        "right": _amount(verdict.right),
        "evidence": [_json(one) for one in verdict.evidence],
        "alternatives": [_alternative(one) for one in verdict.alternatives],
        "notes": list(verdict.notes),
    }


def _alternative(alternative: Alternative) -> dict[str, Json]:
    return {"series": alternative.series, "title": alternative.title, "actual": _amount(alternative.actual)}


def _amount(amount: Amount | None) -> Json:
    return None if amount is None else _json(amount)


def _json(value: object) -> Json:
    """Structs as objects, with decimals written plainly rather than with exponents."""
    return _plain(msgspec.to_builtins(value, builtin_types=(Decimal,)))


def _plain(value: object) -> Json:
    match value:
        case dict():
            return {str(key): _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case Decimal():
            return plain(value)
        case str() | bool() | int() | float() | None:
            return value
        case _:
            raise TypeError(f"{type(value).__name__} has no place in a report")
