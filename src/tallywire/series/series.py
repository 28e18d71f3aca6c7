"""What a series counts, in SDMX's words where it has one."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

Kind = Literal["stock", "flow", "rate", "index"]
Frequency = Literal["A", "S", "Q", "M", "W", "D", "_O"]
"""SDMX CL_FREQ: annual, half-yearly, quarterly, monthly, weekly, daily; `_O` (other) for irregular dates."""


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """One measured thing from one source.

    id: a stable slug such as `fsin/colonies`. title: the noun phrase that briefs use ("people in correctional
    colonies in Russia"). unit: of the base value ("people", "%"). multiplier: SDMX UNIT_MULT, the power of ten
    that published values are in. names: other noun phrases that mean exactly this series. scope: words that
    belong to what is counted. outside: words for what it leaves out ("prisons", "remand"). cumulative: a running
    total, which can only fall where its source corrects it.
    """

    id: str
    title: str
    unit: str
    kind: Kind
    frequency: Frequency
    source: str
    place: str = ""
    multiplier: int = 0
    names: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    dimensions: tuple[tuple[str, str], ...] = ()
    adjustment: Literal["N", "S", "_Z"] = "_Z"
    prices: Literal["nominal", "real", ""] = ""
    note: str = ""
    parent: str = ""
    topic: str = ""
    cumulative: bool = False
    minimum: Decimal = Decimal(0)
    """Changes smaller than this, in base units, are never news."""

    @property
    def factor(self) -> Decimal:
        """Base units per published unit: 1000 for a series published in thousands."""
        return Decimal(1).scaleb(self.multiplier)
