"""However years and months lie in a table: no proposed source reads a figure at a period that is not its own."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tallywire.errors import TallywireError
from tallywire.watch.propose import Answers, propose

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "hr": "siječanj veljača ožujak travanj svibanj lipanj srpanj kolovoz rujan listopad studeni prosinac",
    "xx": "unem duem trem quadem quinem sexem septem octem novem decem undecem duodecem",
}
LAYOUTS = ("years down", "years across", "year above", "year beside", "one column", "header", "header of two rows")
Truth = dict[str, Decimal]
Rows = list[list[str]]


@st.composite
def tables(draw: st.DrawFn) -> tuple[bytes, str, Truth]:
    """A table of months in one of the ways in which agencies lay them out, how it is declared, its figures."""
    layout = draw(st.sampled_from(LAYOUTS))
    # Beside a word that is no known month, what stands in the row or column of a year is a figure of that year.
    known = sorted(MONTHS.keys() - ({"xx"} if layout in {*LAYOUTS[:2], LAYOUTS[-1]} else set()))
    months = MONTHS[draw(st.sampled_from(known))].split()[: draw(st.integers(1, 12))]
    first = draw(st.integers(1990, 2022))
    years = range(first, first + draw(st.integers(1, 4)))
    number = st.integers(0, draw(st.sampled_from((9, 2030, 99_999))))
    truth = {f"{y}-{m:02d}": Decimal(draw(number)) for y in years for m in range(1, len(months) + 1)}
    total = draw(st.sampled_from(("", "Total", "Year", "За год", "Ø")))
    rows = laid(layout, months, list(years), truth, total, marked=draw(st.booleans()))
    if layout == "year above" and total:
        truth |= {str(year): Decimal(7) for year in years}
    above = draw(
        st.sampled_from(([], [["Table 3"]], [["Births in 2020"], ["1,000 people"]], [["Source", "2021"], []]))
    )
    below = draw(st.sampled_from(([], [[], ["1) Data of 2022 are provisional"]], [["Note", "see above"]])))
    rows = [*above, *rows, *below]
    if draw(st.booleans()):
        return "\n".join(";".join(row) for row in rows).encode(), "text/csv", truth
    width = max(map(len, rows))
    lines = (
        f"<td colspan={width}>{row[0]}</td>" if len(row) == 1 else "".join(f"<td>{cell}</td>" for cell in row)
        for row in rows
    )
    page = f"<meta charset=utf-8><table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"
    return page.encode(), "text/html", truth


def laid(layout: str, months: list[str], years: list[int], truth: Truth, total: str, *, marked: bool) -> Rows:
    """The rows of a table; `marked` has the mark of a footnote on its last year."""

    def of(year: int, number: int) -> str:
        return str(truth[f"{year}-{number:02d}"])

    names = {year: f"{year}1)" if marked and year == years[-1] else str(year) for year in years}
    parts = range(1, len(months) + 1)
    more = [total] if total else []
    match layout:
        case "years down":
            rows = [[names[year], *(of(year, n) for n in parts), *("7" for _ in more)] for year in years]
            return [["Year", *months, *more], *rows]
        case "years across":
            rows = [[name, *(of(year, n) for year in years)] for n, name in enumerate(months, 1)]
            return [["", *names.values()], *rows, *([total, *("7" for _ in years)] for _ in more)]
        case "year above":
            rows = []
            for year in years:
                rows.append([names[year], "7"] if total else [names[year]])
                rows += [[name, of(year, n)] for n, name in enumerate(months, 1)]
            return [["Month", "Births"], *rows]
        case "year beside":
            rows = []
            for year in years:
                lines = [["", name, of(year, n)] for n, name in enumerate(months, 1)]
                lines += [["", total, "7"] for _ in more]
                lines[0][0] = names[year]
                rows += lines
            return [["Year", "Month", "Births"], *rows]
        case "one column":
            rows = [[f"{name} {names[year]}", of(year, n)] for year in years for n, name in enumerate(months, 1)]
            return [["Month", "Births"], *rows, *([total, "7"] for _ in more)]
        case "header of two rows":
            heads = [name for year in years for name in [names[year], *("" for _ in parts[1:])]]
            below = [*(months * len(years)), *("" for _ in more)]
            return [["Place", *heads, *more], ["", *below], ["A", *map(str, truth.values()), *("7" for _ in more)]]
        case _:
            heads = [f"{name} {names[year]}" for year in years for name in months]
            return [["Place", *heads, *more], ["A", *map(str, truth.values()), *("7" for _ in more)]]


@settings(max_examples=150, deadline=None)
@given(tables())
def test_no_figure_is_read_at_a_period_that_is_not_its_own(table: tuple[bytes, str, Truth]) -> None:
    body, declared, truth = table
    try:
        proposal = propose(body, declared, "https://office.example/table", Answers())
    except TallywireError:
        return
    for figure in proposal.parsed.figures if proposal.parsed is not None else ():
        if figure.value is not None:
            assert truth.get(str(figure.period)) == figure.value, proposal.text
