from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tallywire.errors import EmptyTableError, TableError
from tallywire.series import Cell, Interval
from tallywire.watch import Parsed, cell_text, parse
from tests.watch.samples import COLONIES, html_of, source_of

TOTAL = COLONIES.replace('"colonies"', '"total"')


def told(parsed: Parsed) -> list[tuple[str, str | None, str]]:
    return [
        (str(figure.period), None if figure.value is None else str(figure.value), figure.status)
        for figure in parsed.figures
    ]


def test_a_wide_table_gives_a_figure_for_each_row_and_series() -> None:
    source = source_of('period.column = "As of"', TOTAL + COLONIES)
    parsed = parse(source, b'As of,total,colonies\n2022-08-01,"466,000","348,900"\n2022-09-01,463000,\n', "text/csv")
    assert parsed.problems == ()
    assert [(figure.series, str(figure.period), figure.literal, figure.cell) for figure in parsed.figures] == [
        ("prisons/total", "2022-08-01", "466,000", Cell(0, 1, 1)),
        ("prisons/total", "2022-09-01", "463000", Cell(0, 2, 1)),
        ("prisons/colonies", "2022-08-01", "348,900", Cell(0, 1, 2)),
        ("prisons/colonies", "2022-09-01", "", Cell(0, 2, 2)),
    ]
    assert parsed.figures[0].value == Decimal(466000)
    assert parsed.figures[0].quantum == 1
    assert (parsed.figures[3].value, parsed.figures[3].status) == (None, "missing")


def test_a_long_table_gives_each_series_its_rows() -> None:
    source = source_of(
        'table = { layout = "long", value = "value" }\nperiod.column = "date"',
        TOTAL + 'where = { measure = "total" }' + COLONIES + 'where = { measure = "colonies", sex = "both" }',
    )
    body = (
        b"date,measure,sex,value\n2022-08,total,both,466000\n2022-08,colonies,both,348900\n"
        b"2022-08,colonies,women,30000\nsoon,sizo,both,many\n2022-09,colonies,both,348000\n"
    )
    parsed = parse(source, body, "text/csv")
    assert parsed.problems == ()
    assert [(figure.series, str(figure.period), figure.literal) for figure in parsed.figures] == [
        ("prisons/total", "2022-08", "466000"),
        ("prisons/colonies", "2022-08", "348900"),
        ("prisons/colonies", "2022-09", "348000"),
    ]
    parsed = parse(source, b"date,measure,sex,value\n2022-08,total,both,466000\n", "text/csv")
    assert [(problem.series, problem.what) for problem in parsed.problems] == [
        ("prisons/colonies", "no row belongs to this series")
    ]


def test_a_calendar_has_a_column_for_each_month() -> None:
    source = source_of('table.layout = "calendar"\nperiod.column = "Year"')
    parsed = parse(source, b"Year,Jan,Feb.,December,Annual\n1948,4.0,4.7,,3.8\n1949,5.0,x,6,5\n", "text/csv")
    assert told(parsed) == [
        ("1948-01", "4.0", "final"),
        ("1948-02", "4.7", "final"),
        ("1948-12", None, "missing"),
        ("1949-01", "5.0", "final"),
        ("1949-12", "6", "final"),
    ]
    assert [problem.cell for problem in parsed.problems] == [Cell(0, 2, 2)]
    assert parse(source, b"Year,Jan\n1948-01,4.0\n1949,1\n", "text/csv").problems[0].what == "1948-01 is no year"
    with pytest.raises(TableError, match="no column is named as a month"):
        parse(source, b"Year,A\n1948,4.0\n", "text/csv")
    with pytest.raises(TableError, match="both named as month 1"):
        parse(source, b"Year,Jan,January\n1948,4.0,4\n", "text/csv")


def test_marks_beside_a_figure_are_read() -> None:
    source = source_of(
        """
        [marks]
        quantum = "step"
        bounds = { low = "low", high = "high", high_open = true }
        status = "status"
        published = "printed"
        words = { rounded = "final" }
        """
    )
    body = (
        b"date,colonies,step,low,high,status,printed\n"
        b"2022-08-01,349000,1000,348500,349000,rounded,18 November 2022\n"
        b"2022-09-01,348000,1000,,,P,\n"
        b"2022-10-01,338000,,,338000,derived,2022-11-21\n"
        b"2022-11-01,325000,0,,,M,\n"
    )
    parsed = parse(source, body, "text/csv")
    assert parsed.problems == ()
    first, second, third, fourth = parsed.figures
    assert first.bounds == Interval(Decimal(348500), Decimal(349000), high_open=True)
    assert (first.quantum, first.status) == (Decimal(1000), "final")
    assert first.published_at == datetime(2022, 11, 18, tzinfo=UTC)
    assert (second.bounds, second.status, second.published_at) == (None, "provisional", None)
    assert third.bounds == Interval(None, Decimal(338000), high_open=True)
    assert (third.quantum, third.status) == (Decimal(1), "derived")
    assert (fourth.value, fourth.status, fourth.literal) == (None, "missing", "325000")


def test_a_mark_that_cannot_be_read_is_told_and_never_makes_a_figure_more_exact() -> None:
    source = source_of(
        """
        [marks]
        quantum = "step"
        bounds = { low = "low", high = "high" }
        status = "status"
        published = "printed"
        """
    )
    body = (
        b"date,colonies,step,low,high,status,printed\n"
        b"2022-01,1,about,,,,\n"
        b"2022-02,2,-1,,,,\n"
        b"2022-03,3,,x,,,\n"
        b"2022-04,4,,9,1,,\n"
        b"2022-05,5,,,,guess,\n"
        b"2022-06,6,,,,,some day\n"
        b"2022-07,7,,,,,\n"
    )
    parsed = parse(source, body, "text/csv")
    assert told(parsed) == [("2022-05", "5", "provisional"), ("2022-06", "6", "final"), ("2022-07", "7", "final")]
    assert parsed.figures[1].published_at is None
    assert [(problem.cell.row, problem.cell.column) for problem in parsed.problems] == [
        *((1, 2), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6))
    ]


def test_a_cell_that_is_no_number_is_told_and_the_others_come() -> None:
    body = b"date,colonies\n2022-07,348 900*\nTotal,1\n2022-08,\n2022-09,348000\n2022-10\n,\n,5\n"
    parsed = parse(source_of(), body, "text/csv")
    assert told(parsed) == [("2022-08", None, "missing"), ("2022-09", "348000", "final")]
    assert [(problem.cell, problem.literal) for problem in parsed.problems] == [
        (Cell(0, 1, 1), "348 900*"),
        (Cell(0, 2, 0), "Total"),
        (Cell(0, 5, 1), ""),
        (Cell(0, 7, 0), ""),
    ]
    assert parsed.problems[0].series == "prisons/colonies"
    assert "numbers.strip" in parsed.problems[0].what
    assert "the row ends after 1 cells" in parsed.problems[2].what


def test_a_period_that_stands_twice_is_told_and_the_last_one_counts() -> None:
    parsed = parse(source_of(), b"date,colonies\n2022-09,348000\n2022-09,347000\n", "text/csv")
    assert told(parsed) == [("2022-09", "347000", "final")]
    assert parsed.problems[0].cell == Cell(0, 2, 1)
    assert "stands here again, after '348000' in row 1" in parsed.problems[0].what


def test_the_rounding_step_is_the_rows_then_the_series_then_the_written_one() -> None:
    body = b"date,colonies,step\n2022-08,348000,500\n2022-09,348000.5,\n"
    stepped = source_of('marks.quantum = "step"', COLONIES + 'quantum = "1000"')
    assert [figure.quantum for figure in parse(stepped, body, "text/csv").figures] == [Decimal(500), Decimal(1000)]
    written = parse(source_of(), body, "text/csv")
    assert [figure.quantum for figure in written.figures] == [Decimal(1), Decimal("0.1")]


def test_rows_above_the_header_and_at_the_foot_are_left_and_columns_go_by_number() -> None:
    source = source_of("table = { skip = 2, skip_end = 1 }\nperiod.column = 1", COLONIES + "column = 2")
    body = b"Head counts\n\n,As of,,\n,2022-09,348000,x\nSource: the agency,,,\n"
    parsed = parse(source, body, "text/csv")
    assert parsed.problems == ()
    assert parsed.figures[0].cell == Cell(0, 3, 2)


def test_a_table_without_header_goes_by_number() -> None:
    source = source_of("table.header = 0", COLONIES + "column = 1")
    assert told(parse(source, b"2022-09,348000\n", "text/csv")) == [("2022-09", "348000", "final")]
    with pytest.raises(TableError, match="no named columns"):
        parse(source_of("table.header = 0"), b"2022-09,348000\n", "text/csv")


def test_a_header_of_two_rows_joins_its_names() -> None:
    html = b"""<table><tr><th rowspan=2>As of<th colspan=2>Men</tr><tr><th>In colonies<th>On remand</tr>
    <tr><td>1 September 2022<td>348&nbsp;000<sup>1</sup><td>5</table>"""
    source = source_of(
        'table.header = 2\nperiod.column = "As of"\nnumbers.strip = ["[1]"]',
        COLONIES + 'column = "Men In colonies"',
        "html",
    )
    parsed = parse(source, html, "text/html")
    assert told(parsed) == [("2022-09-01", "348000", "final")]
    assert parsed.figures[0].literal == "348 000[1]"
    assert cell_text(html, "text/html", parsed.figures[0].cell) == "348 000[1]"


def test_a_table_is_chosen_by_number_or_caption() -> None:
    page = b"<table><caption>Remand</caption><tr><td>date<td>colonies<tr><td>2022<td>1</table>"
    page += page.replace(b"Remand", b"Colonies, all").replace(b"<td>1", b"<td>2")
    for chosen, value in (("index = 1", "2"), ('caption = "colonies"', "2"), ("index = 0", "1")):
        assert told(parse(source_of(f"table.{chosen}", media="html"), page, "text/html")) == [
            ("2022", value, "final")
        ]
    with pytest.raises(TableError, match=r"no tables have 'women' in their caption. Captions here: \['Remand'"):
        parse(source_of('table.caption = "women"', media="html"), page, "text/html")
    with pytest.raises(TableError, match="2 tables have"):
        parse(source_of('table.caption = "e"', media="html"), page, "text/html")
    with pytest.raises(TableError, match=r"there is no table number 2\. There are 2"):
        parse(source_of("table.index = 2", media="html"), page, "text/html")
    with pytest.raises(TableError, match="There are 0"):
        parse(source_of(media="html"), b"<p>moved</p>", "text/html")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"when,colonies\n2022-09,1\n", r"prisons: there is no column 'date'. Columns here: 0 'when', 1 'colonies'"),
        (b"date,people\n2022-09,1\n", r"there is no column 'colonies'. Columns here: 0 'date', 1 'people'"),
        (b"date,colonies,colonies\n2022-09,1,2\n", "2 columns are named 'colonies'"),
        (b"date,colonies\nnever,1\n", "not one figure could be read; first: 'never' is not a period"),
        (b"date,colonies\n2022-09,many\n", "not one figure could be read; first: 'many'"),
        (b",\n2022-09,1\n", "row 0 holds no column names"),
    ],
)
def test_a_table_that_does_not_fit_is_told(body: bytes, said: str) -> None:
    with pytest.raises(TableError, match=said) as error:
        parse(source_of('period.column = "date"'), body, "text/csv")
    assert not isinstance(error.value, EmptyTableError)


def test_a_column_is_found_whatever_its_case_and_spaces() -> None:
    source = source_of('period.column = "as of"', COLONIES + 'column = "In  Colonies"')
    assert told(parse(source, b"As  Of,in colonies\n2022-09,5\n", "text/csv")) == [("2022-09", "5", "final")]


@pytest.mark.parametrize("body", [b"", b"\n\n", b" , \n,", b"date,colonies\n", b"date,colonies\n,\n \n"])
def test_an_empty_table_is_told_as_one(body: bytes) -> None:
    with pytest.raises(EmptyTableError):
        parse(source_of(), body, "text/csv")


def test_problems_are_bounded_and_counted() -> None:
    body = b"date,colonies\n2022-09,1\n" + b"x,1\n" * 12_000
    parsed = parse(source_of(), body, "text/csv")
    assert len(parsed.problems) == 10_001
    assert parsed.problems[-1].what.endswith("(and 1999 more problems)")
    assert len(parsed.figures) == 1


def test_html_and_csv_wide_and_long_say_the_same() -> None:
    """The same figures in four forms differ in nothing but their cells."""
    rows = [["date", "total", "colonies"], ["2022-08", "466,000", "348,900"], ["2022-09", "-", "348,000.50"]]
    long = [["date", "what", "value"]]
    long += [[row[0], name, text] for row in rows[1:] for name, text in zip(rows[0][1:], row[1:], strict=True)]
    wide_series = TOTAL + COLONIES
    long_series = TOTAL + 'where = { what = "total" }' + COLONIES + 'where = { what = "colonies" }'
    as_long = 'table = { layout = "long", value = "value" }'

    def csv_of(table: list[list[str]]) -> bytes:
        return "\n".join(";".join(row) for row in table).encode()

    seen = [
        parse(source_of("", wide_series, "html"), html_of(rows), "text/html"),
        parse(source_of('table.delimiter = ";"', wide_series), csv_of(rows), "text/csv"),
        parse(source_of(as_long, long_series, "html"), html_of(long), "text/html"),
        parse(source_of(as_long.replace("{", '{ delimiter = ";",'), long_series), csv_of(long), "text/csv"),
    ]
    bare = [
        [
            (f.series, f.period, f.value, f.quantum, f.bounds, f.status, f.literal, f.published_at)
            for f in parsed.figures
        ]
        for parsed in seen
    ]
    assert len(bare[0]) == 4
    assert bare[0] == bare[1] == bare[2] == bare[3]
    assert all(parsed.problems == () for parsed in seen)
