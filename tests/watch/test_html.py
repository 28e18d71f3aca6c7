from __future__ import annotations

import pytest

from tallywire.errors import TableError
from tallywire.series import Cell
from tallywire.watch import cell_text, grids
from tallywire.watch.html import html_grids


def rows_of(html: str, number: int = 0) -> list[list[str]]:
    return [list(row) for row in html_grids(html)[number].rows]


def test_cells_and_headers_are_rows_of_text() -> None:
    assert rows_of("<table><tr><th>As of<th>People<tr><td>2022<td>348,000</table>") == [
        ["As of", "People"],
        ["2022", "348,000"],
    ]


def test_a_spanning_cell_stands_in_every_place_and_is_named_by_its_first() -> None:
    (grid,) = html_grids(
        """<table><caption>Head <b>counts</b></caption>
        <thead><tr><th rowspan=2>As of</th><th colspan=2>Men</th></tr><tr><th>2021</th><th>2022</th></tr></thead>
        <tbody><tr><td>Aug</td><td rowspan=0>1</td><td>2</td></tr><tr><td>Sep</td><td>3</td></tr></tbody>
        <tfoot><tr><td>foot</td></tr></tfoot></table>"""
    )
    assert grid.caption == "Head counts"
    assert [list(row) for row in grid.rows] == [
        ["As of", "Men", "Men"],
        ["As of", "2021", "2022"],
        ["Aug", "1", "2"],
        ["Sep", "1", "3"],
        ["foot"],
    ]
    assert grid.cell(0, 1, 0) == Cell(0, 0, 0)
    assert grid.cell(0, 0, 2) == Cell(0, 0, 1)
    assert grid.cell(0, 3, 1) == Cell(0, 2, 1)
    assert grid.cell(0, 3, 2) == Cell(0, 3, 2)


def test_a_rowspan_ends_with_its_group_and_odd_spans_count_as_one() -> None:
    assert rows_of(
        "<table><tbody><tr><td rowspan=9>a<td colspan=x>b</tbody><tbody><tr><td colspan='-2'>c</tbody></table>"
    ) == [["a", "b"], ["c"]]


def test_rows_without_a_group_are_one_group_up_to_the_next() -> None:
    assert rows_of("<table><tr><td rowspan=3>a<td>b<tr><td>c<tbody><tr><td>d</table>") == [
        ["a", "b"],
        ["a", "c"],
        ["d"],
    ]


def test_a_form_between_a_table_and_its_rows_is_looked_through() -> None:
    assert rows_of("<table><form action=a><tr><td>1</td></tr><tr><td>2</td></tr></form></table>") == [["1"], ["2"]]


def test_nested_tables_are_counted_and_left_out_of_the_cell_around_them() -> None:
    html = "<table><tr><td>12<table><tr><td>34</table>56<td>7</table><table><tr><td>8</table>"
    assert rows_of(html, 0) == [["12 56", "7"]]
    assert rows_of(html, 1) == [["34"]]
    assert rows_of(html, 2) == [["8"]]


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        ("348&nbsp;000", "348 000"),
        ("  348,000\n ", "348,000"),
        ("348<b>,</b>000", "348,000"),
        ("348,000<sup>1</sup>", "348,000[1]"),
        ("348,000<sup><a href=#n>[1]</a></sup>", "348,000[1]"),
        ("348,000<sup>*</sup>", "348,000*"),
        ("1<sup>st</sup> September 2022", "1st September 2022"),
        ("348<sub>2</sub>", "348[2]"),
        ("a<br>b", "a b"),
        ("<p>a</p><p>b</p>", "a b"),
        ("<span style='display:none'>7006348000</span>348,000", "348,000"),
        ("<span hidden>9</span>8", "8"),
        ("<script>9</script><style>9</style><!-- 9 --><template>9</template>8", "8"),
        ("<![CDATA[9]]>8", "8"),
        ("&lt;b&gt;", "<b>"),
        ("", ""),
    ],
)
def test_a_cell_reads_as_a_reader_sees_it(inside: str, seen: str) -> None:
    assert rows_of(f"<table><tr><td>{inside}</td></tr></table>") == [[seen]]


@pytest.mark.parametrize(
    ("body", "media_type", "text"),
    [
        ("<table><tr><td>é".encode(), "text/html", "é"),
        ("<table><tr><td>é".encode("cp1252"), "text/html", "é"),
        ("<table><tr><td>ж".encode("cp1251"), "text/html; charset=windows-1251", "ж"),
        ("<meta charset=windows-1251><table><tr><td>ж".encode("cp1251"), "text/html", "ж"),
        (
            "<meta http-equiv=a content='text/html; charset=koi8-r'><table><tr><td>ж".encode("koi8-r"),
            "text/html",
            "ж",
        ),
        ("\ufeff<table><tr><td>ж".encode("utf-16-le"), "text/html; charset=utf-8", "ж"),
        ("<?xml version='1.0' encoding='utf-8'?><table><tr><td>ж".encode(), "application/xhtml+xml", "ж"),
        ("<table><tr><td>’".encode("cp1252"), "text/html; charset=iso-8859-1", "’"),
        (b"<table><tr><td>a\xffb", "text/html; charset=utf-8", "a\ufffdb"),
        ("<table><tr><td>ж".encode(), "text/html; charset=no-such-thing", "ж"),
        ("<meta charset=utf-16><table><tr><td>ж".encode(), "text/html", "ж"),
        ("<meta charset=unicode_escape><table><tr><td>ж".encode(), "text/html", "ж"),
        (b"<table><tr><td>a\0b", "text/html", "a\ufffdb"),
    ],
)
def test_the_characters_are_found_as_browsers_find_them(body: bytes, media_type: str, text: str) -> None:
    assert cell_text(body, media_type, Cell(0, 0, 0)) == text


@pytest.mark.parametrize("body", [b"", b"   ", b"\0\0", b"no table", b"<html></html>", b"<table></table>", b"<table"])
def test_a_page_without_cells_has_none(body: bytes) -> None:
    assert cell_text(body, "text/html", Cell(0, 0, 0)) is None
    assert all(grid.rows == () for grid in grids(body, "text/html"))


@pytest.mark.parametrize("cell", [Cell(1, 0, 0), Cell(0, 5, 0), Cell(0, 0, 9), Cell(-1, 0, 0), Cell(0, -1, 0)])
def test_a_cell_that_is_not_there_is_none(cell: Cell) -> None:
    assert cell_text(b"<table><tr><td>1</table>", "text/html", cell) is None


@pytest.mark.parametrize(
    "html",
    [
        "<table>" + "<tr><td rowspan=65534 colspan=1000>x" * 3000,
        "<table>" + "<tr><td colspan=1000>x" * 5000,
        "<table><tr>" + "<td colspan=1000>" * 400 + "<td rowspan=9999>" + "<tr>" * 9999,
    ],
)
def test_a_table_that_grows_beyond_measure_is_refused(html: str) -> None:
    with pytest.raises(TableError, match="cells"):
        html_grids(html)


@pytest.mark.parametrize(
    "html", ["<div>" * 50_000 + "<table><tr><td>1", "<table><tr><td>" * 5000, "<table><tr><td>" + "<b>" * 50_000]
)
def test_deep_nesting_ends_in_grids_or_a_told_error(html: str) -> None:
    try:
        found = html_grids(html)
    except TableError as error:
        assert error.what
    else:
        assert len(found) < 5000
