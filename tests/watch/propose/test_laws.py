"""Whatever a table looks like: no proposed source ever reads a wrong figure, and only told errors come out."""

from __future__ import annotations

import string
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tallywire.errors import TallywireError
from tallywire.watch import cell_text, load_source
from tallywire.watch.propose import propose

ADDRESS = "https://office.example/table"
LANGUAGES = {
    "en": (("date", "people", "tonnes of apples"), ".", (",", "")),
    "de": (("Datum", "Menschen", "Obst"), ",", (".", " ", "")),
    "ru": (("Дата", "человек", "яблоки"), ",", (" ", "\u00a0", "")),
    "uk": (("Дата", "осіб", "ціни"), ",", (" ", "")),
    "fr-CH": (("jour", "gens", "fruits"), ".", ("'", "")),
}
FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d")


def grouped(number: Decimal, mark: str, decimal: str) -> str:
    """A number as an office writes it."""
    text = f"{abs(number):,f}".replace(",", "\0").replace(".", decimal).replace("\0", mark)
    return f"-{text}" if number < 0 else text


@st.composite
def tables(draw: st.DrawFn) -> tuple[bytes, str, dict[tuple[int, date], Decimal]]:
    """A table in a language's own style, how it is declared, and its figures."""
    language = draw(st.sampled_from(sorted(LANGUAGES)))
    names, decimal, marks = LANGUAGES[language]
    mark = draw(st.sampled_from(marks))
    form = draw(st.sampled_from([FORMS[0], *(FORMS if language == "en" else FORMS[:3])]))
    step = draw(st.sampled_from((1, 7, 28, 31)))
    first = draw(st.dates(date(2015, 1, 1), date(2024, 12, 31)))
    places = [draw(st.integers(0, 3)) for _ in names[1:]]
    days = [first + timedelta(days=step * number) for number in range(draw(st.integers(1, 8)))]
    truth = {
        (column, day): Decimal(draw(st.integers(-20_000, 3_000_000))).scaleb(-places[column])
        for day in days
        for column in range(len(places))
    }
    lines = [list(names)]
    for day in days:
        figures = (grouped(truth[column, day], mark, decimal) for column in range(len(places)))
        lines.append([day.strftime(form), *figures])
    if draw(st.booleans()):
        body = "\n".join(";".join(line) for line in lines) + "\n"
        encoding = "cp1251" if language in {"ru", "uk"} and draw(st.booleans()) else "utf-8"
        return body.encode(encoding), "text/csv", truth
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
    page = f'<html lang="{language}"><table><tr><td>Home</td></tr></table><table>{cells}</table></html>'
    return page.encode(), "text/html; charset=utf-8", truth


@settings(max_examples=150, deadline=None)
@given(tables())
def test_no_figure_is_ever_wrong_and_each_is_read_or_asked(
    table: tuple[bytes, str, dict[tuple[int, date], Decimal]],
) -> None:
    body, declared, truth = table
    try:
        proposal = propose(body, declared, ADDRESS)
    except TallywireError:
        return
    read = () if proposal.parsed is None else proposal.parsed.figures
    columns = {proposal.source.series_id(entry.slug): entry.column for entry in proposal.source.entries}
    for figure in read:
        assert figure.value is not None
        column = figure.cell.column - 1
        assert truth[column, figure.period.start] == figure.value, (figure, columns)
        assert cell_text(body, declared, figure.cell, proposal.source) == figure.literal
    assert len(read) == len(truth) or proposal.questions or (proposal.parsed and proposal.parsed.problems)


CELLS = st.one_of(
    st.sampled_from(
        (
            "",
            "-",
            "2021",
            "2022",
            "January 2022",
            "2022-01",
            "01/02/2022",
            "1,234",
            "1.5",
            "12 345",
            "x",
            "№",
            "тыс.",
            "%",
        )
    ),
    st.text(string.printable + "€№і½²", max_size=12),
    st.integers(0, 10**9).map(str),
)
GRIDS = st.lists(st.lists(CELLS, min_size=1, max_size=7), min_size=1, max_size=9)


@settings(max_examples=200, deadline=None)
@given(GRIDS, st.sampled_from([",", ";", "\t"]), st.booleans())
def test_any_grid_is_proposed_or_refused_in_words(grid: list[list[str]], delimiter: str, markup: bool) -> None:
    if markup:
        rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in grid)
        body = f"<table>{rows}</table>".encode()
    else:
        body = "\n".join(delimiter.join(row) for row in grid).encode()
    _proposed_or_refused(body, "text/html" if markup else "text/csv")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["", "text/html", "text/csv", "application/json", "application/pdf"]))
def test_any_bytes_are_proposed_or_refused_in_words(body: bytes, declared: str) -> None:
    if b"%PDF" not in body:
        _proposed_or_refused(body, declared)


def _proposed_or_refused(body: bytes, declared: str) -> None:
    try:
        proposal = propose(body, declared, ADDRESS)
    except TallywireError as error:
        assert error.message
        return
    assert load_source(proposal.text, "proposed") == proposal.source
    assert proposal.tables[proposal.chosen].figures > 0
