"""Years in rows of their own: a month has the year above it only where that is surely its own."""

from __future__ import annotations

import pytest

from tallywire.errors import SourceError
from tallywire.watch import parse
from tests.watch.samples import COLONIES, html_of, source_of

ABOVE = "period.year_above = true\nperiod.column = 0"
SERIES = COLONIES + "column = 1"


def read(*lines: str, more: str = ABOVE) -> tuple[dict[str, str], list[str]]:
    """The figures of rows such as `January|5`, and the texts of the rows that are refused."""
    body = html_of([["Month", "People"], *(line.split("|") for line in lines)])
    parsed = parse(source_of(more, SERIES, "html"), body, "text/html")
    return (
        {str(figure.period): figure.literal for figure in parsed.figures},
        [problem.literal for problem in parsed.problems],
    )


def test_each_month_has_the_year_above_it() -> None:
    figures, refused = read("2021", "November|1", "December|2", "2022 [1]", "January|3", "February 2022|4", "Q1|9")
    assert figures == {"2021-11": "1", "2021-12": "2", "2022-01": "3", "2022-02": "4", "2022-Q1": "9"}
    assert refused == []


def test_months_may_run_backwards_and_quarters_among_them() -> None:
    figures, refused = read("2022", "Q1|6", "March|3", "February|2", "January|1", "2021", "December|12")
    assert list(figures) == ["2021-12", "2022-01", "2022-Q1", "2022-02", "2022-03"] and refused == []


def test_months_to_date_lie_in_their_year() -> None:
    figures, refused = read("2022 рік", "січень|1", "січень–лютий|3", "січень–березень|6")
    assert figures == {"2022-01": "1", "2022-01-01/2022-02-28": "3", "2022-01-01/2022-03-31": "6"} and refused == []


@pytest.mark.parametrize("heading", ["20222)", "Year 2022*", "", "Women"])
def test_no_month_is_of_the_year_before_where_a_heading_is_not_read(heading: str) -> None:
    figures, refused = read(
        "2021", "November|1", "December|2", heading, "January|3", "February|4", "2023", "January|5"
    )
    assert figures == {"2021-11": "1", "2021-12": "2", "2023-01": "5"}
    assert refused == ["January", "February"]


def test_after_another_heading_no_month_has_the_year_above_that() -> None:
    figures, refused = read("2021", "January|1", "Women|", "February|2", "2022", "Total|9", "March|3")
    assert figures == {"2021-01": "1", "2022-03": "3"}
    assert refused == ["February", "Total"]


def test_a_month_without_any_year_and_the_figures_of_a_year_are_refused() -> None:
    figures, refused = read("January|1", "2021|99", "February|2")
    assert figures == {"2021-02": "2"} and refused == ["January", "2021"]


@pytest.mark.parametrize("more", ['table.layout = "across"', 'table.layout = "calendar"', "period.fiscal = 4"])
def test_it_is_for_rows_of_calendar_years(more: str) -> None:
    series = COLONIES + ('where = { "0" = "a" }' if "across" in more else "")
    with pytest.raises(SourceError, match=r"period\.year_above"):
        source_of(f"period.year_above = true\n{more}", series)


def test_a_heading_that_reaches_over_the_figures_is_none_of_them() -> None:
    body = b"<table><tr><th>Year<th>People<tr><th colspan=2>2021<tr><td>2022<td>5</table>"
    parsed = parse(source_of("period.column = 0", SERIES, "html"), body, "text/html")
    assert [(str(figure.period), figure.literal) for figure in parsed.figures] == [("2022", "5")]
    assert parsed.problems == ()
