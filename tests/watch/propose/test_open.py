"""What a table leaves open is asked or told, and what it says beside its figures is used."""

from __future__ import annotations

import pytest

from tallywire.errors import TableError, UsageError
from tests.watch.papers import sheet_of
from tests.watch.propose.test_offices import proposed, rows


def test_a_column_named_as_the_end_of_a_week_gives_weeks() -> None:
    body = b"week ending,calls\n2022-01-09,5\n2022-01-16,6\n2022-01-23,7\n"
    proposal = proposed(body, "text/csv")
    assert rows(proposal) == {"calls": {"2022-W01": "5", "2022-W02": "6", "2022-W03": "7"}}
    assert (proposal.source.period.granularity, proposal.source.period.week) == ("week", "last")
    assert "2022-01-09" in rows(proposed(body.replace(b"week ending", b"on"), "text/csv"))["calls"]


def test_parentheses_are_asked_about_and_refused_until_then() -> None:
    body = b"month,balance\n2022-01,5\n2022-02,(6)\n2022-03,7\n"
    half = proposed(body, "text/csv")
    assert [question.key for question in half.questions] == ["negative"]
    assert rows(half) == {"balance": {"2022-01": "5", "2022-03": "7"}}
    assert "ANSWER numbers.negative: Is '(6)' below zero?" in half.text
    whole = proposed(body, "text/csv", negative="parentheses")
    assert whole.questions == () and rows(whole)["balance"]["2022-02"] == "-6"
    with pytest.raises(UsageError, match="negative='minus' is unknown"):
        proposed(body, "text/csv", negative="minus")


def test_of_two_columns_of_status_the_filled_one_counts() -> None:
    body = b"month,people,OBS_FLAG,status\n2022-01,5,,\n2022-02,6,p,\n"
    proposal = proposed(body, "text/csv")
    assert proposal.source.marks.status == "OBS_FLAG" and proposal.parsed is not None
    assert [figure.status for figure in proposal.parsed.figures] == ["final", "provisional"]
    both = proposed(body.replace(b"6,p,", b"6,p,e"), "text/csv")
    assert both.source.marks.status is None, "which of the two counts is not said"


def test_rows_that_nothing_tells_apart_are_left_out_with_one_line() -> None:
    body = b"group,2020,2021,2022\nUnder 30,9,8,7\nMen,1,2,3\nWomen,4,5,6\nOlder,10,11,12\nMen,7,8,9\nWomen,5,5,5\n"
    proposal = proposed(body, "text/csv")
    assert list(rows(proposal)) == ["under-30", "older"]
    assert proposal.parsed is not None and proposal.parsed.problems == ()
    assert [doubt.what for doubt in proposal.doubts if "apart" in doubt.what] == [
        "several rows are named 'Men', 'Women'; nothing tells them apart, and none is proposed"
    ]
    with pytest.raises(TableError, match="no row has a name of its own"):
        proposed(b"group,2020,2021,2022\nMen,1,2,3\nMen,4,5,6\n", "text/csv")


def test_a_percent_sign_in_the_cells_is_the_unit() -> None:
    proposal = proposed(b"month,turnout\n2022-01,5.1%\n2022-02,6.2%\n", "text/csv")
    assert proposal.source.entries[0].unit == "%"
    assert not any(doubt.key == "series.turnout" and "unit" in doubt.what for doubt in proposal.doubts)


@pytest.mark.parametrize(
    ("figures", "told"), [((0.045, 0.05, 0), True), ((0.045, 1.2, 0), False), ((0, 0, 0), False)]
)
def test_percentages_that_a_workbook_keeps_as_shares_are_told(figures: tuple[float, ...], told: bool) -> None:
    body = sheet_of(("Month", "Vacancy rate (%)"), *zip(("2022-01", "2022-02", "2022-03"), figures, strict=True))
    proposal = proposed(body, "application/octet-stream", "https://office.example/rates.xlsx")
    assert any("set multiplier = 2" in doubt.what for doubt in proposal.doubts) == told


def test_periods_in_a_form_that_is_not_read_are_named() -> None:
    body = "時間,人口\n2022年1月,5\n2022年2月,6\n2022年3月,7\n".encode()
    with pytest.raises(TableError, match="'2022年1月', '2022年2月', '2022年3月' may be periods in a form"):
        proposed(body, "text/csv")
