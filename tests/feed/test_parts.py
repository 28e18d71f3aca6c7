"""The small parts of a page, each by itself."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallywire.brief import Binding, Line, Text
from tallywire.feed.amounts import amount_words, figure_words, number_words
from tallywire.feed.cells import preview, table
from tallywire.feed.dates import moment_words, period_words, stamp
from tallywire.feed.names import base_address, file_name, way_up, web_address
from tallywire.feed.pieces import pieces
from tallywire.feed.render import clean
from tallywire.feed.spark import spark
from tallywire.series import Interval, parse_period
from tallywire.statement import Amount
from tests.feed.sample import edition, sheets


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("348000", "348,000"),
        ("-23000", "−23,000"),
        ("0.50", "0.5"),
        ("-0", "0"),
        ("1E+6", "1,000,000"),
        ("-6.609195402298850574712643678", "about −6.61"),
        ("0.00001", "0.00001"),
        ("1E+99999", "1E+99999"),
    ],
)
def test_numbers_are_grouped_and_never_silently_cut(value: str, words: str) -> None:
    assert number_words(Decimal(value)) == words


def test_amounts_name_their_ends() -> None:
    low, high = Decimal(22000), Decimal(24000)
    assert amount_words(Amount(Interval(low, high), "people", "")) == "between 22,000 and 24,000 people"
    assert amount_words(Amount(Interval(low, None, low_open=True), "%", "")) == "more than 22,000%"
    assert amount_words(Amount(Interval(None, high), "pp", "")) == "at most 24,000 percentage points"
    assert amount_words(Amount(Interval(None, None), "", "")) == "any amount"


def test_figures_in_narrow_places_stay_as_published() -> None:
    assert figure_words("348000", Decimal(348000)) == "348,000"
    assert figure_words("348 000", Decimal(348000)) == "348 000"
    assert figure_words("almost 349 thousand people", Decimal(349000)) == "349,000"


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2022-11-01", "1 November 2022"),
        ("2018-12", "December 2018"),
        ("2004", "2004"),
        ("2022-Q3", "third quarter of 2022"),
        ("2022-H2", "second half of 2022"),
        ("2022-W05", "week of 31 January 2022"),
        ("2006-10-02/2012-12-31", "2 October 2006 to 31 December 2012"),
    ],
)
def test_periods_read_as_dates(period: str, words: str) -> None:
    assert period_words(parse_period(period)) == words


def test_times_are_told_in_utc() -> None:
    moment = datetime.fromisoformat("2020-03-07T22:21:34+01:00")
    assert moment_words(moment) == "7 March 2020, 21:21 UTC"
    assert stamp(moment) == "2020-03-07T21:21:34Z"
    assert stamp(datetime(2022, 1, 1, tzinfo=UTC)) == "2022-01-01T00:00:00Z"


def test_a_plain_slug_is_its_own_file_name() -> None:
    assert file_name("colonies-2022-11") == "colonies-2022-11"
    assert file_name("fsin/colonies").startswith("fsin-colonies-")
    assert len({file_name(id) for id in ("a/b", "a b", "A b", "a-b", "a_b")}) == 5


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "http:",
        "https:///x",
        "http://[",
        "ftp://a.test/",
        "//a.test",
        "http://a.test/\n",
        "https://a.test\\@b.test",
        " https://a.test",
        "https://a.test/" + "x" * 3000,
    ],
)
def test_no_link_for_what_is_no_web_address(address: str) -> None:
    assert web_address(address) == ""


def test_the_sites_base_ends_in_a_slash() -> None:
    assert base_address("https://a.test") == "https://a.test/"
    assert base_address("https://a.test//evil.test/x?y#z") == "https://a.test/evil.test/x/"
    assert base_address("nowhere") == ""
    assert way_up("evidence/a/b.html") == "../../"


@given(st.text(max_size=40), st.data())
def test_pieces_are_the_text_again(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    bindings = tuple(Binding(a, b, "p") for a, b in zip(cuts[::2], cuts[1::2], strict=False))
    run = pieces(Text(text, bindings), brief="b", root="../")
    assert "".join(piece.text for piece in run) == text
    linked = [piece for piece in run if piece.href]
    assert [piece.text for piece in linked] == [text[each.start : each.end] for each in bindings]
    assert {piece.href for piece in linked} <= {"../evidence/b/p.html"}


@given(st.text())
def test_cleaning_keeps_the_length_and_can_be_encoded(text: str) -> None:
    assert len(clean(text)) == len(text)
    assert clean(clean(text)) == clean(text)
    clean(text).encode("utf-8")


def test_small_chart_shows_the_stretch_and_what_led_to_it() -> None:
    drawn = spark(edition().briefs[0], width=320, height=104)
    assert drawn is not None
    assert [tag.text for tag in drawn.tags] == ["351,300", "348,000", "325,000"]
    assert [dot.marked for dot in drawn.dots] == [False, False, True, True, True]
    assert [stroke.marked for stroke in drawn.strokes] == [False, False, True, True]
    assert drawn.sentence == "5 counts, from 351,300 (1 March 2022) to 325,000 (1 November 2022)."
    assert all(0 <= float(dot.x) <= 320 and 0 <= float(dot.y) <= 104 for dot in drawn.dots)


def test_small_chart_draws_no_line_through_a_gap() -> None:
    brief = edition().briefs[0]
    record = next(proof for proof in brief.proofs if proof.id == "record")
    level = msgspec.structs.replace(brief, headline=Text("325,000", (Binding(0, 7, "record"),)), proofs=(record,))
    drawn = spark(level, width=320, height=104)
    assert drawn is not None
    assert len(drawn.dots) == 16 and len(drawn.strokes) == 15 - 5


def test_no_small_chart_of_fewer_than_three_counts() -> None:
    brief = edition().briefs[0]
    few = tuple(proof for proof in brief.proofs if proof.id == "fall")
    assert spark(msgspec.structs.replace(brief, proofs=few), width=320, height=104) is None


def test_cells_of_one_table_stand_in_one() -> None:
    sheet = next(sheet for sheet in sheets() if sheet.proof.id == "pace")
    shown = table(sheet.excerpts)
    marks = {cell.anchor: cell.marked for line in shown.lines for cell in line.cells if cell.anchor}
    assert marks == {"cell": "348000", "cell-2": "325000", "cell-3": "391614", "cell-4": "434303"}
    assert [line.number for line in shown.lines] == list(range(8, 17))
    assert shown.lines[0].apart, "rows between the header and the first one shown are missing"
    assert shown.absent == () and shown.altered == ()


def test_a_cell_out_of_reach_is_named() -> None:
    excerpt = sheets()[0].excerpts[0]
    away = msgspec.structs.replace(excerpt, cell=msgspec.structs.replace(excerpt.cell, row=99))
    assert table((away,)).absent == ("348000",)
    assert [cell.marked for cell in preview(away)] == ["348000"]
    ragged = msgspec.structs.replace(excerpt, lines=(Line(excerpt.cell.row, ("2022-09-01",)),))
    assert table((ragged,)).absent == ("348000",)


def test_the_literal_is_marked_inside_a_longer_cell() -> None:
    excerpt = sheets()[0].excerpts[0]
    lines = tuple(
        Line(line.number, (*line.cells[:2], "there were almost\u00a0349 thousand of them", *line.cells[3:]))
        for line in excerpt.lines
    )
    shown = table((msgspec.structs.replace(excerpt, lines=lines, literal="almost 349 thousand"),))
    cell = next(cell for line in shown.lines for cell in line.cells if cell.anchor)
    assert (cell.before, cell.marked, cell.after) == ("there were ", "almost 349 thousand", " of them")
