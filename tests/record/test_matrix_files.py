"""The matrix on disk: patches, damage, crashes, other readers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from tallywire.errors import NewsroomError
from tallywire.record import Store
from tallywire.record.matrix import (
    ASIDE,
    BOUNDED,
    FINAL,
    MISSING,
    PROVISIONAL,
    DenseReads,
    Frequencies,
    Matrix,
    manifest,
    matrix,
)
from tallywire.series import AsOf, Frequency, Interval, Observation, parse_period
from tests.oracle.naive_standing import Cells, dense_cells
from tests.record.making import day
from tests.record.rows_making import placed, said

MONTHLY: Mapping[str, Frequency] = {"s/a": "M", "s/b": "M", "s/c": "M"}


class Desk:
    """Tables and matrix side by side, without an archive."""

    def __init__(self, folder: Path, frequencies: Mapping[str, Frequency] = MONTHLY) -> None:
        self.store = Store(folder / "record")
        self.matrix = Matrix(folder / "matrix")
        self.frequencies = frequencies
        self.said: list[Observation] = []

    def reads(self) -> DenseReads:
        return DenseReads(self.store, self.store.snapshot(), Frequencies(self.frequencies))

    def record(self, *observations: Observation) -> None:
        before = len(self.said)
        self.said += observations
        self.store.append(placed(self.said)[before:], mark=observations[-1].seq)

    def add(self, *observations: Observation) -> None:
        self.record(*observations)
        self.matrix.update(self.reads())

    def cells(self) -> Cells:
        return dense_cells(Matrix.open(self.matrix.folder).dense(self.frequencies))

    def expected(self) -> Cells:
        return {(each.series, each.period): (each.value, each.seq) for each in self.said}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_block_says_what_stands_in_each_cell(desk: Desk) -> None:
    desk.add(
        said(1, "348000"),
        said(2, "338.5", period="2022-09", status="provisional"),
        said(3, None, period="2022-11"),
        said(4, "12", series="s/b", period="2022-10", bounds=Interval(Decimal(12), None)),
    )
    block = Matrix.open(desk.matrix.folder).block("M")
    assert block is not None and list(block.ids) == ["s/a", "s/b"] and block.period(0) == parse_period("2022-08")
    assert block.mask.tolist() == [[FINAL, PROVISIONAL, 0, MISSING], [0, 0, FINAL + BOUNDED, 0]]
    assert (block.values[0, 0], block.scale.tolist()) == (3480000, [1, 0])
    assert [block.value(0, column) for column in range(4)] == [Decimal(348000), Decimal("338.5"), None, None]
    assert block.seq.tolist() == [[1, 2, 0, 3], [0, 0, 4, 0]]
    assert Matrix.open(desk.matrix.folder).names == ("M",) and desk.matrix.block("A") is None


def test_an_update_is_a_patch_and_the_files_stay_as_they_are(desk: Desk) -> None:
    desk.add(said(1, "1"))
    files = {path: path.read_bytes() for path in desk.matrix.folder.iterdir() if path.name != manifest.NAME}
    desk.add(said(2, "2.25"), said(3, "7", series="s/b", period="2022-12"))
    assert all(path.read_bytes() == held for path, held in files.items())
    assert len(list(desk.matrix.folder.glob("patch-*"))) == 1
    assert desk.cells() == desk.expected()


def test_many_patches_are_written_together(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix, "MOST_PATCHES", 3)
    for seq in range(1, 12):
        desk.add(said(seq, str(seq), period=f"2022-{seq:02d}"))
        assert desk.cells() == desk.expected()
    assert len(list(desk.matrix.folder.glob("patch-*"))) <= 3
    assert len(list(desk.matrix.folder.glob("*.values.npy"))) == 1


def test_who_opened_it_keeps_what_was_opened(desk: Desk) -> None:
    desk.add(said(1, "1"))
    kept = Matrix.open(desk.matrix.folder)
    desk.add(said(2, "2"))
    assert desk.matrix.rebuild(desk.reads()) == ()
    block = kept.block("M")
    assert block is not None and block.value(0, 0) == 1
    assert desk.cells() == desk.expected()


def test_figures_that_do_not_fit_are_held_aside_and_told(desk: Desk) -> None:
    desk.add(said(1, "9223372036854775807"), said(2, "5", period="2022-09"))
    desk.add(said(3, "0.5", period="2022-09"))
    block = Matrix.open(desk.matrix.folder).block("M")
    assert block is not None and block.mask.tolist() == [[ASIDE, FINAL]] and block.value(0, 0) is None
    assert desk.cells() == desk.expected()
    desk.add(said(4, "123456789012345678901234.5", period="2022-09"))
    assert desk.cells() == desk.expected()
    desk.add(said(5, "3"), said(6, "4", period="2022-09"))
    assert desk.cells() == desk.expected()
    assert Matrix.open(desk.matrix.folder).dense(MONTHLY).aside.height == 0


def test_it_grows_to_both_sides_and_downwards(desk: Desk) -> None:
    for seq, period in enumerate(["2020-01", "2020-02", "2019-01", "2031-01", "1950-01"], start=1):
        desk.add(said(seq, str(seq), period=period, series=f"s/{'abc'[seq % 3]}"))
        assert desk.cells() == desk.expected()
    many = [said(seq, "1", series=f"s/{seq}") for seq in range(6, 300)]
    desk.add(*many)
    assert desk.cells() == desk.expected()


def test_what_a_crash_broke_off_is_done_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.add(said(1, "1"))
    before = desk.cells()
    for target in ("write_part", "write"):
        seq = len(desk.said) + 1
        with monkeypatch.context() as patch:

            def crash(*_: object) -> None:
                raise KeyboardInterrupt

            patch.setattr(manifest, target, crash)
            with pytest.raises(KeyboardInterrupt):
                desk.add(said(seq, str(seq)))
        assert desk.cells() == before
        desk.matrix.update(desk.reads())
        assert desk.cells() == desk.expected()
        before = desk.cells()


@pytest.mark.parametrize("damage", ["manifest", "values", "patch", "ids", "aside", "mask"])
def test_a_damaged_matrix_is_made_anew(desk: Desk, damage: str) -> None:
    desk.add(said(1, "1"))
    desk.add(said(2, "2"))
    names = {"manifest": manifest.NAME, "patch": "patch-*", "ids": "*.ids", "aside": "aside-*"}
    [path] = desk.matrix.folder.glob(names.get(damage, f"*.{damage}.npy"))
    path.write_bytes(path.read_bytes()[:-7])
    assert Matrix.open(desk.matrix.folder).names == ()
    fresh = Matrix(desk.matrix.folder)
    fresh.update(desk.reads())
    assert desk.cells() == desk.expected()


def test_another_table_or_other_frequencies_make_it_anew(desk: Desk, tmp_path: Path) -> None:
    desk.add(said(1, "1", period="2022-08-01"), said(2, "5", period="2022-09-01"))
    assert list(desk.matrix.names) == ["M@1"]
    desk.frequencies = {"s/a": "_O"}
    desk.matrix.update(desk.reads())
    assert list(desk.matrix.names) == [] and desk.cells() == desk.expected()
    desk.frequencies = {"s/a": "D"}
    desk.matrix.update(desk.reads())
    assert list(desk.matrix.names) == ["D"] and desk.cells() == desk.expected()
    other = Desk(tmp_path / "other", desk.frequencies)
    other.matrix = desk.matrix
    other.add(said(1, "3", period="2022-08-01"))
    assert other.cells() == other.expected()


def test_two_processes_that_write_in_turn(desk: Desk) -> None:
    desk.add(said(1, "1"))
    second = Matrix(desk.matrix.folder)
    desk.record(said(2, "2"))
    second.update(desk.reads())
    desk.add(said(3, "3", period="2022-09"))
    assert desk.cells() == desk.expected()


def test_a_rebuild_says_where_the_matrix_was_wrong(desk: Desk) -> None:
    desk.add(said(1, "1"), said(2, "2", period="2022-09"))
    kept = desk.matrix.block("M")
    assert kept is not None
    [path] = desk.matrix.folder.glob("*.values.npy")
    raw = bytearray(path.read_bytes())
    at = raw.index((2).to_bytes(8, "little"), 128)
    raw[at] = 7
    path.write_bytes(raw)
    found = desk.matrix.rebuild(desk.reads())
    assert found == ("s/a 2022-09: 7 (observation 2) against 2 (observation 2)",)
    assert desk.cells() == desk.expected() and desk.matrix.rebuild(desk.reads()) == ()


def test_a_folder_that_cannot_be_written(desk: Desk) -> None:
    desk.matrix.folder.parent.mkdir(exist_ok=True)
    desk.matrix.folder.write_text("in the way")
    with pytest.raises(NewsroomError, match="the matrix cannot be written"):
        desk.add(said(1, "1"))


def test_nothing_recorded_is_no_matrix(desk: Desk) -> None:
    desk.matrix.update(desk.reads())
    assert not desk.matrix.folder.exists() and desk.cells() == {}
    assert dense_cells(desk.reads().as_of(AsOf(day(1)))) == {}
