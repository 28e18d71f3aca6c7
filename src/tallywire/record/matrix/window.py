"""How far a block reaches."""

from __future__ import annotations

import numpy as np

from tallywire.record.matrix.axis import Ints

FILL = 64
SPARE = 1 << 22
"""A block has at most `FILL` cells for each row that came, and `SPARE`: one period far out does not fill the disk."""


def window(numbers: Ints, reach: tuple[int, int] | None, *, rows: int, came: int) -> tuple[int, int]:
    """The first and last place that a block has, given those it had; what lies farther out is left aside.

    numbers: the places that come in, not empty. rows: series that the block will have. came: all rows so far.
    """
    widest = (FILL * came + SPARE) // max(rows, 1)
    low, high = int(numbers.min()), int(numbers.max())
    if reach is not None:
        low, high = min(low, reach[0]), max(high, reach[1])
    if high - low < widest:
        return low, high
    met = np.unique(numbers).astype(np.int64)
    if reach is None:
        middle = int(np.median(numbers))
        reach = (middle, middle)
    # The farthest are left out, those on the side with the wider gaps first.
    below, above = met[met < reach[0]][::-1], met[met > reach[1]]
    low, high = reach
    at_low = at_high = 0
    while at_low < len(below) or at_high < len(above):
        down = low - int(below[at_low]) if at_low < len(below) else None
        up = int(above[at_high]) - high if at_high < len(above) else None
        if up is not None and (down is None or up <= down):
            if high + up - low >= widest:
                break
            high, at_high = high + up, at_high + 1
        elif down is not None:
            if high - (low - down) >= widest:
                break
            low, at_low = low - down, at_low + 1
    return low, high
