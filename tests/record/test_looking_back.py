"""Every step of a figure's history, and the difference between two moments."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallywire.record import diff
from tallywire.series import AsOf, Period
from tests.record.making import day, import_file, parse
from tests.record.making import page as csv_page
from tests.record.restating_making import Page, Played, months, playing, several

A, B = "s/a", "s/b"

PAGES: tuple[Page, ...] = (
    {A: months(["1", "2", "3"]), B: months(["5"])},
    {A: months(["1", "4", "", "6"]), B: months(["5.0"])},
    {A: {"2020-01": "1", "2020-03": "3", "2020-04": "6"}, B: months(["5.0"])},
    {A: months(["1", "2", "3", "6"]), B: months(["5.0", "7"])},
)


@pytest.fixture
def played(tmp_path: Path) -> Played:
    with playing(tmp_path, several(A, B)) as found:
        found.play(PAGES)
    return found


def steps(played: Played, period: str, until: float | None = None) -> list[tuple[str, str, str]]:
    found = played.record.revisions(A, None if until is None else day(until))
    return [
        (
            "-" if each.observation is None else each.observation.literal,
            "" if each.absence is None else each.absence.presence,
            "" if each.classified is None else each.classified.kind,
        )
        for each in found
        if str(each.period) == period
    ]


def test_every_step_of_a_figure_with_its_class(played: Played) -> None:
    assert steps(played, "2020-01") == [("1", "", "")]
    assert steps(played, "2020-02") == [
        ("2", "", ""),
        ("4", "", "correction"),
        ("-", "gone", "deletion"),
        ("2", "", "reappearance"),
    ]
    assert steps(played, "2020-03") == [("3", "", ""), ("", "", "deletion"), ("3", "", "reappearance")]
    assert steps(played, "2020-02", until=1) == [("2", "", ""), ("4", "", "correction")]


def test_a_figure_back_unchanged_is_a_step_that_shows_it(tmp_path: Path) -> None:
    with playing(tmp_path, several(A)) as played:
        played.play([{A: months(["1", "2", "3"])}, {A: months(["1", "2"])}, {A: months(["1", "2", "3"])}])
        assert steps(played, "2020-03") == [("3", "", ""), ("-", "gone", "deletion"), ("3", "back", "reappearance")]


def test_another_way_of_writing_it_is_a_step_without_a_class(played: Played) -> None:
    found = played.record.revisions(B)
    assert [(str(e.period), e.observation.literal if e.observation else "", e.classified) for e in found] == [
        ("2020-01", "5", None),
        ("2020-01", "5.0", None),
        ("2020-02", "7", None),
    ]


def test_an_old_version_imported_later_stands_where_it_belongs(tmp_path: Path) -> None:
    with playing(tmp_path, several(A)) as played:
        played.show({A: months(["1", "2"])})
        old = import_file(played.archive, csv_page({"2020-01": "9"}), day(1), published_at=day(-9))
        played.record.learn(old, parse(old, played.archive.body(old.id)))
        assert steps(played, "2020-01") == [("9", "", ""), ("1", "", "correction")]
        assert steps(played, "2020-01", until=0.5) == [("1", "", "")]


def changes(played: Played, a: float, b: float) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in diff(played.record, day(a), day(b)):
        for name, told in (("new", each.new), ("gone", each.gone), ("back", each.back)):
            found.setdefault(name, []).extend(f"{o.series[-1]} {o.period} {o.literal}" for o in told)
        for pair, classified in each.restated:
            kind = "" if classified is None else classified.kind
            text = f"{each.series[-1]} {pair.after.period} {pair.before.literal} {pair.after.literal} {kind}"
            found.setdefault("restated", []).append(text)
        found.setdefault("reworded", []).extend(f"{each.series[-1]} {p.after.literal}" for p in each.reworded)
    return {name: told for name, told in found.items() if told}


def test_the_difference_between_two_moments(played: Played) -> None:
    assert changes(played, 0, 0) == {}
    assert changes(played, -1, 0) == {"new": ["a 2020-01 1", "a 2020-02 2", "a 2020-03 3", "b 2020-01 5"]}
    assert changes(played, 0, 1) == {
        "new": ["a 2020-04 6"],
        "restated": ["a 2020-02 2 4 correction"],
        "gone": ["a 2020-03 3"],
        "reworded": ["b 5.0"],
    }
    assert changes(played, 1, 2) == {"gone": ["a 2020-02 4"], "back": ["a 2020-03 3"]}
    assert changes(played, 2, 3) == {"back": ["a 2020-02 2"], "new": ["b 2020-02 7"]}
    # What came and went in between does not differ.
    assert changes(played, 0, 3) == {"new": ["a 2020-04 6", "b 2020-02 7"], "reworded": ["b 5.0"]}
    assert [each.series for each in diff(played.record, day(0), day(3), [B])] == [B]
    with pytest.raises(ValueError, match="lies before"):
        diff(played.record, day(1), day(0))


def test_a_difference_is_unchanged_by_what_is_learned_later(played: Played) -> None:
    with playing(played.folder / "again", several(A, B)) as again:
        again.play(PAGES[:2])
        early = diff(again.record, day(0), day(1))
        again.play(PAGES[2:])
        assert diff(again.record, day(0), day(1)) == early
    assert again.record.absent(A, Period.month(2020, 2), AsOf(day(1))) is None
