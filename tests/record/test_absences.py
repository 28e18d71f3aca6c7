"""Figures that leave their source's table, and come back to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallywire.record import Record, Store
from tallywire.record.moved_on import moved_on
from tallywire.series import AsOf, Period, parse_period
from tests.record.making import day, import_file, parse
from tests.record.making import page as csv_page
from tests.record.restating_making import Page, Played, illegible, months, playing, read, several

A, B = "s/a", "s/b"


def told(played: Played, page: Page) -> list[tuple[str, str, str]]:
    return [(each.series, str(each.period), each.presence) for each in played.show(page).absences]


def test_a_figure_that_is_gone_still_stands_and_is_marked(tmp_path: Path) -> None:
    with playing(tmp_path, several(A)) as played:
        assert told(played, {A: months(["1", "2", "3"])}) == []
        assert told(played, {A: {"2020-01": "1", "2020-03": "3"}}) == [(A, "2020-02", "gone")]
        february = parse_period("2020-02")
        before, after = AsOf(day(0.5)), AsOf(day(1))
        assert played.record.absent(A, february, before) is None
        gone = played.record.absent(A, february, after)
        assert gone is not None and gone.known_at == day(1) and gone.release == tuple(played.archive.releases())[1].id
        assert [str(o.period) for o in played.record.observations(A, as_of=after)] == [
            "2020-01",
            "2020-02",
            "2020-03",
        ]
        assert told(played, {A: {"2020-01": "1", "2020-03": "3"}}) == []  # told once
        assert told(played, {A: months(["1", "2", "3"])}) == [(A, "2020-02", "back")]
        assert played.record.absent(A, february, AsOf(day(3))) is None
        assert played.record.absent(A, february, AsOf(day(2.5))) == gone


@pytest.mark.parametrize(
    ("after", "gone"),
    [
        (["2020-01", "2020-02"], ["2020-03"]),  # the newest
        (["2020-02", "2020-03"], ["2020-01"]),  # the oldest, and nothing new came
        (["2020-02", "2020-03", "2020-04"], []),  # the window moved by one
        (["2020-03", "2020-04"], ["2020-01", "2020-02"]),  # two left for one that came
        (["2020-03", "2020-04", "2020-05"], []),
        (["2020-01", "2020-03", "2020-04"], ["2020-02"]),  # in the middle
        (["2021-01"], []),  # a table of the year so far begins again
        (["2020-12"], ["2020-01", "2020-02", "2020-03"]),
        (["2020-06", "2020-07", "2020-08"], []),  # several steps at once
        (["2019-12"], ["2020-01", "2020-02", "2020-03"]),
    ],
)
def test_a_window_that_moves_deletes_nothing(tmp_path: Path, after: list[str], gone: list[str]) -> None:
    with playing(tmp_path, several(A)) as played:
        played.show({A: months(["1", "2", "3"])})
        found = played.show({A: dict.fromkeys(after, "7")}).absences
        assert [str(each.period) for each in found if each.presence == "gone"] == gone
        left = {str(each.period) for each in found if each.presence == "moved_on"}
        assert left == {"2020-01", "2020-02", "2020-03"} - set(after) - set(gone)


def test_what_a_window_left_behind_is_neither_deleted_later_nor_back(tmp_path: Path) -> None:
    with playing(tmp_path, several(A)) as played:
        played.show({A: months(["1", "2", "3"])})
        assert told(played, {A: months(["2", "3", "4"], 1)}) == [(A, "2020-01", "moved_on")]
        assert told(played, {A: months(["3", "4", "5"], 2)}) == [(A, "2020-02", "moved_on")]
        assert told(played, {A: {"2020-01": "1", **months(["3", "4", "5"], 2)}}) == [(A, "2020-01", "shown")]
        assert played.record.classified() == ()
        assert told(played, {A: months(["3", "4", "5"], 2)}) == [(A, "2020-01", "gone")]


def test_a_series_that_is_gone_as_a_whole(tmp_path: Path) -> None:
    with playing(tmp_path, several(A, B)) as played:
        played.show({A: months(["1", "2"]), B: months(["5", "6"])})
        assert told(played, {A: months(["1", "2", "3"])}) == [(B, "2020-01", "gone"), (B, "2020-02", "gone")]
        [whole] = played.record.classified()
        assert (whole.kind, whole.rule, whole.series) == ("deletion", "whole_series", B)
        assert "All 2 figures of the series, from 2020-01 to 2020-02, are gone" in whole.why


def test_error_pages_and_pages_without_figures_say_nothing(tmp_path: Path) -> None:
    with playing(tmp_path, several(A)) as played:
        played.show({A: months(["1", "2"])})
        assert played.show({}, status=404).absences == ()
        assert played.show({}).absences == ()
        assert told(played, {A: months(["1"])}) == [(A, "2020-02", "gone")]


def test_a_cell_that_cannot_be_read_is_not_gone(tmp_path: Path) -> None:
    with playing(tmp_path, several(A)) as played:
        played.show({A: months(["1", "2", "3"])})
        assert told(played, {A: {"2020-01": "1", "2020-02": "?", "2020-03": "3"}}) == []
        assert told(played, {A: {"2020-01": "1", "2020-03": "3"}}) == [(A, "2020-02", "gone")]


def test_an_empty_row_that_vanishes_was_no_figure(tmp_path: Path) -> None:
    with playing(tmp_path, several(A)) as played:
        played.show({A: months(["1", "", "3"])})
        assert told(played, {A: {"2020-01": "1", "2020-03": "3"}}) == []
        assert told(played, {A: months(["1", "2", "3"])}) == []


def test_imported_figures_are_in_no_table_until_it_shows_them(tmp_path: Path) -> None:
    with playing(tmp_path, several(A)) as played:
        old = import_file(played.archive, csv_page({"2019-11": "8", "2019-12": "9"}), day(0))
        played.record.learn(old, parse(old, played.archive.body(old.id)))
        played.days = 1
        assert told(played, {A: {"2019-12": "9", "2020-01": "1"}}) == [(A, "2019-12", "shown")]
        assert told(played, {A: {"2020-01": "1"}}) == [(A, "2019-12", "gone")]


def test_absences_are_the_same_after_a_restart_and_a_rebuild(tmp_path: Path) -> None:
    pages: list[Page] = [
        {A: months(["1", "2", "3"]), B: months(["5"])},
        {A: {"2020-01": "1", "2020-03": "3"}},
        {A: months(["2", "3", "4"], 1), B: months(["5"])},
        {A: months(["9", "4", "5"], 2)},
    ]
    with playing(tmp_path / "one", several(A, B)) as whole, playing(tmp_path / "two", several(A, B)) as cut:
        whole.play(pages)
        for page in pages:
            cut.show(page)
            cut.record.flush()
            cut.record = Record(cut.archive, Store(cut.folder / "record"), several(A, B))
        assert whole.record.same_as(cut.record) == ()
        assert whole.record.absences(B) == cut.record.absences(B) != ()
        fresh = cut.record.rebuild_into(tmp_path / "anew", read, None, illegible)
        assert cut.record.same_as(fresh) == ()
        assert cut.record.classified() == whole.record.classified() == fresh.classified()


tables = st.dictionaries(st.sampled_from(sorted(months(["0"] * 14))), st.sampled_from(["1", "2", ""]), max_size=8)


@given(st.sets(st.integers(0, 30), min_size=1), st.sets(st.integers(0, 30), min_size=1))
def test_only_the_oldest_move_on_and_only_where_newer_came(before: set[int], now: set[int]) -> None:
    all_ = [parse_period(text) for text in months(["0"] * 31)]
    was, there = {all_[n] for n in before}, {all_[n] for n in now}
    left = moved_on(was - there, there, was)
    assert left <= was - there
    if left:
        assert max(left) < min(there) and max(there) > max(was)
        assert left == {period for period in was - there if period.end <= min(there).start}


@given(st.lists(tables, min_size=1, max_size=6))
def test_a_figure_is_gone_exactly_while_the_tables_do_not_show_it(
    tmp_path_factory: pytest.TempPathFactory, pages: list[dict[str, str]]
) -> None:
    with playing(tmp_path_factory.mktemp("absences"), several(A)) as played:
        shown: dict[Period, str] = {}
        for page in pages:
            found = {each.period: each.presence for each in played.show({A: page}).absences}
            now = {parse_period(period): figure for period, figure in page.items()}
            if not now:
                assert found == {}
                continue
            lost = {period for period, figure in shown.items() if figure and period not in now}
            assert {p for p, presence in found.items() if presence in ("gone", "moved_on")} == lost
            for period, presence in found.items():
                if presence in ("back", "shown"):
                    assert now[period] and not shown.get(period)
            shown = {p: f for p, f in shown.items() if p in now or not f} | now


def test_a_crash_between_the_two_commits_doubles_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[Page] = [{A: months(["1", "2", "3"])}, {A: {"2020-01": "1", "2020-03": "4"}}, {A: months(["1", "2"])}]
    with playing(tmp_path, several(A)) as played:
        played.show(pages[0])
        played.record.flush()
        played.show(pages[1])

        def stopped(*_: object, **__: object) -> None:
            raise OSError("stopped")

        with monkeypatch.context() as patch:
            patch.setattr(Store, "append", stopped)
            with pytest.raises(OSError, match="stopped"):
                played.record.flush()
        played.record = Record(played.archive, Store(tmp_path / "record"), several(A))
        [waiting] = played.record.underived()
        body = played.archive.body(waiting.id)
        again = played.record.learn(waiting, read(waiting, body), illegible(waiting, body))
        assert [(str(each.period), each.presence) for each in again.absences] == [("2020-02", "gone")]
        assert len(again.restatements) == 1
        played.show(pages[2])
        played.record.flush()
        rows = [(str(each.period), each.presence, each.seq) for each in played.record.absences(A)]
        assert rows == [("2020-02", "gone", 1), ("2020-03", "gone", 2), ("2020-02", "back", 3)]
        fresh = played.record.rebuild_into(tmp_path / "anew", read, None, illegible)
        assert played.record.same_as(fresh) == ()
