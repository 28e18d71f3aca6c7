"""What is new put into a block that is kept, and the patch that does the same again."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tallywire.record.matrix.block import ABSENT, Block
from tallywire.record.matrix.grown import Overflow, level
from tallywire.record.matrix.kept import CELL, SCALE, Change, Kept


def fits(kept: Kept, new: Block) -> bool:
    """Whether a block has room for what is new."""
    rows, columns = kept.room
    fresh = int((kept.rows_of(new.ids) < 0).sum())
    left = new.first - kept.first
    return left >= 0 and left + new.mask.shape[1] <= columns and len(kept.ids) + fresh <= rows


def merge(kept: Kept, new: Block) -> tuple[Change, list[Overflow]]:
    """Write each cell of `new` that was recorded later than what is there; returns the change and what did not fit.

    `new` is altered. A series that needs more decimal places than it had is brought to them as a whole.
    """
    rows = kept.rows_of(new.ids)
    places = np.flatnonzero(rows < 0)
    fresh = tuple(new.ids[place] for place in places.tolist())
    rows[places] = np.arange(len(kept.ids), len(kept.ids) + len(fresh))
    kept.append(fresh)
    left = new.first - kept.first
    kept.columns = max(kept.columns, left + new.mask.shape[1])
    whole = kept.block()
    over: list[Overflow] = []
    changed: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] = []
    scale = np.maximum(whole.scale[rows], new.scale)
    for at in np.flatnonzero(scale > whole.scale[rows]).tolist():
        row = int(rows[at])
        before = np.full(whole.mask.shape[1], whole.scale[row])
        whole.scale[row] = scale[at]
        over += level(whole, row, before)
        columns = np.flatnonzero(whole.mask[row])
        changed.append((np.full(len(columns), row), columns))
    for at in np.flatnonzero(scale > new.scale).tolist():
        before = np.full(new.mask.shape[1], new.scale[at])
        new.scale[at] = scale[at]
        over += level(new, at, before)
    cells = np.nonzero(new.mask != ABSENT)
    later = new.seq[cells] > whole.seq[rows[cells[0]], cells[1] + left]
    cells = (cells[0][later], cells[1][later])
    to = (rows[cells[0]], cells[1] + left)
    whole.values[to], whole.mask[to], whole.seq[to] = new.values[cells], new.mask[cells], new.seq[cells]
    changed.append(to)
    touched = np.unique(np.concatenate([row * kept.room[1] + column for row, column in changed]))
    return Change(fresh, kept.columns, _cells(kept, touched), _scales(kept, rows)), over


def _cells(kept: Kept, cells: npt.NDArray[np.int64]) -> bytes:
    row, column = np.divmod(cells, kept.room[1])
    found = np.empty(len(cells), dtype=CELL)
    found["row"], found["column"] = row, column
    found["mask"], found["value"], found["seq"] = (
        kept.mask[row, column],
        kept.values[row, column],
        kept.seq[row, column],
    )
    return found.tobytes()


def _scales(kept: Kept, rows: npt.NDArray[np.int64]) -> bytes:
    found = np.empty(len(rows), dtype=SCALE)
    found["row"], found["scale"] = rows, kept.scale[rows]
    return found.tobytes()
