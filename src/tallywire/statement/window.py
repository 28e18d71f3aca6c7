"""The stretch of time that a change is measured over."""

from __future__ import annotations

import msgspec

from tallywire.series import Length, Period


class Window(msgspec.Struct, frozen=True):
    """From the count in `start` to the count in `end`; what is not given follows from `length` or the record.

    Only an end: from the count before it. Only a length: up to the latest count. Nothing: the latest two
    counts. A `start` or `end` that is wider than the series' dates ("early November") means a count in it.
    """

    start: Period | None = None
    end: Period | None = None
    length: Length | None = None
