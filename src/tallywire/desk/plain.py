"""Values as JSON for programs: figures as plain strings, nothing simulated called proven."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from tallywire.series import plain
from tallywire.statement import Lead


def plain_values(value: object, *, clock: str = "") -> object:
    """Structs as objects and lists, decimals as plain strings: no exponents, no binary floats for figures.

    clock: what stands for every basis where the time is not real time; nothing simulated is called proven.
    """

    def without_decimals(built: object) -> object:
        if isinstance(built, Decimal):
            return plain(built)
        if isinstance(built, dict):
            return {key: clock if clock and key == "basis" else without_decimals(each) for key, each in built.items()}
        if isinstance(built, (list, tuple)):
            return [without_decimals(each) for each in built]
        return built

    return without_decimals(msgspec.to_builtins(value, builtin_types=(Decimal,)))


def lead_values(lead: Lead) -> dict[str, object]:
    """The contract of `find --json`: the main statement first, then everything that belongs beside it."""
    return {
        "id": lead.id,
        "story": lead.story,
        "series": lead.series,
        "statement": lead.findings[0].statement if lead.findings else None,
        "evidence": lead.findings[0].evidence if lead.findings else None,
        "findings": lead.findings,
        "restatement": lead.restatement,
        "restated": lead.restated,
        "notice": lead.notice,
        "why": lead.why,
        "score": lead.score,
        "as_of": lead.as_of,
    }
