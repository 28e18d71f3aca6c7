"""Change: a series moved by an amount over a window."""

from __future__ import annotations

from typing import Literal

import msgspec

from tallywire.statement.amount import Amount
from tallywire.statement.subject import Subject
from tallywire.statement.window import Window

Direction = Literal["up", "down"]
Measure = Literal["amount", "percent", "points", "factor", "per_month"]


class Change(msgspec.Struct, frozen=True, tag="change", tag_field="kind"):
    """`series` moved in `direction` (None: either way, or not said) by `amount` over `window`.

    measure: `amount` in the unit of the series, `percent` of the start, percentage `points` of a rate,
    a `factor` (new over old), or an amount `per_month` of the window's length.
    """

    series: Subject
    window: Window
    direction: Direction | None
    amount: Amount | None
    measure: Measure = "amount"
