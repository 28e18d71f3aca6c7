"""Extreme: a level or change is the highest or lowest, since when, of how many."""

from __future__ import annotations

from typing import Literal

import msgspec

from tallywire.series import Period
from tallywire.statement.amount import Amount
from tallywire.statement.subject import Subject
from tallywire.statement.window import Window


class Extreme(msgspec.Struct, frozen=True, tag="extreme", tag_field="kind"):
    """The level in `window.end`, or the change over `window`, is the `rank`-th highest or lowest.

    sense: `high` is the highest level or sharpest rise, `low` the lowest level or sharpest fall.
    over: `counts` held in the record (what find tells; `counts` says how many, with `since` the first of them)
    or `time` (what texts claim). Over time, `since` names a period after whose end nothing equalled it; where
    it is vague ("recent years"), the moment may lie anywhere in `since`. None: ever.
    """

    series: Subject
    of: Literal["level", "change"]
    sense: Literal["high", "low"]
    window: Window
    over: Literal["counts", "time"]
    since: Period | None = None
    since_vague: bool = False
    counts: int | None = None
    rank: int = 1
    amount: Amount | None = None
