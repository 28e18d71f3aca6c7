"""Layouts: which cell is which series at which period, and what is told where that is not plain."""

from __future__ import annotations

import pytest

from tallywire.errors import SourceError, TableError
from tallywire.series import Cell
from tallywire.watch import Parsed, cell_text, parse
from tests.watch.samples import COLONIES, html_of, source_of

TOTAL = COLONIES.replace('"colonies"', '"total"')
ACROSS = 'table = { layout = "across" }'
PICKED = TOTAL + 'where = { Where = "All" }' + COLONIES + 'where = { Where = "In colonies" }'


def figures(parsed: Parsed) -> list[tuple[str, str, str]]:
    return [(figure.series.removeprefix("prisons/"), str(figure.period), figure.literal) for figure in parsed.figures]


def told(parsed: Parsed) -> list[tuple[Cell, str]]:
    return [(problem.cell, problem.what) for problem in parsed.problems]


def csv(text: str) -> bytes:
    return text.replace(" | ", ",").encode()


def test_a_row_per_series_and_a_column_per_period() -> None:
    body = csv("Where | Unit | 2021 | 2022 Q1 | Note\nAll | n | 466000 | 463000 | x\nIn colonies | n | 348900 | -\n")
    parsed = parse(source_of(ACROSS, PICKED), body, "text/csv")
    assert figures(parsed) == [
        ("total", "2021", "466000"),
        ("total", "2022-Q1", "463000"),
        ("colonies", "2021", "348900"),
        ("colonies", "2022-Q1", "-"),
    ]
    assert parsed.problems == ()
    assert parsed.figures[1].cell == Cell(0, 1, 3)


def test_headers_of_several_rows_join_to_one_period() -> None:
    html = b"""<table><tr><th rowspan=2>Where<th colspan=2>2021<th colspan=2>2022<sup>1</sup></tr>
    <tr><th>Q3<th>Q4<th>Q1<th>Q2</tr><tr><td>In colonies<td>1<td>2<td>3<td>4</table>"""
    series = COLONIES + 'where = { Where = "In colonies" }'
    parsed = parse(source_of('table = { layout = "across", header = 2 }', series, "html"), html, "text/html")
    expected = [
        ("colonies", f"{period}", f"{place}")
        for place, period in enumerate(("2021-Q3", "2021-Q4", "2022-Q1", "2022-Q2"), 1)
    ]
    assert figures(parsed) == expected
    assert parsed.problems == ()
    spread = 'table = { layout = "across", header = 2, spread = true }'
    body = csv("Where | 2021 |  | 2022 | \n | Q3 | Q4 | Q1 | Q2\nIn colonies | 1 | 2 | 3 | 4\n")
    assert figures(parse(source_of(spread, series), body, "text/csv")) == expected


def test_without_spread_a_blank_header_is_not_filled() -> None:
    body = csv("Where | 2021 |  | 2022 | \n | Q3 | Q4 | Q1 | Q2\nIn colonies | 1 | 2 | 3 | 4\n")
    series = COLONIES + 'where = { Where = "In colonies" }'
    parsed = parse(source_of('table = { layout = "across", header = 2 }', series), body, "text/csv")
    assert figures(parsed) == [("colonies", "2021-Q3", "1"), ("colonies", "2022-Q1", "3")]
    assert told(parsed) == [
        (Cell(0, 1, 2), "'Q4' is not a period. " + EXPECTED),
        (Cell(0, 1, 4), "'Q2' is not a period. " + EXPECTED),
    ]


EXPECTED = "Expected e.g. 2022-09-01, 1 September 2022, September 2022 or Q3 2022"


def test_a_header_that_may_be_a_period_is_told_and_no_other() -> None:
    body = csv(
        "Where | 2021 | 2022* | Sep 22 | % of 2021 | 2022/23 | Rise | All\nIn colonies | 1 | 2 | 3 | 4 | 5 | 6 | 7\n"
    )
    parsed = parse(source_of(ACROSS, COLONIES + 'where = { Where = "In colonies" }'), body, "text/csv")
    assert figures(parsed) == [("colonies", "2021", "1")]
    assert [cell.column for cell, _ in told(parsed)] == [2, 3, 5]
    assert [cell.row for cell, _ in told(parsed)] == [0, 0, 0]
    assert parsed.illegible.rows
    marked = source_of(ACROSS + '\nperiod.strip = ["*"]', COLONIES + 'where = { Where = "In colonies" }')
    assert ("colonies", "2022", "2") in figures(parse(marked, body, "text/csv"))


def test_a_period_over_two_columns_is_told_and_neither_is_read() -> None:
    body = csv("Where | 2021 | 2022 | 2021\nIn colonies | 1 | 2 | 3\n")
    parsed = parse(source_of(ACROSS, COLONIES + 'where = { Where = "In colonies" }'), body, "text/csv")
    assert figures(parsed) == [("colonies", "2022", "2")]
    assert [(cell.column, "more than one column" in what) for cell, what in told(parsed)] == [(1, True), (3, True)]
    html = b"<table><tr><th>Where<th colspan=2>2021<th>2022<tr><td>In colonies<td>1<td>%<td>2</table>"
    parsed = parse(source_of(ACROSS, COLONIES + 'where = { Where = "In colonies" }', "html"), html, "text/html")
    assert figures(parsed) == [("colonies", "2022", "2")]


def test_a_column_of_figures_without_a_header_is_told() -> None:
    body = csv("Where |  | 2021 |  | 2022 |  \nIn colonies | x | 1 | 5 | 2 |  | \n")
    parsed = parse(source_of(ACROSS, COLONIES + 'where = { Where = "In colonies" }'), body, "text/csv")
    assert figures(parsed) == [("colonies", "2021", "1"), ("colonies", "2022", "2")]
    assert told(parsed) == [(Cell(0, 1, 3), "no period heads this column")]


def test_two_rows_for_one_series_are_told_and_neither_is_read() -> None:
    body = csv("Group | Where | 2021\nMen | In colonies | 1\nWomen | In colonies | 2\n | All | 3\n")
    parsed = parse(source_of(ACROSS, PICKED), body, "text/csv")
    assert figures(parsed) == [("total", "2021", "3")]
    assert [what for _, what in told(parsed)] == ["2 rows fit this series; name another column in where"] * 2
    assert parsed.illegible.rows
    women = 'where = { Group = "Women", Where = "In colonies" }'
    assert figures(parse(source_of(ACROSS, COLONIES + women), body, "text/csv")) == [("colonies", "2021", "2")]


def test_a_series_without_a_row_is_told() -> None:
    parsed = parse(source_of(ACROSS, PICKED), csv("Where | 2021\nAll | 3\n"), "text/csv")
    assert [(problem.series, problem.what) for problem in parsed.problems] == [
        ("prisons/colonies", "no row belongs to this series")
    ]
    with pytest.raises(TableError, match="no column is headed by a period; '2021\\*' is not a period"):
        parse(source_of(ACROSS, PICKED), csv("Where | 2021*\nAll | 3\n"), "text/csv")


def test_labels_are_filled_and_a_column_without_a_name_goes_by_number() -> None:
    series = COLONIES + 'where = { "0" = "Women", "1" = "In colonies" }'
    body = csv(" |  | 2021\nMen | All | 1\n | In colonies | 2\nWomen | All | 3\n | In colonies | 4\n")
    filled = 'table = { layout = "across", fill = [0] }'
    assert figures(parse(source_of(filled, series), body, "text/csv")) == [("colonies", "2021", "4")]
    with pytest.raises(TableError, match="not one figure"):
        parse(source_of(ACROSS, series), body, "text/csv")
    with pytest.raises(TableError, match="no column 'Nowhere'"):
        parse(source_of(ACROSS, COLONIES + 'where = { Nowhere = "x" }'), body, "text/csv")
    with pytest.raises(TableError, match="no column number 9"):
        parse(source_of(ACROSS, COLONIES + 'where = { "9" = "x" }'), body, "text/csv")


def test_a_year_given_once_stands_for_the_months_below() -> None:
    body = csv("Year | Month | colonies\n2021 | November | 1\n | December | 2\n2022 | January | 3\n")
    joined = 'period.column = ["Year", "Month"]\ntable.fill = ["Year"]'
    assert figures(parse(source_of(joined), body, "text/csv")) == [
        ("colonies", "2021-11", "1"),
        ("colonies", "2021-12", "2"),
        ("colonies", "2022-01", "3"),
    ]
    parsed = parse(source_of('period.column = ["Year", "Month"]'), body, "text/csv")
    assert figures(parsed) == [("colonies", "2021-11", "1"), ("colonies", "2022-01", "3")]
    assert told(parsed) == [(Cell(0, 2, 0), "one part of the period is blank; see table.fill")]
    numbered = 'period = { column = ["Year", "Month"], granularity = "month" }'
    body = csv("Year | Month | colonies\n2021 | 11 | 1\n2021 | 13 | 2\n")
    parsed = parse(source_of(numbered), body, "text/csv")
    assert figures(parsed) == [("colonies", "2021-11", "1")]
    assert [cell for cell, _ in told(parsed)] == [Cell(0, 2, 0)]


def test_fill_does_not_alter_figures() -> None:
    body = csv("date | colonies\n2021 | 1\n2022 | \n")
    parsed = parse(source_of('table.fill = ["colonies"]'), body, "text/csv")
    assert [(figure.literal, figure.value is None) for figure in parsed.figures] == [("1", False), ("", True)]


def test_one_period_for_the_whole_table_stands_above_it() -> None:
    long = 'table = { layout = "long", value = "Held" }\nperiod.caption = "(?i)as of (?P<period>.+)"'
    series = COLONIES + 'where = { Where = "In colonies" }'
    page = "<table><caption>Held as of {} </caption><tr><th>Where<th>Held<tr><td>In colonies<td>5</table>"
    for text, period in (("1 November 2022", "2022-11-01"), ("November 2022", "2022-11")):
        parsed = parse(source_of(long, series, "html"), page.format(text).encode(), "text/html")
        assert figures(parsed) == [("colonies", period, "5")]
    head = source_of(long.replace('"Held" }', '"Held", skip = 2 }'), series)
    body = b"Head counts\nAs of 1 November 2022,\nWhere,Held\nIn colonies,5\n"
    assert figures(parse(head, body, "text/csv")) == [("colonies", "2022-11-01", "5")]
    for text in ("", "As of last week"):
        with pytest.raises(TableError, match="period"):
            parse(source_of(long, series, "html"), page.format(text).replace("as of  ", "").encode(), "text/html")
    twice = body.replace(b"Head counts", b"as of 1 October 2022")
    with pytest.raises(TableError, match="finds 2 periods"):
        parse(head, twice, "text/csv")


def test_a_calendar_may_have_quarters_or_half_years_in_any_language() -> None:
    calendar = 'table.layout = "calendar"'
    body = "Год,I квартал,II кв.,Всего\n2021,1,2,3\n2022 г.,4,5,9\n".encode()
    assert figures(parse(source_of(calendar), body, "text/csv")) == [
        *(("colonies", "2021-Q1", "1"), ("colonies", "2021-Q2", "2")),
        *(("colonies", "2022-Q1", "4"), ("colonies", "2022-Q2", "5")),
    ]
    body = "Рік,Січень,лютий,I кв.,H1\n2021,1,2,3,6\n".encode()
    assert figures(parse(source_of(calendar), body, "text/csv")) == [
        *(("colonies", "2021-01", "1"), ("colonies", "2021-02", "2")),
    ]
    for size, period, literal in (("quarter", "2021-Q1", "3"), ("half", "2021-H1", "6")):
        parsed = parse(source_of(f'{calendar}\nperiod.granularity = "{size}"'), body, "text/csv")
        assert figures(parsed) == [("colonies", period, literal)]
    parsed = parse(source_of(calendar), csv("Year | Jan | Feb* | 2000 | Mar-Apr\n2021 | 1 | 2 | 3 | 4\n"), "text/csv")
    assert [cell.column for cell, _ in told(parsed)] == [2, 4]
    with pytest.raises(TableError, match="both named as Q1"):
        parse(source_of(calendar), csv("Year | Q1 | 1st quarter\n2021 | 1 | 2\n"), "text/csv")


@pytest.mark.parametrize("cell", ["2012-13", "2012/13"])
def test_a_month_among_fiscal_years_is_in_doubt(cell: str) -> None:
    body = f"date,colonies\n2010-11,1\n2011-12,2\n{cell},3\n2013-06,4\n".encode()
    parsed = parse(source_of(), body, "text/csv")
    assert figures(parsed) == [("colonies", "2013-06", "4")]
    assert [("fiscal year" in what, at.row) for at, what in told(parsed)] == [(True, 1), (True, 2), (True, 3)]
    across_body = csv(f"Where | 2010-11 | 2011-12 | {cell} | 2015\nAll | 1 | 2 | 3 | 4\n")
    parsed = parse(source_of(ACROSS, TOTAL + 'where = { Where = "All" }'), across_body, "text/csv")
    assert figures(parsed) == [("total", "2015", "4")]


def test_pairs_of_years_alone_are_in_doubt_and_months_are_not() -> None:
    pairs = b"date,colonies\n2009-10,1\n2010-11,2\n"
    with pytest.raises(TableError, match="may be a fiscal year"):
        parse(source_of(), pairs, "text/csv")
    assert len(parse(source_of('period.granularity = "month"'), pairs, "text/csv").figures) == 2
    fiscal = parse(source_of("period = { fiscal = 4, granularity = 'year' }"), pairs, "text/csv")
    assert [str(figure.period) for figure in fiscal.figures] == ["2009-04-01/2010-03-31", "2010-04-01/2011-03-31"]
    assert len(parse(source_of(), b"date,colonies\n2010-11,1\n2010-12,2\n", "text/csv").figures) == 2
    assert len(parse(source_of(), b"date,colonies\n2010-11,1\n", "text/csv").figures) == 1


def test_dates_in_the_other_order_cast_doubt_on_the_rest() -> None:
    body = b"date,colonies\n01/09/2022,1\n02/02/2022,2\n09/28/2022,3\n28/09/2022,4\n"
    parsed = parse(source_of('period.order = "dmy"'), body, "text/csv")
    assert figures(parsed) == [("colonies", "2022-02-02", "2"), ("colonies", "2022-09-28", "4")]
    assert [at.row for at, _ in told(parsed)] == [1, 3]
    assert "the other way round, as '09/28/2022'" in told(parsed)[0][1]


def test_a_cell_that_spans_two_figures_is_told_and_one_that_says_none_is_not() -> None:
    page = b"<table><tr><th>date<th>total<th>colonies<tr><td>2021<td colspan=2>1<tr><td>2022<td>2<td>3"
    parsed = parse(source_of("", TOTAL + COLONIES, "html"), page, "text/html")
    assert figures(parsed) == [("total", "2022", "2"), ("colonies", "2022", "3")]
    assert [at for at, _ in told(parsed)] == [Cell(0, 1, 1)] * 2
    assert len(parsed.illegible.cells) == 2
    parsed = parse(source_of("", TOTAL + COLONIES, "html"), page.replace(b"=2>1", b"=2>n/a"), "text/html")
    assert [literal for _, _, literal in figures(parsed)] == ["n/a", "2", "n/a", "3"]
    down = b"<table><tr><th>date<th>colonies<tr><td>2021<td rowspan=2>1<tr><td>2022<tr><td>2023<td>7"
    assert figures(parse(source_of("", COLONIES, "html"), down, "text/html")) == [("colonies", "2023", "7")]


def test_one_column_may_give_two_series() -> None:
    parsed = parse(source_of("", TOTAL + 'column = "colonies"' + COLONIES), b"date,colonies\n2022,1\n", "text/csv")
    assert figures(parsed) == [("total", "2022", "1"), ("colonies", "2022", "1")]


def test_a_long_table_may_have_several_columns_of_figures() -> None:
    body = csv("date | Where | Men | Women | All\n2021 | A | 1 | 2 | 3\n2021 | B | 4 | 5 | 9\n2022 | A | 6 | x | 7\n")
    men = COLONIES.replace('"colonies"', '"men"') + 'column = "Men"\nwhere = { Where = "A" }'
    women = COLONIES.replace('"colonies"', '"women"') + 'column = 3\nwhere = { Where = "A" }'
    both = TOTAL + 'where = { Where = "B" }'
    parsed = parse(source_of('table = { layout = "long", value = "All" }', men + women + both), body, "text/csv")
    assert figures(parsed) == [
        ("men", "2021", "1"),
        ("men", "2022", "6"),
        ("women", "2021", "2"),
        ("total", "2021", "9"),
    ]
    assert [cell for cell, _ in told(parsed)] == [Cell(0, 3, 3)]
    assert parse(source_of('table.layout = "long"', men + women), body, "text/csv").figures == parsed.figures[:3]
    with pytest.raises(TableError, match="no column 'Men'"):
        parse(source_of('table.layout = "long"', men), body.replace(b"Men", b"Boys"), "text/csv")


def test_numbers_in_another_style_cast_doubt_on_those_that_depend_on_it() -> None:
    body = b'date,total,colonies\n2021,"1,234",5\n2022,"12,5",6\n2023,7.25,1.234\n'
    parsed = parse(source_of("", TOTAL + COLONIES), body, "text/csv")
    assert figures(parsed) == [("total", "2023", "7.25"), ("colonies", "2021", "5"), ("colonies", "2022", "6")]
    assert {what for _, what in told(parsed)[1:]} == {
        "'1,234' may be another number, as '12,5' in its table is not written as the source says",
        "'1.234' may be another number, as '12,5' in its table is not written as the source says",
    }
    comma = source_of('numbers = { decimal = ",", thousands = [" "] }', TOTAL + COLONIES)
    body = b'date,total,colonies\n2021,"1,234","1,5"\n2022,"1,234,567",6\n'
    assert figures(parse(comma, body, "text/csv")) == [("colonies", "2021", "1,5"), ("colonies", "2022", "6")]


def test_rows_of_html_are_read_across_with_their_cells() -> None:
    body = html_of([["Where", "2021", "2022"], ["In colonies", "348&nbsp;000", "1"]])
    parsed = parse(source_of(ACROSS, COLONIES + 'where = { Where = "In colonies" }', "html"), body, "text/html")
    assert [cell_text(body, "text/html", figure.cell) for figure in parsed.figures] == ["348 000", "1"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('period.week = "last"', "period.week: only for weeks"),
        ("period.century = 12345", "period.century: 12345 is no year"),
        ("period.fiscal = 13", "period.fiscal: 13 is no month"),
        ('period.fiscal_named = "last"', "period.fiscal_named: the month"),
        ("period.column = []", "period.column: no column"),
        ('period.strip = ["1"]', "period.strip: '1' is no footnote mark"),
        ('period.strip = [""]', "period.strip: '' is no footnote mark"),
        ('period.caption = "As of .*"', "period.caption: needs one named group"),
        ('period.caption = "(?P<period>.+"', "period.caption: is no RE2 pattern"),
        ('period.caption = "(?P<period>a)(?=b)"', "period.caption: is no RE2 pattern"),
        ('table.layout = "calendar"\nperiod.granularity = "week"', "period.granularity: the calendar layout"),
        ('table.layout = "calendar"\nperiod.caption = "(?P<period>.+)"', "period.caption: the layout calendar"),
        ('table.layout = "across"', "series[0].where: missing"),
        ('table = { layout = "across", header = 0 }', "table.header: the layout across needs"),
        ("table.spread = true", "table.spread: a single header row"),
    ],
)
def test_a_mistake_in_the_source_is_told(more: str, said: str) -> None:
    with pytest.raises(SourceError) as error:
        source_of(more)
    assert said in error.value.message


def test_a_mark_in_a_figures_own_cell_says_its_status() -> None:
    source = source_of('marks.beside = { p = "provisional", e = "derived", "..p" = "final" }\nnumbers.strip = ["*"]')
    body = b"date,colonies\n2021,348 p\n2022,348p*\n2023,348 e\n2024,348*\n2025,- p\n2026,348 p e\n2027,348 ep\n"
    parsed = parse(source, body, "text/csv")
    assert [figure.status for figure in parsed.figures] == [
        *("provisional", "provisional", "derived", "final", "missing"),
    ]
    assert [problem.cell.row for problem in parsed.problems] == [6, 7]
    assert "say derived and provisional" in parsed.problems[0].what
    with pytest.raises(SourceError, match=r"marks.beside: '1' would change numbers"):
        source_of('marks.beside = { "1" = "final" }')


def test_a_header_without_end_is_refused() -> None:
    wide = ("m," + ",".join(str(1000 + number % 8000) for number in range(30_000)) + "\nc,1\n").encode()
    for more, series in ((ACROSS, COLONIES + 'where = { m = "c" }'), ('table.layout = "calendar"', COLONIES)):
        with pytest.raises(TableError, match="more than 20000 columns of periods"):
            parse(source_of(more, series), wide, "text/csv")
