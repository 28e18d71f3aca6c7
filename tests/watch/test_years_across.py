"""The layout calendar with its years across and the months, quarters or half-years of each below them."""

from __future__ import annotations

import pytest

from tallywire.errors import TableError
from tallywire.watch import Parsed, parse
from tests.watch.samples import source_of

CALENDAR = 'table.layout = "calendar"\n'


def read(body: str, more: str = "") -> Parsed:
    return parse(source_of(CALENDAR + more), body.encode(), "text/csv")


def figures(parsed: Parsed) -> dict[str, str]:
    return {str(figure.period): figure.literal for figure in parsed.figures}


def test_each_figure_is_of_the_month_of_its_row_and_the_year_of_its_column() -> None:
    parsed = read("Month,2021,2022 г.,Change\nJanuary,1,11,900\nфевраль,2,12,600\nTotal,3,23,766\n")
    assert figures(parsed) == {"2021-01": "1", "2021-02": "2", "2022-01": "11", "2022-02": "12"}
    assert parsed.problems == ()


def test_of_rows_of_several_sizes_the_smallest_or_the_named_one_is_read() -> None:
    body = "Month,2022\nJanuary,1\nFebruary,2\nMarch,3\nQ1,6\nH1,21\n"
    assert list(figures(read(body))) == ["2022-01", "2022-02", "2022-03"]
    assert figures(read(body, 'period.granularity = "quarter"')) == {"2022-Q1": "6"}
    with pytest.raises(TableError, match="no row is named as a month"):
        read("Month,2022\nQ1,6\n", 'period.granularity = "month"')


def test_what_may_be_a_year_or_a_month_and_is_not_read_is_told() -> None:
    parsed = read("Month,2021,20222),2023,2023 [1]\nJanuary,1,2,3,4\nFeb*,5,6,7,8\nMarch,9,10,11,12\n")
    assert figures(parsed) == {"2021-01": "1", "2021-03": "9"}
    assert [(problem.cell.row, problem.cell.column) for problem in parsed.problems] == [
        (0, 2),
        (0, 3),
        (0, 4),
        (2, 0),
    ]


def test_a_month_that_two_rows_have_is_refused() -> None:
    with pytest.raises(TableError, match="rows 1 and 3 are both named as month 1"):
        read("Month,2021\nJanuary,1\nFebruary,2\nJan,3\n")


def test_a_table_of_neither_is_no_calendar() -> None:
    with pytest.raises(TableError, match="no column is named as a month, a quarter, a half-year or a year"):
        read("Month,People\nJanuary,1\n")
