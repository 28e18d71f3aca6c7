"""The matrix on disk: what stands now, in dense blocks that are mapped into memory.

Files are written once and never changed. An update adds a patch with the cells that are new; every so often all is
written together anew. Who opened the matrix keeps what was opened: no reader sees half an update.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import msgspec
import polars as pl

from tallywire.errors import NewsroomError
from tallywire.record.matrix import manifest as on_disk
from tallywire.record.matrix.block import Block, Dense
from tallywire.record.matrix.dense import DenseReads
from tallywire.record.matrix.differences import differences
from tallywire.record.matrix.kept import Change, Kept
from tallywire.record.matrix.manifest import Manifest, Part
from tallywire.record.matrix.merge import fits, merge
from tallywire.record.matrix.scatter import ROWS, Scatter, one_a_cell, overflow_frame, without_outdone
from tallywire.series import Frequency

MOST_PATCHES = 64
TRIES = 5


class Patch(msgspec.Struct, frozen=True):
    """The changes of blocks by name, and rows that are new aside, as an Arrow stream."""

    blocks: dict[str, Change]
    aside: bytes


class Matrix:
    """The matrix in a folder; blocks are named as in `Axis.name`: "M" for months, "M@1" for days a month apart."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._manifest: Manifest | None = None
        self._kept: dict[str, Kept] = {}
        self._aside = ROWS.to_frame()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The matrix as it stands; an empty one where there is none, or one that is damaged."""
        matrix = cls(folder)
        matrix._open()
        return matrix

    @property
    def mark(self) -> int:
        """The seq up to which observations are in."""
        return self._manifest.mark if self._manifest is not None else 0

    @property
    def names(self) -> Sequence[str]:
        return tuple(self._kept)

    def block(self, name: str) -> Block | None:
        kept = self._kept.get(name)
        return kept.block() if kept is not None else None

    def dense(self, frequencies: Mapping[str, Frequency]) -> Dense:
        """All blocks, and what is aside of them."""
        blocks = {name: kept.block() for name, kept in self._kept.items()}
        return Dense(blocks, one_a_cell(without_outdone(self._aside, blocks, frequencies)))

    def update(self, source: DenseReads) -> None:
        """Take in what was recorded since the mark; a matrix of another table, or of none, is made anew.

        Where this breaks off, the matrix is as it was, and the next update does it again. Raises NewsroomError where
        the folder cannot be written.
        """
        try:
            self._update(source)
        except OSError as error:
            self._forget()
            raise NewsroomError(
                f"the matrix cannot be written: {error.strerror}",
                where=str(self.folder),
                hint="Make room, then run again",
            ) from None

    def rebuild(self, source: DenseReads, *, limit: int = 20) -> Sequence[str]:
        """Make it anew and say where it differs from what stood, in at most `limit` lines."""
        self._open()
        whole = source.standing()
        known = self._manifest is not None and self._manifest.mark == source.last_seq
        found = differences(self.dense(source.frequencies), whole, limit=limit) if known else ()
        try:
            self._write(source, whole)
        except OSError as error:
            self._forget()
            raise NewsroomError(f"the matrix cannot be written: {error.strerror}", where=str(self.folder)) from None
        return tuple(found)

    def _update(self, source: DenseReads) -> None:
        if self._manifest is None or on_disk.read(self.folder) != self._manifest:
            self._open()
        held = self._manifest
        if held is None or (held.table, held.series) != (source.table, source.known.checksum):
            if source.table or held is not None:
                self._write(source, source.standing())
            return
        if held.mark == source.last_seq:
            return
        rows = source.rows_after(held.mark)
        moved = rows.filter(pl.col("standing").is_not_null())["series"].unique().to_list()
        if moved:
            # An old version came in: of its figures only those are taken that stand now.
            seqs = [cell.seq for cell in source.standing(moved).cells()]
            rows = rows.filter(~pl.col("series").is_in(moved) | pl.col("seq").is_in(seqs))
        scatter = Scatter(source.frequencies)
        scatter.add(rows)
        new = scatter.finish()
        if not all(name in self._kept and fits(self._kept[name], block) for name, block in new.blocks.items()):
            self._write(source, source.standing())
            return
        self._patch(held, new, source.last_seq)

    def _patch(self, held: Manifest, new: Dense, mark: int) -> None:
        changes: dict[str, Change] = {}
        aside = [new.aside.select(_asides())]
        try:
            for name, block in new.blocks.items():
                changes[name], over = merge(self._kept[name], block)
                aside.append(overflow_frame(over))
            rows = pl.concat(aside, how="diagonal").select(_asides())
            self._aside = pl.concat([self._aside, rows])
            body = msgspec.msgpack.encode(Patch(changes, _bytes(rows)))
            name = f"patch-{held.generation}-{len(held.patches)}.bin"
            part = on_disk.write_part(self.folder, name, body)
            self._commit(msgspec.structs.replace(held, mark=mark, patches=(*held.patches, part)))
        except BaseException:
            # The arrays in memory are ahead of the disk now.
            self._forget()
            raise
        if len(held.patches) >= MOST_PATCHES:
            self._fold()

    def _fold(self) -> None:
        """Write base and patches together anew."""
        assert self._manifest is not None, "only what was opened is folded"
        blocks = {name: kept.block() for name, kept in self._kept.items()}
        self._write_all(self._manifest, Dense(blocks, one_a_cell(self._aside)))

    def _write(self, source: DenseReads, dense: Dense) -> None:
        generation = self._manifest.generation if self._manifest is not None else 0
        nothing = Part("", 0, 0)
        made = Manifest(source.table, source.last_seq, source.known.checksum, generation, (), nothing)
        self._write_all(made, dense)

    def _write_all(self, of: Manifest, dense: Dense) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        generation = of.generation + 1
        bases = tuple(
            Kept.write(self.folder, f"{name}-{generation}", block)
            for name, block in dense.blocks.items()
            if block.mask.size
        )
        aside = on_disk.write_part(self.folder, f"aside-{generation}.arrow", _bytes(dense.aside.select(_asides())))
        made = Manifest(of.table, of.mark, of.series, generation, bases, aside)
        self._commit(made)
        self._sweep(made)
        self._open()

    def _commit(self, made: Manifest) -> None:
        on_disk.write(self.folder, made)
        self._manifest = made

    def _sweep(self, made: Manifest) -> None:
        """Take away what no manifest names any more; who has it open keeps it."""
        named = {part.name for part in (made.aside, *made.patches)} | {on_disk.NAME}
        bases = tuple(f"{base.name}." for base in made.bases)
        for path in self.folder.iterdir():
            if path.name not in named and not path.name.startswith(bases or ("\0",)):
                path.unlink(missing_ok=True)

    def _open(self) -> None:
        for _ in range(TRIES):
            self._forget()
            held = on_disk.read(self.folder)
            if held is None:
                return
            try:
                kept = {base.axis.name: Kept(self.folder, base) for base in held.bases}
                aside = [_frame(on_disk.read_part(self.folder, held.aside))]
                for part in held.patches:
                    patch = msgspec.msgpack.decode(on_disk.read_part(self.folder, part), type=Patch)
                    for name, change in patch.blocks.items():
                        kept[name].apply(change)
                    aside.append(_frame(patch.aside))
            except FileNotFoundError:
                # It was written anew meanwhile.
                continue
            except (OSError, ValueError, KeyError, IndexError, msgspec.MsgspecError, pl.exceptions.PolarsError):
                return
            self._manifest, self._kept, self._aside = held, kept, pl.concat(aside)
            return

    def _forget(self) -> None:
        self._manifest, self._kept, self._aside = None, {}, ROWS.to_frame().select(_asides())


def _asides() -> list[str]:
    return [name for name in ROWS if name != "key"]


def _bytes(frame: pl.DataFrame) -> bytes:
    into = io.BytesIO()
    frame.write_ipc(into)
    return into.getvalue()


def _frame(body: bytes) -> pl.DataFrame:
    return pl.read_ipc(io.BytesIO(body)).cast({name: ROWS[name] for name in _asides()})
