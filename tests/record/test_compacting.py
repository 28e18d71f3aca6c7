"""Compaction that readers do not notice."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tallywire.errors import NewsroomError
from tallywire.record import Store, store
from tallywire.record.histories import Histories
from tallywire.record.rows import OBSERVATIONS
from tallywire.record.store import _runs
from tallywire.series import AsOf
from tests.record.making import day
from tests.record.rows_making import placed, said

IDS = ["s/a", "s/b", "s/c"]


def filled(folder: Path, count: int, *, ids: list[str] = IDS) -> Store:
    kept = Store(folder)
    said_so_far = [said(seq, str(seq), series=ids[seq % len(ids)]) for seq in range(1, count + 1)]
    for each in placed(said_so_far):
        kept.append([each], mark=each.observation.seq)
    return kept


def test_a_series_is_never_looked_for_in_many_files(tmp_path: Path) -> None:
    kept = filled(tmp_path, 70)
    files = kept.snapshot().files
    assert len(_runs(files)) < store.COMPACT_EVERY and len(files) < store.COMPACT_EVERY
    assert [each.seq for each in kept.read_all()] == list(range(1, 71))
    assert kept.mark() == 70
    frame = kept.rows(kept.snapshot(), ["s/b"])
    assert frame["seq"].to_list() == [seq for seq in range(1, 71) if seq % 3 == 1]


def test_many_small_files_of_different_series_are_written_together_too(tmp_path: Path) -> None:
    kept = filled(tmp_path, 40, ids=[f"s/{number:02d}" for number in range(40)])
    assert len(kept.snapshot().files) < 2 * store.COMPACT_EVERY
    assert [each.seq for each in kept.read_all()] == list(range(1, 41))


def test_a_reader_that_opened_before_reads_on_across_compaction(tmp_path: Path) -> None:
    kept = filled(tmp_path, 9)
    reader = Store(tmp_path)
    before = reader.snapshot()
    histories = Histories(reader, {})
    expected = reader.rows(before)
    kept.compact()
    for number in range(10, 30):
        kept.append(placed([said(number, str(number))]), mark=number)
    assert len(kept.snapshot().files) < len(before.files) + 20
    assert reader.rows(before).equals(expected)
    assert [each.seq for each in histories.history("s/a").as_of(AsOf(day(99)))] == [9]
    assert pl.concat(reader.frames(before))["seq"].to_list() == list(range(1, 10))
    assert [each.seq for each in Histories(reader, {}).history("s/a").as_of(AsOf(day(99)))] == [29]


def test_compaction_changes_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = filled(tmp_path, 12)
    before = kept.rows(kept.snapshot())
    monkeypatch.setattr(store, "FILE_ROWS", 4)
    kept.compact()
    files = kept.snapshot().files
    assert [file.rows for file in files] == [4, 4, 4] and len(_runs(files)) == 1
    assert kept.rows(kept.snapshot()).equals(before) and kept.mark() == 12
    kept.compact(read=False)
    assert len(list((tmp_path / "observations").glob("*.parquet"))) == 3


def test_nothing_is_compacted_that_is_one_file(tmp_path: Path) -> None:
    kept = Store(tmp_path)
    kept.compact()
    kept.append(placed([said(1, "1")]), mark=1)
    before = kept.snapshot()
    kept.compact()
    assert kept.snapshot() == before


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    kept = filled(tmp_path, 3)
    reader = Store(tmp_path)
    snapshot = reader.snapshot()
    kept.compact(read=False)
    with pytest.raises(NewsroomError, match="cannot be read"):
        reader.rows(snapshot)
    assert reader.rows(reader.snapshot()).height == 3


def test_rows_are_appended_in_their_order(tmp_path: Path) -> None:
    kept = Store(tmp_path)
    with pytest.raises(ValueError, match="by seq"):
        kept.append(placed([said(2, "1"), said(1, "1")]), mark=1)
    with pytest.raises(ValueError, match="not known earlier"):
        kept.append(placed([said(1, "1", known_at=day(2)), said(2, "1", known_at=day(1))]), mark=1)
    assert kept.mark() == 0


def test_a_frame_is_appended_as_it_is(tmp_path: Path) -> None:
    kept = filled(tmp_path / "one", 5)
    frame = pl.concat(kept.frames(kept.snapshot()))
    other = Store(tmp_path / "other")
    other.append_frame(frame, mark=5)
    assert other.read_all() == kept.read_all() and frame.schema == OBSERVATIONS


def test_a_table_of_an_earlier_version_says_what_to_do(tmp_path: Path) -> None:
    old = OBSERVATIONS.to_frame().drop("places", "text", "standing", "vintage")
    old.with_columns(value=pl.lit("348.50")).write_delta(str(tmp_path / "observations"))
    with pytest.raises(NewsroomError, match=r"earlier version of Tallywire and has no column 'places'.*rebuild"):
        Store(tmp_path).snapshot()
    with pytest.raises(NewsroomError, match="rebuild"):
        Store(tmp_path).check()


def test_the_parsers_that_made_a_table_are_noted(tmp_path: Path) -> None:
    kept = Store(tmp_path, parser=3)
    assert kept.parser() == 0
    kept.append(placed([said(1, "1")]), mark=1)
    Store(tmp_path, parser=4).append(placed([said(2, "2")]), mark=2)
    assert Store(tmp_path).parser() == 3
    beside = kept.beside(tmp_path / "new")
    beside.append(placed([said(1, "1")]), mark=1)
    assert beside.parser() == 3
    kept.check()
