"""One block while rows are put into it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt
import polars as pl

from tallywire.record.matrix.axis import Axis, Ints
from tallywire.record.matrix.block import ABSENT, ASIDE, FINAL, STATUS, Block
from tallywire.record.matrix.cells import Bytes, Cells, Longs, Tens
from tallywire.record.matrix.window import window
from tallywire.series import Period, Status

_LATEST = 1 << 62
_LARGEST = 2**63 - 1

LIKELY_WIDTH = 1_000

Bools = npt.NDArray[np.bool_]


class Overflow(msgspec.Struct, frozen=True):
    """A figure that does not fit at its series' scale: `value` times ten to the power of -`places`."""

    seq: int
    series: str
    period: Period
    value: int
    places: int
    status: Status
    code: int


class Grown:
    """Cells of series by places on an axis, in arrays with room to spare.

    likely: the places that will probably come, for which there is room from the start if that is not much.
    """

    def __init__(self, *, keyed: bool, backwards: bool, likely: tuple[int, int] | None = None) -> None:
        self._likely = likely
        self._backwards = backwards
        self._cells = Cells(0, 0, keyed=keyed)
        self._row_of: Longs = np.full(0, -1, dtype=np.int64)
        self._order: list[Longs] = []
        self._rows = self._came = 0
        self._first = 0
        self._reach: tuple[int, int] | None = None

    def make_room(self, codes: Longs, numbers: Ints) -> Bools:
        """Have a row for each series and a column for each place; returns which of the rows lie near enough.

        codes: of the series, equal ones side by side.
        """
        top = int(codes.max()) + 1
        if top > len(self._row_of):
            more = max(top, 2 * len(self._row_of)) - len(self._row_of)
            self._row_of = np.append(self._row_of, np.full(more, -1, dtype=np.int64))
        self._came += len(codes)
        self._reach = window(numbers, self._reach, rows=self._rows + len(self._fresh(codes)), came=self._came)
        inside = self.inside(numbers)
        fresh = self._fresh(codes[inside])
        self._row_of[fresh] = np.arange(self._rows, self._rows + len(fresh))
        self._order.append(fresh)
        self._rows += len(fresh)
        self._allocate(*self._reach)
        return inside

    def inside(self, numbers: Ints) -> Bools:
        """Which places have a column."""
        low, high = self._reach if self._reach is not None else (0, -1)
        found: Bools = (numbers >= low) & (numbers <= high)
        return found

    def put(self, rows: pl.DataFrame, codes: Longs, numbers: Ints) -> None:
        """Write the rows that stand against what is there; each has its row and column."""
        cell = self._row_of[codes] * self._cells.width + (numbers - self._first)
        seq = rows["seq"].to_numpy()
        value = rows["value"].fill_null(0).to_numpy()
        code, places = rows["code"].to_numpy(), rows["places"].to_numpy()
        key = rows["key"].to_numpy() if self._cells.key is not None else None
        if self._backwards:
            # Turned around, a greater seq and key is an earlier one.
            cell, value, code, places, seq = cell[::-1], value[::-1], code[::-1], places[::-1], _LATEST - seq[::-1]
            key = -key[::-1] if key is not None else None
        if self._cells.key is None or key is None:
            # Of several for one cell numpy keeps the last, which has the greatest seq.
            self._write(cell, value, code, places, seq, seq > self._cells.seq.reshape(-1)[cell])
            return
        held_key, held_seq = self._cells.key.reshape(-1), self._cells.seq.reshape(-1)
        owner = np.zeros(held_seq.size, dtype=np.int32)
        left = np.arange(len(cell))
        while len(left):
            # Of several for one cell one is weighed at a time.
            owner[cell[left]] = left
            now = owner[cell[left]] == left
            chosen, left = left[now], left[~now]
            at = cell[chosen]
            stands = (held_seq[at] == 0) | (key[chosen] > held_key[at])
            stands |= (key[chosen] == held_key[at]) & (seq[chosen] > held_seq[at])
            self._write(at, value[chosen], code[chosen], places[chosen], seq[chosen], stands)
            held_key[at[stands]] = key[chosen][stands]

    def finish(self, axis: Axis, ids: Sequence[str]) -> tuple[Block, list[Overflow]]:
        """The block, each series at one scale, and the rows whose figures do not fit at it."""
        low, high = self._reach if self._reach is not None else (0, -1)
        here = (slice(self._rows), slice(low - self._first, high - self._first + 1))
        cells = self._cells
        values, mask, places, seq = cells.values[here], cells.mask[here], cells.places[here], cells.seq[here]
        if self._backwards:
            np.subtract(_LATEST, seq, out=seq, where=mask != ABSENT)
        order = np.concatenate(self._order).tolist() if self._order else []
        scale = places.max(axis=1, initial=0).astype(np.int8)
        block = Block(axis, low, [ids[code] for code in order], values, mask, scale, seq)
        uneven = ((places != scale[:, None]) & (mask >= FINAL) & (mask != ASIDE)).any(axis=1)
        over = [each for row in np.flatnonzero(uneven).tolist() for each in level(block, row, places[row])]
        return block, over

    def _fresh(self, codes: Longs) -> Longs:
        heads = codes[np.flatnonzero(np.diff(codes, prepend=-1))]
        fresh: Longs = heads[self._row_of[heads] < 0]
        return fresh

    def _write(self, cell: Longs, value: Longs, code: Bytes, places: Tens, seq: Longs, stands: Bools) -> None:
        if not stands.all():
            cell, value, seq = cell[stands], value[stands], seq[stands]
            code, places = code[stands], places[stands]
        self._cells.values.reshape(-1)[cell] = value
        self._cells.mask.reshape(-1)[cell] = code
        self._cells.places.reshape(-1)[cell] = places
        self._cells.seq.reshape(-1)[cell] = seq

    def _allocate(self, low: int, high: int) -> None:
        cells = self._cells
        if not cells.width:
            first, last = low, high
            if self._likely is not None and max(high, self._likely[1]) - min(low, self._likely[0]) < LIKELY_WIDTH:
                first, last = min(low, self._likely[0]), max(high, self._likely[1])
            self._first = first
            self._cells = Cells(self._rows, last - first + 1, keyed=cells.key is not None)
            return
        if self._rows > cells.rows:
            cells.lengthen(max(self._rows, cells.rows + cells.rows // 4))
        last = self._first + cells.width - 1
        if low < self._first or high > last:
            # Room to spare on the side that grew, so that a month more does not copy everything each time.
            spare = (high - low + 1) // 4
            first = low - spare if low < self._first else self._first
            width = (high + spare if high > last else last) - first + 1
            self._cells = cells.widened(self._first - first, width)
            self._first = first


def level(block: Block, row: int, places: Tens) -> list[Overflow]:
    """Bring a series' figures, with decimal places of their own, to its scale; returns those that do not fit at it.

    They are marked as `ASIDE`.
    """
    values, mask = block.values[row], block.mask[row]
    chosen = (mask >= FINAL) & (mask != ASIDE)
    shift = np.where(chosen, int(block.scale[row]) - places.astype(np.int64), 0)
    factor = 10**shift
    fits = np.abs(values) <= _LARGEST // factor
    found: list[Overflow] = []
    for column in np.flatnonzero(~fits).tolist():
        found.append(
            Overflow(
                seq=int(block.seq[row, column]),
                series=block.ids[row],
                period=block.period(column),
                value=int(values[column]),
                places=int(places[column]),
                status=STATUS[int(mask[column]) & 7],
                code=int(mask[column]),
            )
        )
    values[fits] *= factor[fits]
    mask[~fits] = ASIDE
    return found
