"""Laws of reading: nothing that a server sends makes a parser fall over, and nothing is read twice or changed."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tallywire.errors import TallywireError
from tallywire.series import Cell
from tallywire.watch import (
    Source,
    archived_type,
    cell_text,
    check_address,
    decode,
    grids,
    load_events,
    load_source,
    parse,
)
from tests.watch.samples import COLONIES, HEAD, html_of, source_of
from tests.watch.test_events import AT

WIDE_CSV = source_of('period.column = "date"')
WIDE_HTML = source_of('period.column = "date"', media="html")
LONG = source_of('table = { layout = "long", value = "v" }\nperiod.column = "date"', COLONIES + 'where = { m = "c" }')
CALENDAR = source_of('table.layout = "calendar"')
SOURCES = st.sampled_from([WIDE_CSV, WIDE_HTML, LONG, CALENDAR])

MEDIA = st.sampled_from(
    ["text/csv", "text/html", "", "text/html; charset=utf-16", "text/csv; charset=shift_jis", 'a; delimiter="', "\0"]
)
FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *("<table>", "</table>", "<tr>", "<td>", "<td rowspan=3>", "<td colspan=0>", "<th rowspan=99999999999>"),
            *(
                "<tbody>",
                "<caption>",
                "<sup>",
                "<br>",
                "<!--",
                "<![CDATA[",
                "&nbsp;",
                "&#0;",
                "&#x110000;",
                "\0",
                "\ufeff",
            ),
            *(
                "date",
                "colonies",
                "v",
                "m",
                "c",
                "2022-09",
                "348,000",
                ",",
                '"',
                "\n",
                "\r",
                " ",
                "Jan",
                "-",
                "1e9",
                "é",
            ),
        ]
    ),
    max_size=60,
).map(lambda parts: "".join(parts).encode())


@given(st.one_of(st.binary(max_size=400), FRAGMENTS), MEDIA, SOURCES)
@settings(max_examples=400, deadline=None)
def test_any_body_gives_figures_or_a_told_error(body: bytes, media_type: str, source: Source) -> None:
    try:
        parsed = parse(source, body, media_type)
    except TallywireError as error:
        assert error.what
        return
    for figure in parsed.figures:
        assert cell_text(body, media_type, figure.cell, source) == figure.literal
        assert cell_text(body, archived_type(source, media_type), figure.cell) == figure.literal
        assert (figure.value is None) == (figure.status == "missing")
    assert len({(figure.series, figure.period) for figure in parsed.figures}) == len(parsed.figures)


@given(st.binary(max_size=400), MEDIA)
@settings(deadline=None)
def test_any_body_has_grids_or_a_told_error(body: bytes, media_type: str) -> None:
    with suppress(TallywireError):
        for number, grid in enumerate(grids(body, media_type)):
            for row, texts in enumerate(grid.rows):
                for column, text in enumerate(texts):
                    assert cell_text(body, media_type, grid.cell(number, row, column)) == text
                    assert grid.cell(number, row, column) <= Cell(number, row, column)


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "gzip, deflate", "", ",,", "x" * 99]))
@settings(deadline=None)
def test_any_wire_bytes_decode_or_are_told(wire: bytes, coding: str) -> None:
    try:
        body = decode(wire, coding, 10_000)
    except TallywireError as error:
        assert error.what
    else:
        assert len(body) <= 10_000


@given(
    st.one_of(
        st.text(max_size=60), st.text("htps:/@[]%.0x1af\\#?。①", max_size=40).map(lambda rest: "http://" + rest)
    )
)
@settings(deadline=None)
def test_any_address_is_checked_or_refused(address: str) -> None:
    try:
        target = check_address(address)
    except TallywireError as error:
        assert error.what
    else:
        assert check_address(target.address) == target
        assert target.host.isascii()


@given(st.text(max_size=100))
@settings(deadline=None)
def test_any_text_is_a_source_or_a_told_mistake(text: str) -> None:
    for whole in (text, f'{HEAD}media = "csv"\n{COLONIES}\n{text}', f"{HEAD}{text}\n{COLONIES}"):
        with suppress(TallywireError):
            assert load_source(whole, "a.toml").id


@given(st.one_of(st.text(max_size=200), st.text(max_size=60).map(lambda rest: f"id,kind,name,start\n{rest}")))
@settings(deadline=None)
def test_any_text_is_events_or_a_told_mistake(text: str) -> None:
    with suppress(TallywireError):
        for event in load_events(text, "e.csv", release="r", known_at=AT):
            assert event.id


COUNTS = st.lists(
    st.one_of(st.none(), st.decimals(min_value=0, max_value=10**9, places=1, allow_nan=False)),
    min_size=1,
    max_size=12,
)


@given(COUNTS, st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
@settings(deadline=None)
def test_the_same_figures_in_any_form_are_the_same(counts: list[Decimal | None], first: date) -> None:
    """HTML or CSV, wide or long, blank rows or none: the figures differ in nothing but their cells."""
    days = [first + timedelta(days=7 * number) for number in range(len(counts))]
    texts = ["" if count is None else f"{count:,}" for count in counts]
    wide = [["date", "colonies"], *([day.isoformat(), text] for day, text in zip(days, texts, strict=True))]
    long = [["m", "date", "v"], *(["c", row[0], row[1]] for row in wide[1:]), ["other", "never", "many"]]

    def as_csv(rows: list[list[str]]) -> bytes:
        return "\r\n".join(",".join(f'"{text}"' for text in row) for row in rows).encode()

    seen = [
        parse(WIDE_CSV, as_csv(wide), "text/csv"),
        parse(WIDE_CSV, b"\xef\xbb\xbf" + as_csv(wide) + b"\r\n\r\n", "text/csv"),
        parse(WIDE_CSV, as_csv([wide[0], *reversed(wide[1:])]), "text/csv"),
        parse(WIDE_HTML, html_of(wide), "text/html"),
        parse(LONG, as_csv(long), "text/csv"),
    ]
    bare = [
        [(f.series, f.period, f.value, f.quantum, f.status, f.literal) for f in parsed.figures] for parsed in seen
    ]
    assert [value for _, _, value, *_ in bare[0]] == counts
    assert all(other == bare[0] for other in bare)
    assert all(parsed.problems == () for parsed in seen)


def test_many_rows_are_read() -> None:
    size = 50_000
    rows = "".join(f"{date(1800, 1, 1) + timedelta(days=number)},{number}\n" for number in range(size))
    parsed = parse(WIDE_CSV, f"date,colonies\n{rows}".encode(), "text/csv")
    assert len(parsed.figures) == size
