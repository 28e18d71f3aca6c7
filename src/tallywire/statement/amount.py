"""An amount as words give it."""

from __future__ import annotations

import msgspec

from tallywire.series import Interval


class Amount(msgspec.Struct, frozen=True):
    """The values that a wording allows, in base units: "almost 348,000" lies just below 348,000.

    unit: "people", "%", "pp" (percentage points), "times" (a factor), or "" where the text names none.
    In a change, amounts are sizes: the direction stands beside them.
    """

    interval: Interval
    unit: str
    wording: str
