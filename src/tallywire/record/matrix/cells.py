"""The arrays behind a block that grows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Longs = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Tens = npt.NDArray[np.int8]


class Cells:
    """Arrays [rows, width] of values, seqs, masks, decimal places and, if `keyed`, keys; zeros where nothing is.

    Enlarging downwards moves nothing; enlarging to the sides copies.
    """

    def __init__(self, rows: int, width: int, *, keyed: bool) -> None:
        shape = (rows, width)
        self.values: Longs = np.zeros(shape, dtype=np.int64)
        self.seq: Longs = np.zeros(shape, dtype=np.int64)
        self.mask: Bytes = np.zeros(shape, dtype=np.uint8)
        self.places: Tens = np.zeros(shape, dtype=np.int8)
        self.key: Longs | None = np.zeros(shape, dtype=np.int64) if keyed else None

    @property
    def rows(self) -> int:
        return int(self.mask.shape[0])

    @property
    def width(self) -> int:
        return int(self.mask.shape[1])

    def lengthen(self, rows: int) -> None:
        for array in (self.values, self.seq, self.mask, self.places, self.key):
            if array is not None:
                array.resize((rows, self.width), refcheck=False)

    def widened(self, left: int, width: int) -> Cells:
        """A copy of `width` columns, in which the first one here is column `left`."""
        wide = Cells(self.rows, width, keyed=self.key is not None)
        to = slice(left, left + self.width)
        wide.values[:, to], wide.seq[:, to] = self.values, self.seq
        wide.mask[:, to], wide.places[:, to] = self.mask, self.places
        if wide.key is not None and self.key is not None:
            wide.key[:, to] = self.key
        return wide
