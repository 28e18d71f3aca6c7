from __future__ import annotations

import subprocess
from pathlib import Path
from random import Random

import pytest
from fpdf.enums import AccessPermission, EncryptionMethod

from tallywire.errors import TableError
from tallywire.series import Cell
from tallywire.watch import archived_type, cell_text, parse
from tallywire.watch.apart import Limits
from tallywire.watch.html import html_grids
from tallywire.watch.pdf import pdf_grids
from tests.needs import chromium, font
from tests.watch.papers import Paper, mangled
from tests.watch.samples import COLONIES, source_of

XS = (40, 160, 260, 360)
COUNTS = (
    ("As of", "colonies", "remand"),
    ("1 August 2022", "348 900", "110,000"),
    ("1 November 2022", "325 000", "9.5"),
)


def ruled(*tables: tuple[tuple[str, ...], ...], title: str = "Table 1. Head counts") -> Paper:
    """A page of ruled tables, one below the other, each below its title."""
    paper = Paper()
    for number, rows in enumerate(tables):
        top = 80 + 150 * number
        paper.put(40, top - 8, f"{title} {number}").ruled(XS, [top + 20 * row for row in range(len(rows) + 1)])
        paper.rows([x + 5 for x in XS[:-1]], top + 14, rows, leading=20)
    return paper


def rows_of(body: bytes, strategy: str = "ruled", number: int = 0) -> list[list[str]]:
    return [list(row) for row in pdf_grids(body, strategy)[number].rows]


@pytest.mark.parametrize("strategy", ["ruled", "spaced"])
def test_a_table_gives_figures_that_stand_in_their_cells(strategy: str) -> None:
    paper = ruled(COUNTS) if strategy == "ruled" else Paper().rows(XS[:-1], 100, COUNTS)
    body = paper.bytes()
    source = source_of(f'table.strategy = "{strategy}"', COLONIES + COLONIES.replace("colonies", "remand"), "pdf")
    parsed = parse(source, body, "application/pdf")
    assert parsed.problems == ()
    assert [(figure.series, str(figure.period), figure.literal, figure.cell) for figure in parsed.figures] == [
        ("prisons/colonies", "2022-08-01", "348 900", Cell(0, 1, 1)),
        ("prisons/colonies", "2022-11-01", "325 000", Cell(0, 2, 1)),
        ("prisons/remand", "2022-08-01", "110,000", Cell(0, 1, 2)),
        ("prisons/remand", "2022-11-01", "9.5", Cell(0, 2, 2)),
    ]
    kept = archived_type(source, "application/octet-stream")
    assert kept == f"application/pdf; strategy={strategy}" == archived_type(source, kept)
    assert all(cell_text(body, kept, figure.cell) == figure.literal for figure in parsed.figures)


def test_tables_come_page_by_page_with_what_stands_above_them_and_one_page_can_be_named() -> None:
    paper = ruled(COUNTS, COUNTS)
    paper.add_page()
    paper.put(40, 72, "Table 9. Women").ruled(XS, [80, 100, 120]).rows([x + 5 for x in XS[:-1]], 94, COUNTS[:2], 20)
    body = paper.bytes()
    captions = [grid.caption for grid in pdf_grids(body)]
    assert captions == ["page 1: Table 1. Head counts 0", "page 1: Table 1. Head counts 1", "page 2: Table 9. Women"]
    assert [grid.caption for grid in pdf_grids(body, page="2")] == captions[2:]
    source = source_of('table = { caption = "women" }', media="pdf")
    assert [figure.cell for figure in parse(source, body, "").figures] == [Cell(2, 1, 1)]
    source = source_of("table = { page = 2 }", media="pdf")
    assert [figure.cell for figure in parse(source, body, "").figures] == [Cell(0, 1, 1)]
    assert archived_type(source, "") == "application/pdf; strategy=ruled; page=2"
    with pytest.raises(TableError, match="there is no page 3"):
        pdf_grids(body, page="3")


def test_cells_that_span_stand_in_every_place() -> None:
    paper = Paper()
    paper.line(40, 80, 360, 80)
    paper.line(160, 100, 360, 100)
    for y in (120, 140):
        paper.line(40, y, 360, y)
    for x in (40, 160, 360):
        paper.line(x, 80, x, 140)
    paper.line(260, 100, 260, 140)
    paper.put(45, 104, "As of").put(165, 94, "Men").put(165, 114, "2021").put(265, 114, "2022")
    paper.rows([45, 165, 265], 134, [("August", "1", "2")])
    [grid] = pdf_grids(paper.bytes())
    assert grid.rows == (("As of", "Men", "Men"), ("As of", "2021", "2022"), ("August", "1", "2"))
    assert grid.spanned == {(1, 0): (0, 0), (0, 2): (0, 1)}


def test_words_over_columns_without_rules_span_those_that_are_free() -> None:
    paper = Paper().put(195, 84, "All men in prison").put(40, 84, "Year")
    paper.rows((40, 180, 260), 100, [("", "2021", "2022"), ("August", "1 000", "2 000"), ("July", "", "2")])
    [grid] = pdf_grids(paper.bytes(), "spaced")
    assert grid.rows == (
        ("Year", "All men in prison", "All men in prison"),
        ("", "2021", "2022"),
        ("August", "1 000", "2 000"),
        ("July", "", "2"),
    )
    assert grid.spanned == {(0, 2): (0, 1)}


def test_a_table_that_a_browser_printed_reads_as_the_page_itself(tmp_path: Path) -> None:
    page = """<!doctype html><meta charset=utf-8><style>td, th { border: 1px solid; padding: 4px }
    table { border-collapse: collapse }</style><h2>Таблиця 1. Засуджені<sup>2</sup></h2>
    <table><tr><th rowspan=2>Станом на<th colspan=2>Чоловіки<th>Жінки<tr><th>колонії<th>СІЗО<sup>1</sup><th>усі
    <tr><td>1.11.2022<td>325&nbsp;000<sup>1</sup><td>110 000<td>9,5<tr><td>1.12.2022<td><b>324 000</b><td>–<td>−3
    </table>"""
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    options = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}")
    subprocess.run(
        [chromium(), *options, f"--print-to-pdf={tmp_path / 'page.pdf'}", str(tmp_path / "page.html")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    [printed] = pdf_grids((tmp_path / "page.pdf").read_bytes())
    [own] = html_grids(page)
    assert printed.caption == "page 1: Таблиця 1. Засуджені[2]"
    assert [[text.replace("\xa0", " ") for text in row] for row in printed.rows] == [list(row) for row in own.rows]
    assert printed.spanned == own.spanned


def test_letters_of_any_script_are_read() -> None:
    paper = Paper()
    paper.add_font("dejavu", fname=font("DejaVuSans.ttf"))
    paper.set_font("dejavu", size=9)
    paper.put(40, 72, "Кількість засуджених").ruled(XS, [80, 100, 120])
    paper.rows([45, 165, 265], 94, [("Станом на", "колонії", "СІЗО"), ("1.08.2022", "348 900", "−3")], 20)
    [grid] = pdf_grids(paper.bytes())
    assert grid.caption == "page 1: Кількість засуджених"
    assert grid.rows == (("Станом на", "колонії", "СІЗО"), ("1.08.2022", "348 900", "−3"))


def one_cell(paper: Paper) -> str:
    [[_, text]] = rows_of(paper.ruled((40, 100, 200), (80, 120)).bytes())
    return text


def test_a_raised_figure_is_a_note_and_joins_no_number() -> None:
    assert one_cell(Paper().put(110, 100, "943").put(126.7, 96, "1", size=6)) == "943[1]"
    assert one_cell(Paper().put(110, 100, "943").put(127.5, 97, "12", size=6)) == "943[12]"
    assert one_cell(Paper().put(110, 96, "1", size=6).put(113.4, 100, "943")) == "[1]943"
    assert one_cell(Paper().put(110, 100, "943").put(126.7, 96, "a", size=6)) == "943a"

    same_size = Paper().put(110, 100, "9431").put(132.3, 96, "2")
    assert one_cell(same_size) == "9431[2]"


def test_figures_that_only_stand_near_one_another_are_not_joined() -> None:
    assert one_cell(Paper().put(110, 92, "348").put(110, 112, "000")) == "348\n000"
    assert one_cell(Paper().put(110, 100, "348").put(150, 100, "000")) == "348  000"
    assert one_cell(Paper().put(110, 100, "348 000")) == "348 000"
    assert one_cell(Paper(family="courier").put(110, 100, "348 000")) == "348 000"
    assert one_cell(Paper().put(110, 100, "348  000")) == "348  000"
    assert "…" in one_cell(Paper().put(110, 100, "348").put(112, 100, "000"))


def test_bold_that_is_printed_twice_is_read_once_and_the_unseen_not_at_all() -> None:
    assert one_cell(Paper().put(110, 100, "348").put(110.3, 100, "348")) == "348"
    assert one_cell(Paper().put(110, 100, "348").put(130, 100, "000", size=0.5)) == "348"


def test_a_number_that_runs_over_a_rule_is_no_number() -> None:
    paper = Paper().ruled((40, 80, 120), (80, 100)).put(70, 94, "348900")
    assert rows_of(paper.bytes()) == [["34…", "…8900"]]
    paper = Paper().ruled((40, 80), (80, 100, 120)).put(70, 94, "348900")
    assert rows_of(paper.bytes()) == [["34…"], [""]]

    paper = Paper().ruled((40, 80, 120), (80, 100)).put(66, 94, "12.5")
    [[left, right]] = rows_of(paper.bytes())
    assert "…" in left and "…" in right


def test_figures_of_two_columns_that_no_gap_keeps_apart_are_not_joined_and_not_moved() -> None:
    noted = Paper().put(40, 100, "May").put(100, 100, "325").put(116.8, 96, "1", size=6).put(125, 100, "110")
    noted.put(40, 116, "June").put(100, 116, "326").put(125, 116, "111")
    [grid] = pdf_grids(noted.bytes(), "spaced")
    assert grid.rows == (("May", "325[1]", "110"), ("June", "326", "111"))
    rows = [("As of", "men", "women"), ("August", "348", "12"), ("July", "1", "7")]
    paper = Paper().rows((40, 160, 200), 100, rows).put(40, 148, "June").put(170, 148, "123456")
    [grid] = pdf_grids(paper.bytes(), "spaced")
    assert grid.rows[1:] == (("August", "348  12"), ("July", "1  7"), ("June", "123456"))


def test_a_cell_of_two_lines_loses_no_row_without_rules() -> None:
    rows = [("As of", "men"), ("August", "348"), ("", "(revised)"), ("July", "350"), ("June", "351")]
    [grid] = pdf_grids(Paper().rows((40, 160), 100, rows).bytes(), "spaced")
    assert grid.rows == tuple(rows)
    apart = Paper().rows((40, 160), 100, rows[:2]).put(40, 190, "Table 2").rows((40, 160), 206, rows[3:])
    assert [len(each.rows) for each in pdf_grids(apart.bytes(), "spaced")] == [2, 2]


def _encrypted() -> bytes:
    paper = ruled(COUNTS)
    paper.set_encryption("owner", "user", EncryptionMethod.RC4, AccessPermission.none())
    return paper.bytes()


def _without_text() -> bytes:
    paper = Paper()
    paper.ruled((40, 100, 200), (80, 120))
    return paper.bytes()


GOOD = ruled(COUNTS).bytes()


@pytest.mark.parametrize(
    ("body", "strategy", "said"),
    [
        (b"", "ruled", "no PDF"),
        (b"<html>", "ruled", "no PDF"),
        (b"%PDF-1.7\n%%EOF", "ruled", "damaged|cannot be read|no pages"),
        (GOOD[: len(GOOD) // 2], "ruled", "damaged|cannot be read|no pages"),
        (b"%PDF-1.7\n" + b"[" * 100_000, "ruled", "damaged|cannot be read|no pages"),
        (_encrypted(), "ruled", "encrypted and needs a password"),
        (_without_text(), "ruled", "has no text: its pages are pictures"),
        (
            Paper().put(40, 100, "Words").bytes(),
            "ruled",
            'no ruled table is found in it. Try table.strategy = "spaced"',
        ),
        (
            Paper().put(40, 100, "Words").bytes(),
            "spaced",
            'no spaced table is found in it. Try table.strategy = "ruled"',
        ),
    ],
    ids=lambda value: None if isinstance(value, bytes) else value[:20],
)
def test_what_is_no_pdf_with_tables_is_told(body: bytes, strategy: str, said: str) -> None:
    with pytest.raises(TableError, match=said) as caught:
        pdf_grids(body, strategy)
    assert caught.value.where == "the PDF"


def test_a_pdf_past_the_bounds_is_refused() -> None:
    with pytest.raises(TableError, match="more than 11 cells"):
        pdf_grids(GOOD, limits=Limits(cells=11))
    with pytest.raises(TableError, match=r"seconds of computing to read\. Name the page in table\.page"):
        pdf_grids(GOOD, limits=Limits(wall_seconds=0.01))
    dense = Paper()
    dense.ruled([4 * number for number in range(1, 145)], [4 * number for number in range(20, 205)])
    with pytest.raises(TableError, match="more than 1 seconds of computing"):
        pdf_grids(dense.put(40, 40, "A net").bytes(), limits=Limits(cpu_seconds=1))
    with pytest.raises(TableError, match="within 20 MiB of memory"):
        pdf_grids(GOOD, limits=Limits(memory=20 << 20))


def test_a_mangled_pdf_gives_tables_or_a_told_error() -> None:
    chance = Random(4)
    paper = ruled(COUNTS)
    paper.set_compression(False)
    body = paper.bytes()
    for _ in range(10):
        try:
            found = pdf_grids(mangled(body, chance), limits=Limits(cpu_seconds=20))
        except TableError as error:
            assert error.what
        else:
            assert found


@pytest.mark.parametrize(
    ("strategy", "page"), [("", "0"), ("lines", "0"), ("ruled", "-1"), ("ruled", "1" * 9), ("ruled", "²")]
)
def test_a_media_type_that_asks_for_something_else_is_refused(strategy: str, page: str) -> None:
    with pytest.raises(TableError, match="no way to read a PDF"):
        pdf_grids(GOOD, strategy, page)
