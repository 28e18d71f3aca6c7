"""The windows of steps that a text only counts out: "in steps of 10,000 and 13,000"."""

from __future__ import annotations

from itertools import pairwise

import msgspec

from tallywire.series import AsOf
from tallywire.statement import Change, Holdings, Sum, Window, evaluate


def placed(window: Window) -> bool:
    """Whether a window says where it begins and ends."""
    given = (window.start is not None, window.end is not None, window.length is not None)
    return sum(given) >= 2


def counted_out(statement: Sum) -> bool:
    """Whether the text gives steps without saying when each began and ended."""
    return any(isinstance(part, Change) and not placed(part.window) for part in statement.parts)


def stepped(statement: Sum, holdings: Holdings, as_of: AsOf) -> Sum:
    """`statement`, linked and with the total's window pinned, its steps from one count held to the next.

    Only where the record holds exactly as many counts in between as there are steps to part; else as it was.
    """
    total = statement.total
    steps = [part for part in statement.parts if isinstance(part, Change) and part.series == total.series]
    if not counted_out(statement) or not isinstance(total, Change) or len(steps) != len(statement.parts):
        return statement
    used = evaluate(total, holdings, as_of).used
    if len(used) != 2 or not isinstance(total.series, str):
        return statement
    first, last = used[0].period, used[1].period
    held = [o.period for o in holdings.observations(total.series, as_of=as_of) if o.value is not None]
    ends = [period for period in held if first <= period <= last]
    if len(ends) != len(steps) + 1:
        return statement
    parts = tuple(
        msgspec.structs.replace(step, window=Window(start, end))
        for step, (start, end) in zip(steps, pairwise(ends), strict=True)
    )
    return Sum(total, parts)
