from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallywire.errors import TableError
from tallywire.series import Cell
from tallywire.watch import archived_type, cell_text, grids, parse
from tallywire.watch.apart import Limits
from tallywire.watch.xlsx import xlsx_grids
from tallywire.watch.xlsx_tables import cell_words
from tests.watch.papers import (
    Workbook,
    encrypted_workbook,
    excel_97,
    mangled,
    opendocument,
    repacked,
    sheet_of,
    workbook,
)
from tests.watch.samples import COLONIES, source_of

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "xl/worksheets/sheet1.xml"


def counts(book: Workbook) -> None:
    """Two sheets; the second has a title, a header of two rows with merged cells, and a merged year."""
    book.add_worksheet("Зміст").write("A1", "Тюремне населення")
    sheet = book.add_worksheet("Стан")
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write("A1", "Засуджені, осіб")
    sheet.merge_range("A3:A4", "Станом на")
    sheet.merge_range("B3:C3", "Чоловіки")
    sheet.write_row("B4", ["колонії", "СІЗО"])
    for row, (when, colonies, sizo) in enumerate(
        [(date(2022, 8, 1), 348900, "110 000"), (date(2022, 11, 1), 325000.0, 109.5)], 4
    ):
        sheet.write_datetime(row, 0, datetime.combine(when, time()), day)
        sheet.write(row, 1, colonies)
        sheet.write(row, 2, sizo)


def rows_of(body: bytes, number: int = 0) -> list[list[str]]:
    return [list(row) for row in xlsx_grids(body)[number].rows]


def test_a_sheet_with_merged_headers_gives_exact_figures_that_stand_in_their_cells() -> None:
    body = workbook(counts)
    source = source_of(
        'table = { sheet = "Стан", skip = 2, header = 2 }\nperiod.column = "Станом на"',
        COLONIES + 'column = "Чоловіки колонії"' + COLONIES.replace("colonies", "sizo") + 'column = "Чоловіки СІЗО"',
        media="xlsx",
    )
    parsed = parse(source, body, "application/octet-stream")
    assert parsed.problems == ()
    assert [(figure.series, str(figure.period), figure.literal, str(figure.value)) for figure in parsed.figures] == [
        ("prisons/colonies", "2022-08-01", "348900", "348900"),
        ("prisons/colonies", "2022-11-01", "325000", "325000"),
        ("prisons/sizo", "2022-08-01", "110 000", "110000"),
        ("prisons/sizo", "2022-11-01", "109.5", "109.5"),
    ]
    kept = archived_type(source, "application/vnd.ms-excel; charset=binary")
    assert kept == f"{WORKBOOK}; sheet*=UTF-8''%D0%A1%D1%82%D0%B0%D0%BD"
    assert archived_type(source, kept) == kept
    assert all(cell_text(body, kept, figure.cell) == figure.literal for figure in parsed.figures)


def test_each_sheet_is_a_table_in_order_with_its_name_and_only_the_named_one_is_laid_out() -> None:
    body = workbook(counts)
    assert [(grid.caption, len(grid.rows)) for grid in grids(body, WORKBOOK)] == [("Зміст", 1), ("Стан", 6)]
    assert [len(grid.rows) for grid in xlsx_grids(body, "Стан")] == [0, 6]
    [_, grid] = xlsx_grids(body, "Стан")
    assert grid.rows[2] == ("Станом на", "Чоловіки", "Чоловіки")
    assert grid.rows[3] == ("Станом на", "колонії", "СІЗО")
    assert grid.spanned == {(3, 0): (2, 0), (2, 2): (2, 1)}
    assert grid.cell(1, 2, 2) == Cell(1, 2, 1)
    with pytest.raises(TableError, match=r"there is no sheet 'Стан 2'\. Sheets here: 'Зміст', 'Стан'"):
        xlsx_grids(body, "Стан 2")
    with pytest.raises(TableError, match="there is no sheet 'Nowhere'"):
        parse(source_of('table.sheet = "Nowhere"', media="xlsx"), body, "")
    by_caption = source_of(
        'table = { caption = "стан", skip = 3 }\nperiod.column = 0', COLONIES + "column = 1", "xlsx"
    )
    assert [figure.literal for figure in parse(by_caption, body, "").figures] == ["348900", "325000"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (348000, "348000"),
        (0.1 + 0.2, "0.3"),
        (100.10000000000001, "100.1"),
        (1.005, "1.005"),
        (123456789012345.0, "123456789012345"),
        (1e20, "1" + "0" * 20),
        (1.5e-7, "0.00000015"),
        (-12.5, "-12.5"),
        (-0.0, "0"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("348 000", "348 000"),
        ("  a\nb", "  a\nb"),
    ],
)
def test_a_value_is_written_plainly(value: object, text: str) -> None:
    assert rows_of(sheet_of([value])) == [[text]]


def test_days_times_and_spans_of_time_are_written_out() -> None:
    def write(book: Workbook) -> None:
        sheet = book.add_worksheet()
        for column, (value, form) in enumerate(
            [
                (date(2022, 11, 1), "d mmmm yyyy"),
                (date(2022, 11, 1), "mmm yy"),
                (datetime.combine(date(2022, 11, 1), time(12, 30)), "yyyy-mm-dd hh:mm"),
                (time(9, 5), "hh:mm"),
                (timedelta(hours=36), "[h]:mm"),
            ]
        ):
            sheet.write_datetime(0, column, value, book.add_format({"num_format": form}))

    expected = [["2022-11-01", "2022-11-01", "2022-11-01T12:30:00", "09:05:00", "36:00:00"]]
    assert rows_of(workbook(write)) == expected
    assert rows_of(workbook(write, date_1904=True))[0][:3] == expected[0][:3]


def test_an_error_and_a_formula_that_was_never_calculated_are_no_figures() -> None:
    def write(book: Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["date", "colonies"])
        sheet.write_column(1, 0, ["2022-08-01", "2022-09-01", "2022-10-01", "2022-11-01"])
        sheet.write_formula("B2", "=1/0", None, "#DIV/0!")
        sheet.write_formula("B3", '=SUM(D1:D9)&"<"')
        sheet.write_formula("B4", "=C4", None, "")
        sheet.write_formula("B5", "=C5", None, 325000)

    parsed = parse(source_of(media="xlsx"), workbook(write), "")
    assert [(figure.literal, str(figure.period)) for figure in parsed.figures] == [("325000", "2022-11-01")]
    assert [problem.literal for problem in parsed.problems] == ["#DIV/0!", '=SUM(D1:D9)&"<"', "=C4"]


def test_rows_and_columns_count_from_the_first_of_the_sheet_and_far_blank_cells_do_not_matter() -> None:
    def write(book: Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write("C4", 7)
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))

    assert rows_of(workbook(write)) == [["", "", ""]] * 3 + [["", "", "7"]]


def test_chart_sheets_and_hidden_sheets_keep_their_number() -> None:
    def write(book: Workbook) -> None:
        chart = book.add_chart({"type": "line"})
        book.add_chartsheet("Chart").set_chart(chart)
        hidden = book.add_worksheet("Hidden")
        hidden.write("A1", 1)
        book.add_worksheet("Last").write("A1", 2)
        chart.add_series({"values": "=Hidden!$A$1:$A$1"})
        hidden.hide()

    assert [(grid.caption, grid.rows) for grid in xlsx_grids(workbook(write))] == [
        ("Chart", ()),
        ("Hidden", (("1",),)),
        ("Last", (("2",),)),
    ]


def test_merged_cells_end_with_the_sheet_and_the_first_of_two_that_overlap_counts() -> None:
    merges = b"".join(b'<mergeCell ref="%s"/>' % ref for ref in (b"A1:XFD1", b"B1:B2", b"K9:L9"))
    merges = b"<mergeCells>" + merges + b"</mergeCells>"
    body = repacked(
        sheet_of(["a", "b"], [1, 2]), {SHEET: lambda part: part.replace(b"</sheetData>", b"</sheetData>" + merges)}
    )
    [grid] = xlsx_grids(body)
    assert grid.rows == (("a", "a"), ("1", "a"))
    assert grid.spanned == {(0, 1): (0, 0), (1, 1): (0, 1)}


def test_an_opendocument_sheet_and_one_of_excel_97_are_read() -> None:
    cells = '<table:table-cell office:value-type="%s"><text:p>%s</text:p></table:table-cell>'
    row = "<table:table-row>%s</table:table-row>"
    day = '<table:table-cell office:value-type="date" office:date-value="2022-11-01"/>'
    number = '<table:table-cell office:value-type="float" office:value="325000.5"/>'
    body = opendocument("Дані", row % (cells % ("string", "дата") + cells % ("string", "n")) + row % (day + number))
    [grid] = xlsx_grids(body)
    assert (grid.caption, grid.rows) == ("Дані", (("дата", "n"), ("2022-11-01", "325000.5")))
    [grid] = xlsx_grids(excel_97("Data", [["дата", "n"], ["2022-11", 325000.0], ["", 0.1]]))
    assert (grid.caption, grid.rows) == ("Data", (("дата", "n"), ("2022-11", "325000"), ("", "0.1")))
    repeated = row.replace("<table:table-row", '<table:table-row table:number-rows-repeated="1048575"') % (
        number.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="16384"')
    )
    with pytest.raises(TableError):
        xlsx_grids(opendocument("a", repeated))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**10), max_value=10**10))
def test_every_decimal_of_fifteen_digits_survives_the_float_that_a_workbook_keeps(number: Decimal) -> None:
    assert Decimal(cell_words(float(number))) == number


def _far(book: Workbook) -> None:
    sheet = book.add_worksheet()
    sheet.write("A1", 1)
    sheet.write(1_048_575, 16_383, 1)


def _only_far(book: Workbook) -> None:
    book.add_worksheet().write(1_048_575, 16_383, 1)


def _packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in members.items():
            archive.writestr(name, part)
    return out.getvalue()


GOOD = sheet_of(["date", "colonies"], ["2022-08-01", 348900])
ENTITIES = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "no workbook"),
        (b"date,colonies\n", "no workbook"),
        (b"\n<!doctype html><table>", 'a page and no workbook. Set media = "html"'),
        (b"%PDF-1.7", 'a PDF and no workbook. Set media = "pdf"'),
        (GOOD[: len(GOOD) // 2], "cut short or damaged"),
        (GOOD[:-10], "cut short or damaged"),
        (_packed({"a.txt": b"a"}), "no workbook"),
        (_packed({f"{number}": b"" for number in range(10_001)}), "10001 parts"),
        (_packed({"xl/workbook.xml": bytes(20 << 20)}), "over 500 times its size"),
        (encrypted_workbook(), "encrypted and needs a password"),
        (workbook(_far), "MiB of memory"),
        (workbook(_only_far), "more than 2000000 cells. Name the one sheet that is read in table.sheet"),
        (repacked(GOOD, {SHEET: lambda part: part[: len(part) // 2]}), "damaged"),
        (
            repacked(GOOD, {SHEET: lambda part: part.replace(b'<c r="B2"><v>348900', b'<c t="e"><v>#N/A')}),
            "does not say where",
        ),
        (
            repacked(
                GOOD,
                {SHEET: lambda part: part.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A"/>')},
            ),
            "damaged|cannot be read",
        ),
    ],
    ids=lambda value: None if isinstance(value, bytes) else value[:20],
)
def test_what_is_no_sound_workbook_is_told(body: bytes, said: str) -> None:
    with pytest.raises(TableError, match=said) as caught:
        xlsx_grids(body)
    assert caught.value.where == "the workbook"


def test_entities_are_not_grown() -> None:
    body = repacked(
        GOOD,
        {
            "xl/workbook.xml": lambda part: part.replace(b"<workbook", ENTITIES + b"<workbook", 1),
            "xl/sharedStrings.xml": lambda part: part.replace(b"<sst", ENTITIES + b"<sst", 1).replace(
                b"date", b"&c;"
            ),
        },
    )
    try:
        [grid] = xlsx_grids(body)
    except TableError as error:
        assert error.what
    else:
        assert len(grid.rows[0][0]) <= len("&c;")


def test_a_workbook_past_the_bounds_is_refused() -> None:
    body = sheet_of(*[[1, 2, 3]] * 100)
    assert len(xlsx_grids(body, limits=Limits(cells=400))[0].rows) == 100
    with pytest.raises(TableError, match="more than 399 cells"):
        xlsx_grids(body, limits=Limits(cells=399))
    with pytest.raises(TableError, match="seconds of computing"):
        xlsx_grids(body, limits=Limits(wall_seconds=0.0))
    with pytest.raises(TableError, match="cannot be laid out within 1 MiB"):
        xlsx_grids(body, limits=Limits(memory=1 << 20))
    merges = b"".join(b'<mergeCell ref="A1:C100"/>' for _ in range(2000))
    overlapping = repacked(
        body,
        {SHEET: lambda part: part.replace(b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>")},
    )
    assert len(xlsx_grids(overlapping)[0].spanned) == 299


def test_a_mangled_workbook_gives_sheets_or_a_told_error() -> None:
    chance = Random(4)
    for number in range(30):
        part = (SHEET, "xl/workbook.xml", "xl/sharedStrings.xml")[number % 3]
        body = repacked(GOOD, {part: lambda old: mangled(old, chance)}) if number % 4 else mangled(GOOD, chance)
        try:
            found = xlsx_grids(body, limits=Limits(cpu_seconds=20))
        except TableError as error:
            assert error.what
        else:
            assert found


def test_a_million_cells_are_read() -> None:
    row = b"<row>" + b"".join(b"<c><v>%d</v></c>" % column for column in range(100)) + b"</row>"
    body = repacked(
        GOOD, {SHEET: lambda part: part[: part.index(b"<row")] + row * 10_000 + part[part.index(b"</sh") :]}
    )
    [grid] = xlsx_grids(body)
    assert (len(grid.rows), grid.rows[-1][-1]) == (10_000, "99")
