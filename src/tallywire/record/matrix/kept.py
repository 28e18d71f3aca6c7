"""A block on disk: files that never change, mapped into memory, and what was patched since, in this process only."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from tallywire.record.matrix.block import Block
from tallywire.record.matrix.manifest import Base

SPARE_ROWS = 64
SPARE_COLUMNS = 8

CELL = np.dtype([("row", "<i4"), ("column", "<i4"), ("mask", "u1"), ("value", "<i8"), ("seq", "<i8")])
SCALE = np.dtype([("row", "<i4"), ("scale", "i1")])


class Change(msgspec.Struct, frozen=True):
    """What a patch does to a block: series that are new, columns that there are then, cells and scales as arrays."""

    ids: tuple[str, ...]
    columns: int
    cells: bytes
    scales: bytes


class Kept:
    """A block's arrays with the room that they have. They are private copies-on-write: the files stay as they are."""

    def __init__(self, folder: Path, base: Base) -> None:
        """Raises OSError or ValueError where the files are not what they should be."""

        def mapped(kind: str) -> npt.NDArray[np.int64]:
            made: npt.NDArray[np.int64] = np.load(
                folder / f"{base.name}.{kind}.npy", mmap_mode="c", allow_pickle=False
            )
            return made

        self.axis = base.axis
        self.first = base.first
        self.columns = base.columns
        self.values, self.seq = mapped("values"), mapped("seq")
        self.mask: npt.NDArray[np.uint8] = mapped("mask").view(np.uint8)
        self.scale: npt.NDArray[np.int8] = mapped("scale").view(np.int8)
        self.ids = (folder / f"{base.name}.ids").read_text(encoding="utf-8").split("\n")[:-1]
        self._row_of: dict[str, int] | None = None
        rows, columns = self.room
        shapes = {array.shape for array in (self.values, self.mask, self.seq)}
        if len(shapes) != 1 or len(self.ids) != base.rows or base.rows > rows or base.columns > columns:
            raise ValueError(f"{base.name} is not as it was written")

    @staticmethod
    def write(folder: Path, name: str, block: Block) -> Base:
        """Write a block with room to grow into; what is spare takes no space on disk."""
        rows, columns = block.mask.shape
        shape = (rows + rows // 4 + SPARE_ROWS, columns + columns // 8 + SPARE_COLUMNS)
        for kind, array in (("values", block.values), ("mask", block.mask), ("seq", block.seq)):
            path = folder / f"{name}.{kind}.npy"
            made = np.lib.format.open_memmap(path, "w+", array.dtype, shape)
            # On a full disk a write to mapped memory would end the process: room is taken before.
            with path.open("r+b") as handle:
                os.posix_fallocate(handle.fileno(), 0, made.offset + rows * made.strides[0])
            made[:rows, :columns] = array
            made.flush()
        scale = np.zeros(shape[0], dtype=np.int8)
        scale[:rows] = block.scale
        np.save(folder / f"{name}.scale.npy", scale)
        (folder / f"{name}.ids").write_text("".join(f"{id}\n" for id in block.ids), encoding="utf-8")
        return Base(name, block.axis, block.first, rows, columns)

    @property
    def room(self) -> tuple[int, int]:
        return int(self.mask.shape[0]), int(self.mask.shape[1])

    def rows_of(self, ids: Sequence[str]) -> npt.NDArray[np.int64]:
        """The rows of some series, -1 for those that have none."""
        if self._row_of is None:
            self._row_of = {each: row for row, each in enumerate(self.ids)}
        return np.fromiter((self._row_of.get(id, -1) for id in ids), np.int64, len(ids))

    def append(self, ids: Sequence[str]) -> None:
        """Give some series a row."""
        for id in ids:
            if self._row_of is not None:
                self._row_of[id] = len(self.ids)
            self.ids.append(id)

    def apply(self, change: Change) -> None:
        """Take in a patch; raises ValueError where it does not fit."""
        self.append(change.ids)
        self.columns = change.columns
        cells, scales = np.frombuffer(change.cells, CELL), np.frombuffer(change.scales, SCALE)
        rows, columns = self.room
        if len(self.ids) > rows or self.columns > columns:
            raise ValueError("a patch is larger than its block")
        self.values[cells["row"], cells["column"]] = cells["value"]
        self.mask[cells["row"], cells["column"]] = cells["mask"]
        self.seq[cells["row"], cells["column"]] = cells["seq"]
        self.scale[scales["row"]] = scales["scale"]

    def block(self) -> Block:
        """The part in use."""
        here = (slice(len(self.ids)), slice(self.columns))
        return Block(
            self.axis,
            self.first,
            self.ids,
            self.values[here],
            self.mask[here],
            self.scale[: len(self.ids)],
            self.seq[here],
        )
