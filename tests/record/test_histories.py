"""What is read of the record only when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from tallywire.errors import NewsroomError
from tallywire.record import Archive, Store, histories
from tallywire.record.histories import Histories
from tallywire.series import AsOf
from tests.record.making import day, fetch, figure, learn_page, page, parse, record, series, values
from tests.record.rows_making import placed, said

LATE = AsOf(day(1000))
IDS = [f"s/{number:03d}" for number in range(40)]


class Counting(Store):
    """A store that counts how often rows are read from it."""

    reads = 0

    def rows(self, *arguments: object, **more: object) -> pl.DataFrame:
        self.reads += 1
        return super().rows(*arguments, **more)  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Counting:
    kept = Counting(tmp_path)
    kept.append(placed([said(seq, str(seq), series=IDS[seq % 40]) for seq in range(1, 121)]), mark=1)
    return kept


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive", write=True) as held:
        yield held


def seqs(held: Histories, id: str) -> list[int]:
    return [each.seq for period in held.history(id).periods() for each in held.history(id).of(period)]


def test_one_series_is_one_read_and_then_none(store: Counting) -> None:
    held = Histories(store, {})
    assert seqs(held, "s/007") == [7, 47, 87] and store.reads == 1
    assert seqs(held, "s/007") == [7, 47, 87] and store.reads == 1
    assert seqs(held, "s/none") == [] and store.reads == 2


def test_a_small_record_is_read_as_a_whole_after_a_few(store: Counting) -> None:
    held = Histories(store, {})
    for number, id in enumerate(IDS):
        assert seqs(held, id)[-1] == (80 + number if number else 120)
    assert store.reads == histories.MISSES + 1


def test_many_are_fetched_in_one_scan(store: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(histories, "WHOLE_ROWS", 0)
    held = Histories(store, {})
    held.prefetch([*IDS[:30], "s/none"])
    assert store.reads == 1
    assert [len(seqs(held, id)) for id in IDS[:30]] == [3] * 30 and seqs(held, "s/none") == [] and store.reads == 1
    assert len(seqs(held, IDS[35])) == 3 and store.reads == 2
    held.prefetch(IDS[:30])
    assert store.reads == 2


def test_series_that_are_asked_for_in_their_order_are_read_ahead(
    store: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(histories, "WHOLE_ROWS", 0)
    monkeypatch.setattr(histories, "AHEAD", 10)
    held = Histories(store, {}, IDS)
    assert [len(seqs(held, id)) for id in IDS] == [3] * 40
    assert store.reads == 1 + 4
    back = Histories(store, {}, IDS)
    assert [len(seqs(back, id)) for id in reversed(IDS[:9])] == [3] * 9
    assert store.reads == 5 + 9


def test_what_was_used_long_ago_is_let_go(store: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(histories, "WHOLE_ROWS", 0)
    monkeypatch.setattr(histories, "HELD_ROWS", 9)
    held = Histories(store, {})
    for id in IDS[:4]:
        seqs(held, id)
    assert store.reads == 4
    seqs(held, IDS[3])
    assert store.reads == 4
    seqs(held, IDS[0])
    assert store.reads == 5


def test_what_was_learned_is_kept_when_its_history_is_let_go(
    tmp_path: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(histories, "WHOLE_ROWS", 0)
    monkeypatch.setattr(histories, "HELD_ROWS", 1)
    held = record(tmp_path, archive, [series("s/a"), series("s/b")])
    learn_page(held, archive, {"2022-08": "1", "2022-09": "2"}, day(0))
    learn_page(held, archive, {"2022-08": "3"}, day(1))
    assert held.observations("s/b", as_of=LATE) == ()
    assert values(held, LATE) == {"2022-08": 3, "2022-09": 2}
    assert len(held.restatements()) == 1
    held.flush()
    assert held.observations("s/b", as_of=LATE) == ()
    assert values(held, LATE) == {"2022-08": 3, "2022-09": 2}
    assert len(held.restatements()) == 1
    learn_page(held, archive, {"2022-08": "3", "2022-09": "5"}, day(2))
    assert [pair.after.literal for pair in held.restatements()] == ["3", "5"]
    assert [pair.after.literal for pair in held.restatements(since=day(1))] == ["5"]


def test_a_reader_keeps_what_it_opened_until_it_reads_on(tmp_path: Path, archive: Archive) -> None:
    writing = record(tmp_path, archive)
    learn_page(writing, archive, {"2022-08": "1"}, day(0))
    writing.flush()
    reading = record(tmp_path, archive)
    learn_page(writing, archive, {"2022-08": "2"}, day(1))
    with pytest.raises(NewsroomError, match="not flushed"):
        writing.refresh()
    writing.flush()
    assert values(reading, LATE) == {"2022-08": 1}
    reading.refresh()
    assert values(reading, LATE) == {"2022-08": 2} and reading.underived() == ()
    third = fetch(archive, page({"2022-08": "3"}), day(2))
    assert [each.seq for each in reading.learn(third, parse(third, archive.body(third.id))).observations] == [3]


def test_two_that_write_without_reading_on_are_told(tmp_path: Path, archive: Archive) -> None:
    one, other = record(tmp_path, archive), record(tmp_path, archive)
    learn_page(one, archive, {"2022-08": "1"}, day(0))
    one.flush()
    learn_page(other, archive, {"2022-08": "2"}, day(1))
    with pytest.raises(NewsroomError, match="another"):
        other.flush()


def test_the_vintage_triangle(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    learn_page(held, archive, {"2022-08": "10"}, day(0))
    learn_page(held, archive, {"2022-08": "11", "2022-09": "20"}, day(1))
    learn_page(held, archive, {"2022-08": "", "2022-09": "20", "2022-10": "30.5"}, day(2))
    found = held.triangle("s/a")
    assert [str(period) for period in found.periods] == ["2022-08", "2022-09", "2022-10"]
    assert found.moments == (day(0), day(1), day(2))
    assert [[None if v is None else str(v) for v in row] for row in found.values] == [
        ["10", "11", None],
        [None, "20", "20"],
        [None, None, "30.5"],
    ]
    assert list(found.csv())[1:] == ["2022-08,10,11,", "2022-09,,20,20", "2022-10,,,30.5"]
    assert next(found.csv()).startswith("period,2022-11-01T09:00:00+00:00,")
    for at, moment in enumerate(found.moments):
        column = {str(p): row[at] for p, row in zip(found.periods, found.values, strict=True) if row[at] is not None}
        assert column == {k: v for k, v in values(held, AsOf(moment)).items() if v is not None}


def test_a_triangle_of_asserted_dates(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    release = fetch(archive, b"x", day(5))
    held.learn(release, [figure("2022-08", "1", published=day(-30)), figure("2022-09", "2")])
    later = fetch(archive, b"y", day(6))
    held.learn(later, [figure("2022-08", "3", published=day(-40))])
    found = held.triangle("s/a", "asserted")
    assert found.moments == (day(-40), day(-30), day(5))
    assert [[v and str(v) for v in row] for row in found.values] == [["3", "1", "1"], [None, None, "2"]]
    for at, moment in enumerate(found.moments):
        held_then = values(held, AsOf(moment, "asserted"))
        assert {str(p): row[at] for p, row in zip(found.periods, found.values, strict=True) if row[at]} == held_then
