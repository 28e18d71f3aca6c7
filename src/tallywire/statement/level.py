"""Level: a series stands at an amount."""

from __future__ import annotations

import msgspec

from tallywire.series import Period
from tallywire.statement.amount import Amount
from tallywire.statement.subject import Subject


class Level(msgspec.Struct, frozen=True, tag="level", tag_field="kind"):
    """`series` stood at `amount` in `when` (None: the latest count)."""

    series: Subject
    when: Period | None
    amount: Amount
