from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec
import polars as pl
import pytest
from deltalake import DeltaTable

from tallywire.errors import NewsroomError
from tallywire.record import Store, store
from tallywire.record.rows import Placed, SeqEvent
from tallywire.series import Cell, Event, Interval, Observation, Period, parse_period
from tests.record.making import day


def observation(seq: int, value: str | None = "348.50", bounds: Interval | None = None) -> Observation:
    return Observation(
        series="s/a",
        period=parse_period("2022-08-01"),
        value=None if value is None else Decimal(value),
        quantum=Decimal("0.01"),
        bounds=bounds,
        status="final" if value else "missing",
        release="r",
        cell=Cell(0, 1, 2),
        literal=value or "-",
        published_at=None if seq % 2 else day(seq - 100),
        known_at=day(seq),
        seq=seq,
    )


def placed(*observations: Observation) -> list[Placed]:
    return [Placed(each, None, 0) for each in observations]


def event(seq: int) -> SeqEvent:
    held = Event(
        id=f"e{seq}",
        kind="amnesty",
        name="Amnesty",
        began=parse_period("2015-04-24"),
        citation="https://example.org",
        known_at=day(0),
        release="r",
        cell=Cell(0, 1, 0),
        literal="Amnesty",
    )
    return SeqEvent(held, seq)


def test_what_is_appended_is_read_back(tmp_path: Path) -> None:
    kept = Store(tmp_path)
    assert (kept.read_all(), kept.read_events(), kept.mark(), kept.events_mark()) == ([], [], 0, 0)
    batch = [
        observation(1),
        observation(2, None),
        observation(3, "-0.10", Interval(None, Decimal("0.5"), high_open=True)),
        observation(4, "123456789012345678901234567890"),
        observation(5, bounds=Interval(Decimal("0.000"), None)),
        observation(6, bounds=Interval(None, None)),
    ]
    kept.append(placed(*batch[:2]), mark=3)
    kept.append(placed(*batch[2:]), mark=7)
    assert Store(tmp_path).read_all() == batch
    assert Store(tmp_path).mark() == 7
    assert str(Store(tmp_path).read_all()[0].value) == "348.50"


def test_events(tmp_path: Path) -> None:
    kept = Store(tmp_path)
    kept.append_events([event(1), event(2)], mark=4)
    assert Store(tmp_path).read_events() == [event(1), event(2)]
    assert (kept.events_mark(), kept.mark()) == (4, 0)


def test_a_commit_without_rows_moves_the_mark(tmp_path: Path) -> None:
    kept = Store(tmp_path)
    kept.append([], mark=1)
    kept.append(placed(observation(1)), mark=2)
    kept.append([], mark=3)
    assert (kept.mark(), len(kept.read_all())) == (3, 1)


def test_compacting_keeps_rows_and_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "COMPACT_EVERY", 4)
    kept = Store(tmp_path)
    for seq in range(1, 8):
        kept.append(placed(observation(seq)), mark=seq)
    assert [each.seq for each in kept.read_all()] == [1, 2, 3, 4, 5, 6, 7]
    assert kept.mark() == 7


def test_a_reader_that_is_open_sees_every_commit_and_asks_only_after_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, reader = Store(tmp_path), Store(tmp_path)
    asked: list[int] = []
    update = DeltaTable.update_incremental

    def counted(table: DeltaTable) -> None:
        asked.append(table.version())
        update(table)

    writer.append(placed(observation(1)), mark=1)
    assert [row.seq for row in reader.read_all()] == [1]
    monkeypatch.setattr(DeltaTable, "update_incremental", counted)
    assert [row.seq for row in reader.read_all()] == [1] and asked == []
    for seq in range(2, 8):
        writer.append(placed(observation(seq)), mark=seq)
        asked.clear()
        assert [row.seq for row in reader.read_all()] == list(range(1, seq + 1)) and len(asked) > 0
        asked.clear()
        assert reader.mark() == seq and asked == []
    writer.compact()
    log = tmp_path / "observations" / "_delta_log"
    newest = max(log.glob("*.json"))
    for old in log.glob("*.json"):  # as Delta cleans its log away behind a checkpoint
        if old != newest:
            old.unlink()
    asked.clear()
    assert [row.seq for row in reader.read_all()] == list(range(1, 8)) and len(asked) > 0


def test_others_can_read_the_table(tmp_path: Path) -> None:
    Store(tmp_path).append(placed(observation(1)), mark=1)
    frame = pl.read_delta(str(tmp_path / "observations"))
    assert (frame["value"].to_list(), frame["places"].to_list()) == ([34850], [2])
    assert frame.schema["known_at"] == pl.Datetime("us", "UTC")


def test_a_damaged_table_says_what_to_do(tmp_path: Path) -> None:
    Store(tmp_path).append(placed(observation(1)), mark=1)
    for part in (tmp_path / "observations").glob("*.parquet"):
        part.write_bytes(part.read_bytes()[:-20])
    with pytest.raises(NewsroomError, match="tallywire rebuild"):
        Store(tmp_path).read_all()
    for log in (tmp_path / "observations" / "_delta_log").glob("*.json"):
        log.write_bytes(b"rubbish")
    with pytest.raises(NewsroomError, match="tallywire rebuild"):
        Store(tmp_path).read_all()


def test_a_table_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "observations").write_text("in the way")
    with pytest.raises(NewsroomError, match="cannot be written"):
        Store(tmp_path).append(placed(observation(1)), mark=1)


def test_periods_of_every_kind(tmp_path: Path) -> None:
    periods = ["2022-08-01", "2022-08", "2022", "2022-Q3", "2022-H1", "2022-W05", "2022-01-01/2022-05-17"]
    batch = [
        msgspec.structs.replace(observation(n), period=parse_period(text)) for n, text in enumerate(periods, start=1)
    ]
    Store(tmp_path).append(placed(*batch), mark=1)
    held = Store(tmp_path).read_all()
    assert [str(each.period) for each in held] == periods
    assert held[1].period == Period.month(2022, 8)
