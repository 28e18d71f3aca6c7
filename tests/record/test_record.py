from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from tallywire.errors import ArchiveError, NewsroomError
from tallywire.record import Archive, Arrivals, Record, Store
from tallywire.series import AsOf, Cell, Event, Period, Release, parse_period
from tallywire.statement import Holdings
from tests.record.making import (
    day,
    fetch,
    figure,
    import_file,
    learn_page,
    month,
    page,
    parse,
    record,
    series,
    values,
)

LATE = AsOf(day(1000))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive", write=True) as held:
        yield held


def learn(held: Record, archive: Archive, table: dict[str, str], at: datetime) -> Arrivals:
    release = fetch(archive, page(table), at)
    return held.learn(release, parse(release, archive.body(release.id)))


def test_a_record_is_what_find_and_check_are_handed(tmp_path: Path, archive: Archive) -> None:
    holdings: Holdings = record(tmp_path, archive)
    assert holdings.observations("s/a", as_of=LATE) == () and holdings.events("", as_of=LATE) == ()


def test_a_first_release_arrives(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    found = learn(held, archive, {"2022-08": "348000", "2022-09": "338000"}, day(0))
    assert [each.literal for each in found.arrived] == ["348000", "338000"]
    assert found.arrived == found.observations
    assert (found.late, found.restatements, found.reworded, found.backfilled) == ((), (), (), ())
    assert [each.seq for each in found.observations] == [1, 2]
    assert {each.known_at for each in found.observations} == {day(0)}
    assert values(held, LATE) == {"2022-08": Decimal(348000), "2022-09": Decimal(338000)}
    assert held.observations("s/a", as_of=AsOf(day(-1))) == ()
    assert held.observations("s/none", as_of=LATE) == ()
    assert held.coverage("s/none", as_of=LATE) is None
    assert held.series("s/a") == series() and held.series("s/none") is None


def test_the_same_again_gives_nothing(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    learn(held, archive, {"2022-08": "348000"}, day(0))
    assert learn(held, archive, {"2022-08": "348000"}, day(1)).observations == ()
    # A row above moves the cell; that is no news either.
    found = learn(held, archive, {"2022-07": "349000", "2022-08": "348000"}, day(2))
    assert [str(each.period) for each in found.observations] == ["2022-07"]
    assert found.late == found.arrived == found.observations


def test_a_then_b_then_a_is_two_restatements(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    for n, literal in enumerate(["348000", "349000", "348000"]):
        learn(held, archive, {"2022-08": literal}, day(n))
    assert len(tuple(archive.releases())) == 3
    pairs = held.restatements()
    assert [(pair.before.literal, pair.after.literal) for pair in pairs] == [
        ("348000", "349000"),
        ("349000", "348000"),
    ]
    assert held.restatements(since=day(1)) == pairs[1:]
    assert held.restatements(until=day(1)) == pairs[:1]
    assert [values(held, AsOf(day(n)))["2022-08"] for n in range(3)] == [348000, 349000, 348000]
    assert [each.literal for each in held.history("s/a", parse_period("2022-08"))] == ["348000", "349000", "348000"]
    assert [each.literal for each in held.first_published("s/a")] == ["348000"]


def test_another_wording_is_no_restatement(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    learn(held, archive, {"2022-08": "348000"}, day(0))
    found = learn(held, archive, {"2022-08": "348000.0"}, day(1))
    assert (len(found.reworded), found.restatements, found.arrived) == (1, (), ())
    assert held.restatements() == ()
    assert held.observations("s/a", as_of=LATE)[0].literal == "348000.0"


def test_a_change_of_status_is_a_restatement(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    learn(held, archive, {"2022-08": "348000*"}, day(0))
    found = learn(held, archive, {"2022-08": "348000"}, day(1))
    assert [(pair.before.status, pair.after.status) for pair in found.restatements] == [("provisional", "final")]


def test_a_missing_row_is_not_a_deletion(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    learn(held, archive, {"2022-08": "348000", "2022-09": "338000"}, day(0))
    assert learn(held, archive, {"2022-09": "338000"}, day(1)).observations == ()
    assert len(values(held, LATE)) == 2


def test_an_empty_cell_that_is_filled_arrives(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    empty = learn(held, archive, {"2022-08": "", "2022-09": "338000"}, day(0))
    assert [each.value for each in empty.observations] == [None, Decimal(338000)]
    assert len(empty.arrived) == 1
    filled = learn(held, archive, {"2022-08": "348000", "2022-09": "338000"}, day(1))
    assert filled.arrived == filled.late == filled.observations
    assert filled.restatements == () and held.restatements() == ()
    assert values(held, AsOf(day(0)))["2022-08"] is None


def test_a_cell_that_is_blanked_is_a_restatement_and_hides_none(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    learn(held, archive, {"2022-08": "348000"}, day(0))
    blanked = learn(held, archive, {"2022-08": ""}, day(1))
    assert [pair.after.value for pair in blanked.restatements] == [None]
    back = learn(held, archive, {"2022-08": "348000"}, day(2))
    assert (back.restatements, back.arrived, len(back.reworded)) == ((), (), 1)
    learn(held, archive, {"2022-08": ""}, day(3))
    changed = learn(held, archive, {"2022-08": "349000"}, day(4))
    assert [(pair.before.literal, pair.after.literal) for pair in changed.restatements] == [("348000", "349000")]
    assert [pair.after.value for pair in held.restatements()] == [None, None, 349000]


def test_a_period_that_comes_twice_counts_once(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    release = fetch(archive, b"x", day(0))
    found = held.learn(release, [figure("2022-08", "1"), figure("2022-08", "2")])
    assert [each.literal for each in found.observations] == ["2"] and found.restatements == ()


def test_an_old_page_imported_later_does_not_overrule_the_new_one(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    learn(held, archive, {"2015-01": "551000"}, day(0))
    old = import_file(archive, page({"2015-01": "550000", "2014-12": "552000"}), day(5), published_at=day(-2000))
    found = held.learn(old, parse(old, archive.body(old.id)))
    assert [each.literal for each in found.backfilled] == ["550000"]
    assert [each.literal for each in found.late] == ["552000"] and found.restatements == ()
    for time in (day(5), day(50)):
        assert values(held, AsOf(time)) == {"2014-12": 552000, "2015-01": 551000}
        assert values(held, AsOf(time, "asserted")) == {"2014-12": 552000, "2015-01": 551000}
    assert values(held, AsOf(day(4))) == {"2015-01": 551000}
    assert values(held, AsOf(day(-1999), "asserted")) == {"2014-12": 552000, "2015-01": 550000}
    assert [(p.before.literal, p.after.literal) for p in held.restatements(since=day(4))] == [("550000", "551000")]
    assert held.restatements(until=day(4)) == ()
    assert [each.literal for each in held.first_published("s/a")] == ["552000", "550000"]
    held.flush()
    again = record(tmp_path, archive)
    assert values(again, LATE) == {"2014-12": 552000, "2015-01": 551000}


def test_two_old_pages_imported_in_either_order(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    newer = import_file(archive, page({"2015-01": "2"}), day(0), published_at=day(-10))
    older = import_file(archive, page({"2015-01": "1"}), day(1), published_at=day(-20))
    same = import_file(archive, page({"2015-01": "1"}), day(2), published_at=day(-15))
    assert [
        len(held.learn(each, parse(each, archive.body(each.id))).observations) for each in (newer, older, same)
    ] == [
        1,
        1,
        0,
    ]
    assert values(held, LATE) == {"2015-01": 2}
    assert values(held, AsOf(day(-12), "asserted")) == {"2015-01": 1}


def test_asserted_dates_of_single_figures(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    release = fetch(archive, b"x", day(0))
    held.learn(release, [figure("2022-08", "1", published=day(-30)), figure("2022-09", "2")])
    assert values(held, AsOf(day(-30), "asserted")) == {"2022-08": 1}
    assert values(held, AsOf(day(-31), "asserted")) == {}
    assert values(held, AsOf(day(0), "asserted")) == {"2022-08": 1, "2022-09": 2}
    assert values(held, AsOf(day(-1))) == {}


def test_what_was_flushed_is_there_again(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    learn(held, archive, {"2022-08": "348000"}, day(0))
    learn(held, archive, {"2022-08": "349000"}, day(1))
    held.flush()
    again = record(tmp_path, archive)
    assert values(again, LATE) == {"2022-08": 349000}
    assert again.restatements() == held.restatements() and len(again.restatements()) == 1
    assert again.underived() == ()
    assert [each.seq for each in learn(again, archive, {"2022-08": "350000"}, day(2)).observations] == [3]


def test_what_was_not_flushed_is_underived(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    learn_page(held, archive, {"2022-08": "348000"}, day(0))
    held.flush()
    lost = learn_page(held, archive, {"2022-08": "349000"}, day(1))
    never = fetch(archive, page({"2022-08": "350000"}), day(2))
    assert held.underived() == (never,)
    again = record(tmp_path, archive)
    assert again.underived() == (lost, never)
    for release in again.underived():
        assert len(again.learn(release, parse(release, archive.body(release.id))).restatements) == 1
    again.flush()
    assert record(tmp_path, archive).underived() == ()
    assert [each.seq for each in again.all_observations()] == [1, 2, 3]


def test_a_release_without_figures_is_derived_all_the_same(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    release = fetch(archive, b"gone", day(0), status=404)
    assert held.learn(release, ()) == Arrivals(release=release.id)
    held.flush()
    assert record(tmp_path, archive).underived() == ()


def test_learning_twice_doubles_nothing(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    first = learn_page(held, archive, {"2022-08": "348000"}, day(0))
    assert held.learn(first, [figure("2022-08", "1")]).observations == ()
    held.flush()
    held.flush()
    assert held.learn(first, [figure("2022-08", "1")]).observations == ()
    again = record(tmp_path, archive)
    assert again.learn(first, [figure("2022-08", "1")]).observations == ()
    assert values(again, LATE) == {"2022-08": 348000}


@pytest.mark.parametrize("flush", [False, True])
def test_releases_are_learned_in_order(tmp_path: Path, archive: Archive, flush: bool) -> None:
    held = record(tmp_path, archive)
    skipped = fetch(archive, page({"2022-08": "1"}), day(0))
    learn_page(held, archive, {"2022-08": "2"}, day(1))
    if flush:
        held.flush()
    with pytest.raises(NewsroomError, match="entry 1 comes before entry 2"):
        held.learn(skipped, ())
    with pytest.raises(NewsroomError, match="entry 1 comes before entry 2"):
        held.learn_events(skipped, ())


def test_a_release_that_is_not_archived(tmp_path: Path, archive: Archive) -> None:
    release = fetch(archive, b"x", day(0))
    with pytest.raises(ArchiveError, match="no release"):
        record(tmp_path, archive).learn(msgspec.structs.replace(release, id="0" * 20), ())


def test_coverage_as_of(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    learn_page(held, archive, {str(month(n)): "1" for n in (0, 1, 3)}, day(0))
    learn_page(held, archive, {str(month(n)): "1" for n in (2, 4)}, day(1))
    before, after = held.coverage("s/a", as_of=AsOf(day(0))), held.coverage("s/a", as_of=AsOf(day(1)))
    assert before is not None and after is not None
    assert (before.count, [str(gap) for gap in before.gaps]) == (3, ["2020-03-01/2020-03-31"])
    assert (after.count, after.gaps) == (5, ())


def amnesty(release: Release, *, name: str = "Amnesty", start: date = date(2015, 4, 24), id: str = "a") -> Event:
    return Event(
        id=id,
        kind="amnesty",
        name=name,
        began=Period.day(start),
        citation="https://example.org",
        known_at=release.fetched_at,
        published_at=release.published_at,
        release=release.id,
        cell=Cell(0, 1, 0),
        literal=name,
    )


def test_events(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    one = import_file(archive, b"1", day(0), published_at=day(-9))
    first = amnesty(one)
    assert held.learn_events(one, [first, amnesty(one, id="b", start=date(2000, 5, 26))]) != ()
    two = import_file(archive, b"2", day(1))
    assert held.learn_events(two, [amnesty(two)]) == ()
    three = import_file(archive, b"3", day(2))
    renamed = amnesty(three, name="Victory amnesty")
    assert held.learn_events(three, [renamed]) == (renamed,)
    assert held.learn_events(three, [first]) == ()
    held.flush()
    for each in (held, record(tmp_path, archive)):
        assert [event.id for event in each.events("amnesty", as_of=LATE)] == ["b", "a"]
        assert [event.name for event in each.events("", as_of=LATE)] == ["Amnesty", "Victory amnesty"]
        assert each.events("amnesty", as_of=AsOf(day(1)))[1] == first
        assert each.events("amnesty", as_of=AsOf(day(-1))) == ()
        assert len(each.events("amnesty", as_of=AsOf(day(-9), "asserted"))) == 2
        assert each.events("mobilisation", as_of=LATE) == ()
        assert each.underived() == ()
        assert each.learn_events(three, [first]) == ()


def test_a_crash_between_the_two_commits(tmp_path: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    held = record(tmp_path, archive)
    releases = []
    for n, name in enumerate(["x", "y", "x"]):
        release = import_file(archive, page({"2022-08": str(n)}), day(n))
        held.learn(release, parse(release, archive.body(release.id)))
        held.learn_events(release, [amnesty(release, name=name)])
        releases.append(release)

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Store, "append", crash)
        with pytest.raises(KeyboardInterrupt):
            held.flush()
    again = record(tmp_path, archive)
    assert again.underived() == tuple(releases)
    for n, release in enumerate(releases):
        assert len(again.learn(release, parse(release, archive.body(release.id))).observations) == 1
        assert again.learn_events(release, [amnesty(release, name="xyx"[n])]) == ()
    again.flush()
    assert len(Store(tmp_path / "record").read_events()) == 3
    assert len(Store(tmp_path / "record").read_all()) == 3


def test_rebuilding_gives_the_same_record(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    for n, table in enumerate(
        [{"2022-08": "1"}, {"2022-08": "2"}, {"2022-08": "2", "2022-09": ""}, {"2022-08": "1"}]
    ):
        learn_page(held, archive, table, day(n))
        held.flush()
    release = import_file(archive, b"events", day(9), media_type="text/events")
    held.learn_events(release, [amnesty(release)])
    held.flush()

    def parse_events(release: Release, body: bytes) -> list[Event]:
        return [amnesty(release)] if body == b"events" else []

    fresh = held.rebuild_into(tmp_path / "anew", parse, parse_events)
    assert held.same_as(fresh) == ()
    assert record(tmp_path / "none", archive).same_as(fresh, limit=2) == (
        "nothing against observation 1 (s/a 2022-08: 1, release " + next(archive.releases()).id + ")",
        "nothing against observation 2 (s/a 2022-08: 2, release " + tuple(archive.releases())[1].id + ")",
    )
    assert len(held.same_as(held.rebuild_into(tmp_path / "third", parse))) == 1
    with pytest.raises(NewsroomError, match="there is a record here already"):
        held.rebuild_into(tmp_path / "anew", parse)


def test_a_record_without_its_tables_is_derived_from_the_archive(tmp_path: Path, archive: Archive) -> None:
    held = record(tmp_path, archive)
    learn_page(held, archive, {"2022-08": "1"}, day(0))
    held.flush()
    empty = record(tmp_path / "elsewhere", archive)
    assert len(empty.underived()) == 1
