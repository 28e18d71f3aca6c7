"""What a claim says of figures, without the words it says it in: to tell whether two say the same."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import cast

import msgspec

from tallywire.statement import Claim, Statement

Tree = dict[str, "Tree"] | list["Tree"] | str | int | float | bool | None

_WORDS = frozenset(["text", "context", "place", "wording", "what", "name"])


def shape(claim: Claim) -> bytes:
    """Kind, windows, directions, amounts and orders of a claim; not its words, nor which claim it leans on."""
    parts = (_bare(tree(claim.statement)), str(claim.value), claim.relation, claim.nature)
    return msgspec.json.encode(parts, order="deterministic")


def tree(statement: Statement) -> Tree:
    return cast(Tree, msgspec.to_builtins(statement))


def _bare(part: Tree) -> Tree:
    if isinstance(part, dict):
        kept = {key: _bare(value) for key, value in part.items() if key not in _WORDS}
        if "leans_on" in kept:
            kept["leans_on"] = bool(kept["leans_on"])
        return kept
    if isinstance(part, list):
        return [_bare(value) for value in part]
    return part


def says(claim: Claim, value: Decimal) -> bool:
    """Whether `value`, as written, is an amount, length, count or order that the claim gives."""
    size = abs(value)
    if claim.value is not None and abs(claim.value) in (size, size * 100):
        return True
    return _has(tree(claim.statement), size)


def _has(part: Tree, size: Decimal) -> bool:
    if isinstance(part, list):
        return any(_has(value, size) for value in part)
    if not isinstance(part, dict):
        return False
    if "months" in part and "days" in part:
        months, days = Decimal(str(part["months"])), Decimal(str(part["days"]))
        lengths = (months, months / 3, months / 12, months / 120, days, days / 7, days / 14)
        return size in [length for length in lengths if length]
    if size in (_decimal(part.get("counts")), _decimal(part.get("rank"))):
        return True
    if "low" in part and "high" in part:
        low, high = _decimal(part["low"]), _decimal(part["high"])
        return (low is None or low <= size) and (high is None or size <= high) and not low == high is None
    return any(_has(value, size) for value in part.values())


def _decimal(part: Tree) -> Decimal | None:
    try:
        return None if part is None or isinstance(part, (dict, list)) else Decimal(str(part))
    except InvalidOperation:
        return None
