"""Sum: parts make a total."""

from __future__ import annotations

import msgspec

from tallywire.statement.change import Change
from tallywire.statement.level import Level


class Sum(msgspec.Struct, frozen=True, tag="sum", tag_field="kind"):
    """`parts` add up to `total`: steps of one change one after the other, or series that make up another."""

    total: Change | Level
    parts: tuple[Change | Level, ...]
