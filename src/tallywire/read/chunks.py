"""What rules see of a sentence: quantities, periods, lengths, tagged phrases and plain words."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

from tallywire.read.when import When
from tallywire.series import Interval, Length
from tallywire.statement import Relation


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """A number with its wording and unit.

    value: in base units, as written; step: the rounding step it shows; cue: its wording ("almost"); unit: as in
    Amount; noun: the unit is also what is counted ("10,000 prisoners"); spread: set for a range.
    """

    value: Decimal
    step: Decimal
    interval: Interval
    relation: Relation
    cue: str = ""
    unit: str = ""
    noun: str = ""
    spread: bool = False
    bare: bool = True


class Span(msgspec.Struct, frozen=True):
    """A length of time as written; `cue` is its wording ("more than")."""

    length: Length
    cue: str = ""


Sort = Literal["quantity", "period", "length", "word", "mark"]
_NO_TAGS: frozenset[str] = frozenset()


class Chunk:
    """A stretch of a sentence: `start` and `end` are offsets in the text, `lower` its words in lower case."""

    __slots__ = ("end", "factor", "length", "lower", "quantity", "sort", "start", "tags", "text", "when")

    def __init__(
        self,
        sort: Sort,
        start: int,
        end: int,
        text: str,
        lower: str,
        tags: frozenset[str] = _NO_TAGS,
        *,
        quantity: Quantity | None = None,
        when: When | None = None,
        length: Span | None = None,
        factor: Decimal | None = None,
    ) -> None:
        self.sort = sort
        self.start = start
        self.end = end
        self.text = text
        self.lower = lower
        self.tags = tags
        self.quantity = quantity
        self.when = when
        self.length = length
        self.factor = factor

    def __repr__(self) -> str:
        return f"<{self.sort} {self.text!r} {' '.join(sorted(self.tags))}>"

    @property
    def proper(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[:1].isupper()
