"""How wordings such as "almost" bound the number after them."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

End = Literal["value", "reach", "none"]


class Approximation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A group of wordings that allow the same values; the fields are explained in approximations.toml."""

    name: str
    wordings: tuple[str, ...]
    relation: Literal["=", "~", "<", ">", "<=", ">="]
    low: End
    high: End
    low_open: bool = False
    high_open: bool = False
    least: Decimal | None = None
    most: Decimal | None = None
