"""Rows of observations put into dense blocks, the one that stands in each cell.

Rows come file by file, sorted by series and seq within each. Where all of them stand in the order in which they
were recorded, a cell is the last one's that was put there; else each cell keeps the key that decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from tallywire.record.matrix.axis import FREQUENCIES, GRANULARITIES, IRREGULAR, axis_of, places
from tallywire.record.matrix.block import ABSENT, ASIDE, Block, Dense
from tallywire.record.matrix.grown import Grown, Overflow
from tallywire.series import Frequency

ROWS = pl.Schema(
    {
        "seq": pl.Int64(),
        "series": pl.String(),
        "start": pl.Date(),
        "end": pl.Date(),
        "granularity": pl.Enum(GRANULARITIES),
        "value": pl.Int64(),
        "places": pl.Int8(),
        "text": pl.String(),
        "status": pl.Enum(["final", "provisional", "derived", "missing"]),
        "code": pl.UInt8(),
        "key": pl.Int64(),
    }
)
"""Columns as in `rows.OBSERVATIONS`. code: as in a block's mask. key: what decides which of a cell stands, in
microseconds since 1970."""

_CELL = ["series", "start", "end", "granularity"]


class Scatter:
    """Puts rows into blocks. keyed: rows have keys that are not all in the order of their seqs.

    frequencies: of the series; those that are not among them are irregular. first: it is not the last row of a cell
    that stands but the first. between: the first and last day on which the periods that come begin, if known.
    """

    def __init__(
        self,
        frequencies: Mapping[str, Frequency],
        *,
        keyed: bool = False,
        first: bool = False,
        between: tuple[date, date] | None = None,
    ) -> None:
        self._between = between
        self._frequencies = frequencies
        self._keyed = keyed
        self._first = first
        self._codes = pl.DataFrame(schema={"series": pl.String, "code": pl.Int64})
        self._frequency = np.zeros(0, dtype=np.uint8)
        self._grown: dict[int, Grown] = {}
        self._aside: list[pl.DataFrame] = []
        self._outside: list[tuple[int, pl.DataFrame, npt.NDArray[np.int64], npt.NDArray[np.int32]]] = []

    def add(self, rows: pl.DataFrame) -> None:
        """Take in rows with the columns of `ROWS` (`key` only if keyed), sorted by series and seq."""
        if not rows.height:
            return
        runs = rows["series"].rle().struct
        codes = np.repeat(self._coded(runs.field("value")), runs.field("len").to_numpy())
        granularity = rows["granularity"].to_physical().cast(pl.UInt8).to_numpy()
        frequency = self._frequency[codes]
        start, end = (rows[name].to_physical().to_numpy() for name in ("start", "end"))
        keys, numbers = places(start, end, granularity, frequency)
        if int(keys.min()) == int(keys.max()):
            self._put(int(keys[0]), rows, codes, numbers)
            return
        for key in np.unique(keys):
            chosen = keys == key
            self._put(int(key), rows.filter(pl.Series(chosen)), codes[chosen], numbers[chosen])

    def finish(self) -> Dense:
        """The blocks by name, series in the order in which they came first."""
        for key, rows, codes, numbers in self._outside:
            # Some may have a column by now.
            inside = self._grown[key].inside(numbers)
            self._put_in(key, rows.filter(pl.Series(inside)), codes[inside], numbers[inside])
            self._set_aside(rows.filter(pl.Series(~inside)))
        ids = self._codes["series"].to_list()
        blocks: dict[str, Block] = {}
        for key, grown in sorted(self._grown.items()):
            block, over = grown.finish(axis_of(key), ids)
            blocks[block.name] = block
            self._set_aside(overflow_frame(over))
        return Dense(blocks, self._standing_aside(blocks))

    def _coded(self, series: pl.Series) -> npt.NDArray[np.int64]:
        """The numbers of some series, which come in the order in which they are met."""
        heads = series.alias("series").to_frame()
        known = heads.join(self._codes, on="series", how="left", maintain_order="left")
        fresh = known.filter(pl.col("code").is_null()).select("series").unique(maintain_order=True)
        if fresh.height:
            first = self._codes.height
            self._codes = pl.concat([self._codes, fresh.with_row_index("code", first).select(self._code_columns())])
            said = [FREQUENCIES.index(self._frequencies.get(id, "_O")) for id in fresh["series"]]
            self._frequency = np.append(self._frequency, np.array(said, dtype=np.uint8))
            known = heads.join(self._codes, on="series", how="left", maintain_order="left")
        return known["code"].to_numpy()

    def _code_columns(self) -> list[pl.Expr]:
        return [pl.col("series"), pl.col("code").cast(pl.Int64)]

    def _put(
        self, key: int, rows: pl.DataFrame, codes: npt.NDArray[np.int64], numbers: npt.NDArray[np.int32]
    ) -> None:
        if key == IRREGULAR:
            self._set_aside(rows)
            return
        if key not in self._grown:
            self._grown[key] = Grown(keyed=self._keyed, backwards=self._first, likely=self._likely(key))
        inside = self._grown[key].make_room(codes, numbers)
        if not inside.all():
            out = ~inside
            self._outside.append((key, rows.filter(pl.Series(out)), codes[out], numbers[out]))
            rows, codes, numbers = rows.filter(pl.Series(inside)), codes[inside], numbers[inside]
        self._put_in(key, rows, codes, numbers)

    def _put_in(
        self, key: int, rows: pl.DataFrame, codes: npt.NDArray[np.int64], numbers: npt.NDArray[np.int32]
    ) -> None:
        if not rows.height:
            return
        unfit = rows["code"] == ASIDE
        if unfit.any():
            self._set_aside(rows.filter(unfit))
        self._grown[key].put(rows, codes, numbers)

    def _likely(self, key: int) -> tuple[int, int] | None:
        if self._between is None:
            return None
        axis = axis_of(key)
        return axis.at(self._between[0]), axis.at(self._between[1])

    def _set_aside(self, rows: pl.DataFrame) -> None:
        self._aside.append(rows.select(name for name in ROWS if name in rows.columns))

    def _standing_aside(self, blocks: Mapping[str, Block]) -> pl.DataFrame:
        if not self._aside:
            return ROWS.to_frame()
        aside = without_outdone(pl.concat(self._aside, how="diagonal"), blocks, self._frequencies)
        by = (["key"] if self._keyed else []) + ["seq"]
        return one_a_cell(aside, by, backwards=self._first)


def overflow_frame(over: Sequence[Overflow]) -> pl.DataFrame:
    """Figures that fit no scale as rows."""
    rows = [
        (
            each.seq,
            each.series,
            each.period.start,
            each.period.end,
            each.period.granularity,
            each.value,
            each.places,
            None,
            each.status,
            each.code,
            None,
        )
        for each in over
    ]
    return pl.DataFrame(rows, schema=ROWS, orient="row")


def one_a_cell(rows: pl.DataFrame, by: Sequence[str] = ("seq",), *, backwards: bool = False) -> pl.DataFrame:
    """Of the rows of one series and period the last one; the first one if `backwards`."""
    return rows.sort(by, descending=backwards).unique(_CELL, keep="last", maintain_order=True)


def without_outdone(
    aside: pl.DataFrame, blocks: Mapping[str, Block], frequencies: Mapping[str, Frequency]
) -> pl.DataFrame:
    """The rows aside, one a cell, but for those of cells in which another figure stands in a block."""
    if not aside.height:
        return aside
    keep = np.ones(aside.height, dtype=np.bool_)
    rows_of: dict[str, dict[str, int]] = {}
    codes = [FREQUENCIES.index(frequencies.get(id, "_O")) for id in aside["series"]]
    keys, numbers = places(
        aside["start"].to_physical().to_numpy(),
        aside["end"].to_physical().to_numpy(),
        aside["granularity"].to_physical().cast(pl.UInt8).to_numpy(),
        np.array(codes, dtype=np.uint8),
    )
    for at in np.flatnonzero(keys != IRREGULAR).tolist():
        block = blocks.get(axis_of(int(keys[at])).name)
        if block is None:
            continue
        if block.name not in rows_of:
            rows_of[block.name] = {series: row for row, series in enumerate(block.ids)}
        row, column = rows_of[block.name].get(aside["series"][at], -1), int(numbers[at]) - block.first
        if row >= 0 and 0 <= column < block.mask.shape[1] and block.mask[row, column] != ABSENT:
            keep[at] = block.mask[row, column] == ASIDE and int(block.seq[row, column]) == aside["seq"][at]
    return aside.filter(pl.Series(keep))
