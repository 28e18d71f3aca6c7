"""Each class of restatement, by the rule that decides it, and what must not be taken for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tallywire.series import Series
from tests.record.making import day
from tests.record.restating_making import Page, months, playing, several

A, B, C, D = "s/a", "s/b", "s/c", "s/d"

Kinds = list[tuple[str, str, str, int]]


def kinds(folder: Path, pages: Sequence[Page], held: Sequence[Series] | None = None) -> Kinds:
    """Series, class, rule and number of periods of everything that a run of pages restated."""
    with playing(folder, held or several(A, B, C, D)) as played:
        played.play(pages)
        return played.kinds()


def grown(upto: int, **changed: str) -> dict[str, str]:
    """A running total by month, 100 a month, so many months long."""
    return {
        **months([str(100 * n) for n in range(1, upto + 1)]),
        **{k.replace("_", "-")[1:]: v for k, v in changed.items()},
    }


def test_one_figure_put_right_is_a_correction(tmp_path: Path) -> None:
    with playing(tmp_path, several(A)) as played:
        played.play([{A: grown(10)}, {A: grown(10, m2020_05="505")}])
        [found] = played.record.classified()
    assert (found.kind, found.rule) == ("correction", "isolated")
    assert found.why == (
        "1 figure, of 2020-05, was changed from 500 to 505. The release before it did not revise this series."
    )
    assert [str(p) for p in found.periods] == ["2020-05"]


def test_neighbours_moved_by_one_difference_are_one_correction_carried_forward(tmp_path: Path) -> None:
    after = grown(20, m2021_06="1803", m2021_07="1903", m2021_08="2003")
    with playing(tmp_path, several(A)) as played:
        played.play([{A: grown(20)}, {A: after}])
        [found] = played.record.classified()
    assert (found.kind, found.rule) == ("correction", "carried_forward")
    assert found.why == "3 neighbouring figures from 2021-06 to 2021-08 were all raised by 3."


def test_a_running_total_that_falls_was_put_right_in_silence(tmp_path: Path) -> None:
    pages = [{A: grown(10)}, {A: grown(11, m2020_11="990")}, {A: grown(12, m2020_11="990")}]
    assert kinds(tmp_path / "plain", pages) == []
    with playing(tmp_path / "cumulative", several(A, cumulative=True)) as played:
        played.play(pages)
        [found] = played.record.classified()
    assert (found.kind, found.rule, len(found.observations)) == ("correction", "running_total", 1)
    assert "fell from 1,000 for 2020-10 to 990 for 2020-11" in found.why
    mistyped = [{A: grown(10)}, {A: grown(11, m2020_11="110")}, {A: grown(12)}]
    # What was a wrong figure is told by the restatement that puts it right.
    assert kinds(tmp_path / "typo", mistyped, several(A, cumulative=True)) == [(A, "correction", "isolated", 1)]


def test_a_source_that_always_revises_its_last_months_has_a_habit(tmp_path: Path) -> None:
    pages: list[Page] = []
    for n in range(6, 14):
        pages.append({A: grown(n, **{f"m2020_{n - 1:02d}" if n < 14 else "x": str(100 * (n - 1) + 1)})})
    found = kinds(tmp_path, pages)
    assert [(kind, rule) for _, kind, rule, _ in found[:3]] == [("correction", "isolated")] * 3
    assert [(kind, rule) for _, kind, rule, _ in found[3:]] == [("routine", "habit")] * (len(found) - 3) != []


@pytest.mark.parametrize(
    ("late", "kind"),
    [({"m2020_11": "1101"}, "routine"), ({"m2020_11": "1300"}, "correction"), ({"m2020_02": "201"}, "correction")],
)
def test_what_lies_outside_the_habit_is_no_routine(tmp_path: Path, late: dict[str, str], kind: str) -> None:
    pages: list[Page] = [{A: grown(n)} for n in range(4, 6)]
    given: dict[str, str] = {}
    for n in range(6, 12):
        given[f"m2020_{n - 1:02d}"] = str(100 * (n - 1) + 1)
        pages.append({A: grown(n, **given)})
    pages.append({A: grown(12, **{**given, **late})})
    with playing(tmp_path, several(A)) as played:
        played.play(pages)
        [found] = played.last()
    assert found.kind == kind
    if kind == "routine":
        assert found.why == (
            "1 figure of 2020-11 was revised by at most 1; 6 of the 8 releases before it revised this series, "
            "by at most 1, and only the newest figure."
        )
    else:
        assert found.why.endswith(
            ". 6 of the 8 releases before it revised this series, but by less, or less far back."
        )


@pytest.mark.parametrize(
    ("revising", "said"),
    [
        ((), "None of the 6 releases before it revised this series."),
        ((7,), "1 of the 6 releases before it revised this series, too few to be a habit."),
    ],
)
def test_a_correction_says_how_often_the_series_was_revised_before(
    tmp_path: Path, revising: tuple[int, ...], said: str
) -> None:
    given: dict[str, str] = {}
    pages: list[Page] = []
    for n in range(4, 10):
        if n in revising:
            given["m2020_01"] = "101"
        pages.append({A: grown(n, **given)})
    with playing(tmp_path, several(A)) as played:
        played.play([*pages, {A: grown(9, **{**given, "m2020_02": "205"})}])
        [found] = played.last()
    assert found.why == f"1 figure, of 2020-02, was changed from 200 to 205. {said}"


def test_provisional_figures_are_finished_as_a_matter_of_course(tmp_path: Path) -> None:
    first = {A: {"2020-01": "1*", "2020-02": "2*"}}
    second = {A: {"2020-01": "1", "2020-02": "3"}}
    assert kinds(tmp_path, [first, second]) == [(A, "routine", "marked", 1), (A, "routine", "provisional", 1)]


def test_a_past_shifted_rebased_or_made_anew_is_redefined(tmp_path: Path) -> None:
    def past(*figures: float) -> Page:
        return {A: months([str(int(each)) for each in figures])}

    before = [1000 + 37 * n for n in range(12)]
    for name, after, rule in (
        ("shifted", [each + 50 for each in before], "shifted"),
        ("rebased", [round(each * 1.25) for each in before], "rebased"),
        ("anew", [each + 20 + (n % 3) * 40 for n, each in enumerate(before)], "whole_past"),
    ):
        assert kinds(tmp_path / name, [past(*before), past(*after)]) == [(A, "redefinition", rule, 12)]


def test_less_than_half_of_a_past_is_not_the_past(tmp_path: Path) -> None:
    changed = {f"m2020_{n:02d}": str(100 * n + n) for n in range(1, 10)}
    assert kinds(tmp_path / "half", [{A: grown(18)}, {A: grown(18, **changed)}])[0][1] == "redefinition"
    assert kinds(tmp_path / "less", [{A: grown(19)}, {A: grown(19, **changed)}])[0][1] == "correction"


def test_series_that_are_merged_or_renamed_are_redefined(tmp_path: Path) -> None:
    one, other = ["10", "11", "12", "13"], ["3", "5", "4", "6"]
    both = [str(int(a) + int(b)) for a, b in zip(one, other, strict=True)]
    merged: list[Page] = [{A: months(one), B: months(other)}, {A: months(both)}]
    assert kinds(tmp_path / "merged", merged) == [
        (A, "redefinition", "merged", 4),
        (B, "deletion", "whole_series", 4),
    ]
    renamed: list[Page] = [{A: months(one), B: months(other)}, {A: months(one), C: months(other)}]
    assert kinds(tmp_path / "renamed", renamed) == [(B, "redefinition", "renamed", 4)]
    by_quarter: list[Page] = [{A: months(one)}, {A: {"2020-Q1": "33", "2020-Q2": "13"}}]
    assert kinds(tmp_path / "regrained", by_quarter) == [(A, "redefinition", "regrained", 4)]


def test_a_blanked_cell_is_a_deletion_and_filled_again_a_reappearance(tmp_path: Path) -> None:
    pages: list[Page] = [
        {A: months(["1", "2", "3"])},
        {A: months(["1", "", ""])},
        {A: months(["1", "2", "4"])},
    ]
    with playing(tmp_path, several(A)) as played:
        played.play(pages)
        blanked, refilled = played.record.classified()
    assert (blanked.kind, blanked.rule, len(blanked.periods)) == ("deletion", "blanked", 2)
    assert (refilled.kind, refilled.rule, len(refilled.periods)) == ("reappearance", "refilled", 2)
    assert refilled.why == (
        "2 figures from 2020-02 to 2020-03 are in the table again; 1 of them changed, from 3 to 4."
    )


def test_a_deleted_figure_that_comes_back_reappears_changed_or_not(tmp_path: Path) -> None:
    pages: list[Page] = [
        {A: months(["1", "2", "3"])},
        {A: {"2020-01": "1", "2020-03": "3"}},
        {A: months(["1", "2", "3"])},
        {A: months(["1", "2"])},
        {A: months(["1", "2", "5"])},
    ]
    assert kinds(tmp_path, pages) == [
        (A, "deletion", "gone", 1),
        (A, "reappearance", "back", 1),
        (A, "deletion", "gone", 1),
        (A, "reappearance", "back", 1),
    ]


# Mistyped periods


def rows(upto: int) -> dict[str, dict[str, str]]:
    return {
        id: months([str(base + step * n) for n in range(upto)])
        for id, base, step in ((A, 1000, 17), (B, 50, 3), (C, 7, 2))
    }


def test_figures_under_another_date_are_known_once_they_are_put_back(tmp_path: Path) -> None:
    right, longer = rows(14), rows(15)
    wrong = {id: {**table, "2020-03": longer[id]["2021-03"]} for id, table in right.items()}
    with playing(tmp_path, several(A, B, C)) as played:
        played.play([right, wrong])
        assert {each[1] for each in played.kinds()} == {"correction"}
        at_the_time = played.record.classified(until=day(1))
        played.show(longer)
        assert [each[1:] for each in played.kinds()] == [("mistyped_period", "put_back", 1)] * 6
        assert "The figures of 2021-03 were given for 2020-03 in 3 series" in played.record.classified()[0].why
        # As of the moment before, it is judged by what was known.
        assert played.record.classified(until=day(1)) == at_the_time


def test_a_single_series_put_back_needs_a_release_without_news(tmp_path: Path) -> None:
    right, wrong = {A: grown(14)}, {A: grown(14, m2020_03="1500")}
    assert {each[1] for each in kinds(tmp_path / "swap", [right, wrong, {A: grown(15)}])} == {"mistyped_period"}
    wrong = {A: grown(15, m2020_03="1600")}
    assert {each[1] for each in kinds(tmp_path / "news", [right, wrong, {A: grown(16)}])} == {"correction"}
    flapping = [right, {A: grown(14, m2020_03="1511")}, {A: grown(15)}]
    assert {each[1] for each in kinds(tmp_path / "flap", flapping)} == {"correction"}


def test_figures_moved_to_their_dates_had_stood_under_wrong_ones(tmp_path: Path) -> None:
    right = rows(16)

    def shifted(by: int) -> dict[str, dict[str, str]]:
        """The last rows, a date too late from the thirteenth on."""
        return {
            id: {
                **dict(list(table.items())[:12]),
                **dict(zip(list(table)[12 + by :], list(table.values())[12:], strict=False)),
            }
            for id, table in right.items()
        }

    assert {each[1:3] for each in kinds(tmp_path, [shifted(1), right])} == {("mistyped_period", "moved")}
    one_series = [{A: {**grown(12), "2021-02": "1300"}}, {A: {**grown(12), "2021-01": "1300"}}]
    assert kinds(tmp_path / "one", one_series) == [(A, "mistyped_period", "moved", 1)]


def test_a_revised_figure_that_equals_the_next_one_is_not_moved(tmp_path: Path) -> None:
    before, after = {A: months(["50", "51", "52"])}, {A: months(["50", "51", "53", "52"])}
    assert kinds(tmp_path, [before, after]) == [(A, "correction", "isolated", 1)]


def test_another_dates_row_put_right(tmp_path: Path) -> None:
    right = rows(14)
    wrong = {id: {**table, "2021-02": table["2020-06"]} for id, table in right.items()}
    with playing(tmp_path, several(A, B, C)) as played:
        played.play([wrong, right])
        found = played.record.classified()
    assert [(each.kind, each.rule) for each in found] == [("mistyped_period", "another_date")] * 3
    assert found[0].why == "The 3 figures given for 2021-02 before were those of 2020-06; they are put right."


def test_what_is_known_later_changes_no_earlier_judgement(tmp_path: Path) -> None:
    pages: list[Page] = [
        {A: grown(n, **{f"m2020_{n - 1:02d}": str(n)}), B: months(["1"] * (n % 3 + 1))} for n in range(6, 12)
    ]
    with playing(tmp_path, several(A, B)) as played:
        seen = []
        for page in pages:
            played.show(page)
            moment = tuple(played.archive.releases())[-1].fetched_at
            seen.append((moment, played.record.classified(until=moment)))
        assert all(played.record.classified(until=moment) == found for moment, found in seen)
        assert sum(len(found) for _, found in seen) > 10
        since = seen[2][0]
        assert played.record.classified(since) == tuple(e for e in played.record.classified() if e.known_at > since)


def test_everything_restated_is_classified_exactly_once(tmp_path: Path) -> None:
    pages: list[Page] = [
        rows(12),
        {A: rows(12)[A], B: {**rows(12)[B], "2020-04": "", "2020-05": "9"}, C: dict(list(rows(12)[C].items())[3:])},
        {A: grown(12), B: rows(13)[B]},
        rows(14),
    ]
    with playing(tmp_path, several(A, B, C)) as played:
        played.play(pages)
        found = played.record.classified()
        pairs = [pair for each in found for pair in each.restatements]
        assert sorted(pairs, key=repr) == sorted(played.record.restatements(), key=repr)
        absences = [each for c in found for each in c.absences]
        known = [each for id in (A, B, C) for each in played.record.absences(id) if each.presence in ("gone", "back")]
        assert sorted(absences, key=repr) == sorted(known, key=repr) != []
