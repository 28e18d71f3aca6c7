"""A dense block: series by periods, as whole numbers with a scale for each series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec
import numpy as np
import numpy.typing as npt
import polars as pl

from tallywire.record.matrix.axis import Axis
from tallywire.series import Granularity, Period, Status

ABSENT, MISSING, FINAL, PROVISIONAL, DERIVED = range(5)
BOUNDED = 16
"""Added to what a cell is where its figure has bounds of its own ("almost 349 thousand")."""

ASIDE = 128
"""There is a figure, which does not fit; see `Dense.aside`."""

STATUS: Mapping[int, Status] = {MISSING: "missing", FINAL: "final", PROVISIONAL: "provisional", DERIVED: "derived"}


class Standing(msgspec.Struct, frozen=True):
    """What stands for a series and period, and the seq of its observation."""

    series: str
    period: Period
    value: Decimal | None
    status: Status
    seq: int


class Block(msgspec.Struct, frozen=True):
    """values: int64 [series, period], times ten to the power of -scale[series]; nothing where the mask says so.

    mask: uint8 of the same shape, `ABSENT` to `DERIVED` with `BOUNDED` added, or `ASIDE`. seq: int64, of the
    observation that a cell is from. first: the place of the first column on the axis. Arrays may be memory-mapped.
    """

    axis: Axis
    first: int
    ids: Sequence[str]
    values: npt.NDArray[np.int64]
    mask: npt.NDArray[np.uint8]
    scale: npt.NDArray[np.int8]
    seq: npt.NDArray[np.int64]

    @property
    def name(self) -> str:
        return self.axis.name

    def period(self, column: int) -> Period:
        return self.axis.period(self.first + column)

    def value(self, row: int, column: int) -> Decimal | None:
        """The figure in a cell, exactly; None where none stands, or one that is held aside."""
        if not self.mask[row, column] & 7 or self.mask[row, column] & 7 == MISSING:
            return None
        return Decimal(int(self.values[row, column])).scaleb(-int(self.scale[row]))

    def cells(self) -> Iterator[Standing]:
        """Every cell in which something stands, but for what is held aside."""
        periods = [self.period(column) for column in range(self.mask.shape[1])]
        for row, column in zip(*np.nonzero(self.mask & 7), strict=True):
            status = STATUS[int(self.mask[row, column]) & 7]
            value, seq = self.value(row, column), int(self.seq[row, column])
            yield Standing(self.ids[row], periods[column], value, status, seq)


class Dense(msgspec.Struct, frozen=True):
    """Blocks by name, and aside of them as rows what fits none: see `scatter.ROWS` for the columns.

    Aside are periods that lie on no regular axis, or far from all others, and figures that do not fit into 64 bits.
    """

    blocks: dict[str, Block]
    aside: pl.DataFrame

    def cells(self) -> Iterator[Standing]:
        """Everything that stands, aside included, in no order."""
        for block in self.blocks.values():
            yield from block.cells()
        yield from aside_cells(self.aside)


def aside_cells(aside: pl.DataFrame) -> Iterator[Standing]:
    columns = ("series", "start", "end", "granularity", "value", "places", "text", "status", "seq")
    for series, start, end, granularity, value, places, text, status, seq in aside.select(columns).iter_rows():
        whose: Granularity = granularity
        number = None if value is None else Decimal(value).scaleb(-places)
        said = number if text is None else Decimal(text)
        yield Standing(series, Period(start, end, whose), said, status if said is not None else "missing", seq)
