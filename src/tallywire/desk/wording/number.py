"""Number: a figure, date or order in a text."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

NumberKind = Literal["figure", "date", "rank"]


class Number(msgspec.Struct, frozen=True):
    """Offsets in code points, end not included.

    value: of a figure, as written, in base units ("23 million" is 23000000, "half" 0.5, "doubled" 2); None where
    it cannot be told. A percent or currency sign belongs to the stretch, not to the value.
    """

    start: int
    end: int
    kind: NumberKind
    text: str
    value: Decimal | None = None


class Day(msgspec.Struct, frozen=True):
    """A date as a text gives it: what is not said is None. part: "Q3", "H1", or a time of day.

    start, end: offsets in code points.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str = ""
