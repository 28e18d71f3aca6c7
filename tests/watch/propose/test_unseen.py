"""Tables as agencies ship them, of shapes that are easily misread: each figure in its own period, or refused."""

from __future__ import annotations

import json

import pytest

from tallywire.errors import TableError
from tallywire.watch.propose import Answers, propose
from tests.watch.papers import sheet_of
from tests.watch.propose.test_offices import ADDRESS, about, proposed, rows

MONTHS = ("January", "February", "March", "April")


def page(*lines: str, title: str = "") -> bytes:
    """An HTML table of these rows, given as their cells' markup."""
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<html lang="en"><table><caption>{title}</caption>{body}</table></html>'.encode()


def cells(*texts: object) -> str:
    return "".join(f"<td>{text}</td>" for text in texts)


def only(body: bytes, media_type: str = "text/csv", **given: str) -> dict[str, str | None]:
    """The figures of the one series that is proposed."""
    [figures] = rows(proposed(body, media_type, **given)).values()
    return figures


@pytest.mark.parametrize("last", ["Total", "Annual average", "Year"])
def test_a_column_of_totals_makes_no_series_of_the_months_beside_it(last: str) -> None:
    body = page(cells("Year", "Jan", "Feb", last), cells("2021", 5, 6, 11), cells("2022", 7, "", 7), title="Rain, mm")
    assert only(body, "text/html") == {"2021-01": "5", "2021-02": "6", "2022-01": "7", "2022-02": None}


@pytest.mark.parametrize("names", [MONTHS, ("I квартал", "II квартал", "III квартал", "IV квартал")])
def test_years_may_stand_across_and_their_months_down(names: tuple[str, ...]) -> None:
    lines = [[name, number, number + 10, number + 20] for number, name in enumerate(names, 1)]
    total = ["Total", 10, 50, 90]
    proposal = proposed(sheet_of(["Безработные, тысяч человек"], ["", "2020", "2021", "2022"], *lines, total), "")
    assert proposal.source.table.layout == "calendar"
    [figures] = rows(proposal).values()
    assert list(figures.values()) == [str(year + part) for year in (0, 10, 20) for part in (1, 2, 3, 4)]
    assert next(iter(figures)) == ("2020-01" if names is MONTHS else "2020-Q1")


def test_a_year_with_a_footnote_that_runs_into_it_is_told_and_not_read() -> None:
    lines = [[name, number, number + 10] for number, name in enumerate(MONTHS, 1)]
    proposal = proposed(sheet_of(["", "2020", "2021", "20222)"], *([*line, 99] for line in lines)), "")
    assert proposal.parsed is not None and {str(figure.period)[:4] for figure in proposal.parsed.figures} == {
        "2020",
        "2021",
    }
    assert [problem.literal for problem in proposal.parsed.problems] == ["20222)"]


def test_months_of_several_regions_under_years_are_no_yearly_series() -> None:
    body = "Region;Month;2020;2021\n" + "".join(f"{place};{name};1;2\n" for place in "NS" for name in MONTHS)
    with pytest.raises(TableError, match="no table of figures over time"):
        propose(body.encode(), "text/csv", ADDRESS)


@pytest.mark.parametrize("totals", ["", "99"])
def test_a_year_in_a_row_of_its_own_is_that_of_the_months_below_it(totals: str) -> None:
    heads = [cells(year, totals) if totals else f"<th colspan=2>{year}</th>" for year in (2021, 2022)]
    body = page(
        cells("Month", "Arrivals"),
        heads[0],
        *(cells(name, number) for number, name in enumerate(MONTHS, 1)),
        heads[1],
        *(cells(name, number + 10) for number, name in enumerate(MONTHS, 1)),
    )
    proposal = proposed(body)
    assert proposal.source.period.year_above
    assert rows(proposal) == {
        "arrivals": {
            f"{year}-{month:02d}": str(month + 10 * (year - 2021)) for year in (2021, 2022) for month in range(1, 5)
        }
    }
    assert proposal.parsed is not None
    assert [problem.literal for problem in proposal.parsed.problems] == (["2021", "2022"] if totals else [])
    assert about(proposal, "arrivals")[3] == "M"


def test_a_heading_over_a_whole_row_is_no_figure() -> None:
    body = page(
        "<th rowspan=2>Region</th><th colspan=2>2020</th><th colspan=2>2021</th>",
        cells("Men", "Women", "Men", "Women"),
        cells("North", "1,000", "2,000", "3,000", "4,000"),
        cells("South", "1,100", "2,100", "3,100", "4,100"),
    )
    with pytest.raises(TableError, match="no table of figures over time"):
        propose(body, "text/html", ADDRESS)


def test_figures_that_look_like_a_year_are_no_periods() -> None:
    body = (
        b"region,sex,People 2022M01,People 2022M02\nA,men,500,400\nA,women,1770,900\nB,men,300,800\nB,women,200,700\n"
    )
    with pytest.raises(TableError, match="no table of figures over time"):
        propose(body, "text/csv", ADDRESS)


def test_rows_whose_months_are_not_known_are_told_and_are_no_header() -> None:
    body = b"Wann;Menge\nXanuar 2022;11\nXebruar 2022;12\nApril 2022;14\nSeptember 2022;19\n"
    proposal = proposed(body, "text/csv")
    assert rows(proposal) == {"menge": {"2022-04": "14", "2022-09": "19"}}
    assert proposal.parsed is not None
    assert [problem.literal for problem in proposal.parsed.problems] == ["Xanuar 2022", "Xebruar 2022"]


@pytest.mark.parametrize(
    ("names", "periods"),
    [
        (("Januar 2022", "März 2022", "Dezember 2022"), ("2022-01", "2022-03", "2022-12")),
        (("gen-2022", "mag-2022", "dic-2022"), ("2022-01", "2022-05", "2022-12")),
        (("janv. 2022", "févr. 2022", "août 2022"), ("2022-01", "2022-02", "2022-08")),
        (("enero 2022", "julio 2022", "octubre 2022"), ("2022-01", "2022-07", "2022-10")),
        (("styczeń 2022", "luty 2022", "listopad 2022"), ("2022-01", "2022-02", "2022-11")),
        (("siječanj 2022", "lipanj 2022", "listopad 2022"), ("2022-01", "2022-06", "2022-10")),
        (("студзень 2022", "люты 2022", "лістапад 2022"), ("2022-01", "2022-02", "2022-11")),
        (("1. Januar 2022", "1. März 2022", "31. Dezember 2022"), ("2022-01-01", "2022-03-01", "2022-12-31")),
    ],
)
def test_month_names_of_other_languages_are_listed(names: tuple[str, ...], periods: tuple[str, ...]) -> None:
    body = "Wann;Menge\n" + "".join(f"{name};{number}\n" for number, name in enumerate(names, 11))
    proposal = proposed(body.encode(), "text/csv")
    assert rows(proposal) == {"menge": dict(zip(periods, ("11", "12", "13"), strict=True))}
    assert proposal.source.period.months and proposal.parsed is not None and proposal.parsed.problems == ()


def test_a_month_that_two_languages_mean_otherwise_is_not_read() -> None:
    proposal = proposed(b"Kad;Broj\nlistopad 2021;11\nlistopad 2022;12\n", "text/csv")
    assert proposal.source.period.months == () and proposal.parsed is None


@pytest.mark.parametrize(
    ("texts", "periods"),
    [
        (("09.2022", "10.2022"), ("2022-09", "2022-10")),
        (("202209", "202210"), ("2022-09", "2022-10")),
        (("20220901", "20220902"), ("2022-09-01", "2022-09-02")),
        (("September 2022*", "October 2022*"), ("2022-09", "2022-10")),
        (("Сентябрь 2022 г.*", "Октябрь 2022 г.*"), ("2022-09", "2022-10")),
        (("2021 1)", "2022 1)"), ("2021", "2022")),
        (("2021 г.1)", "2022 г.1)"), ("2021", "2022")),
    ],
)
def test_periods_that_are_all_written_alike(texts: tuple[str, ...], periods: tuple[str, ...]) -> None:
    body = "Date;Births\n" + "".join(f"{text};{number}\n" for number, text in enumerate(texts, 11))
    assert only(body.encode()) == dict(zip(periods, ("11", "12"), strict=True))


@pytest.mark.parametrize(
    ("parts", "periods"),
    [
        (("M01", "M02", "M13"), {"2021-01": "1", "2021-02": "2", "2022-01": "11", "2022-02": "12"}),
        (("Januar", "Februar", "Insgesamt"), {"2021-01": "1", "2021-02": "2", "2022-01": "11", "2022-02": "12"}),
        (
            ("1", "7", "12"),
            {
                f"{year}-{part}": str(number + 10 * (year - 2021))
                for year in (2021, 2022)
                for number, part in enumerate(("01", "07", "12"), 1)
            },
        ),
    ],
)
def test_a_column_of_years_beside_one_of_their_parts(parts: tuple[str, ...], periods: dict[str, str]) -> None:
    lines = [
        f"7001;LN1;{year};{part};{number + 10 * (year - 2021)}\n"
        for year in (2021, 2022)
        for number, part in enumerate(parts, 1)
    ]
    proposal = proposed(("code;series;year;period;value\n" + "".join(lines)).encode(), "text/csv")
    assert list(rows(proposal).values()) == [periods]
    assert proposal.parsed is not None
    assert len(proposal.parsed.problems) == (2 if parts[-1] in {"M13", "Insgesamt"} else 0)


@pytest.mark.parametrize(("rounds", "size"), [(2, "quarter"), (1, "")])
def test_parts_that_are_numbered_to_four_are_quarters_only_where_years_go_no_further(rounds: int, size: str) -> None:
    lines = [f"{2020 + year};{part};{part}\n" for year in range(rounds) for part in (1, 2, 3, 4)]
    body = ("Year;Quarter;Births\n" + "".join(lines)).encode()
    proposal = proposed(body, "text/csv")
    assert (proposal.parsed is not None) == bool(size)
    assert proposal.source.period.granularity == (size or "auto")


def test_numbered_weeks_are_no_series_of_yearly_figures() -> None:
    body = "Year,Week,Cases\n" + "".join(f"2022,{week},{week + 100}\n" for week in range(40, 48))
    with pytest.raises(TableError, match="no table of figures over time"):
        propose(body.encode(), "text/csv", ADDRESS)


def test_a_fiscal_year_that_is_named_by_one_year_is_asked_for_both_things() -> None:
    body = b"Fiscal year,Outlays\nFY 2021,5\nFY 2022,6\n"
    assert [question.key for question in proposed(body, "text/csv").questions] == ["fiscal", "fiscal_named"]
    assert [question.key for question in proposed(body, "text/csv", fiscal="10").questions] == ["fiscal_named"]
    assert only(body, fiscal="10", fiscal_named="last") == {
        "2020-10-01/2021-09-30": "5",
        "2021-10-01/2022-09-30": "6",
    }
    assert only(body, fiscal="4", fiscal_named="first") == {
        "2021-04-01/2022-03-31": "5",
        "2022-04-01/2023-03-31": "6",
    }


def test_a_blank_corner_leaves_the_header_a_header() -> None:
    body = page(cells("", "Births"), cells("September 2022", 5), cells("October 2022", 6))
    assert rows(proposed(body)) == {"births": {"2022-09": "5", "2022-10": "6"}}


@pytest.mark.parametrize("word", [".", "/", "n.a.", "нет данных"])
def test_a_word_for_no_figure_is_found_where_it_is_all_that_its_row_has(word: str) -> None:
    assert only(f"Year;Deaths\n2020;10\n2021;{word}\n2022;12\n2023;{word}\n".encode()) == {
        "2020": "10",
        "2021": None,
        "2022": "12",
        "2023": None,
    }


def test_a_table_beside_another_has_its_own_months() -> None:
    lines = [[name, number, "", MONTHS[4 - number], number + 10] for number, name in enumerate(MONTHS, 1)]
    months = [[f"{cell} 2022" if cell in MONTHS else cell for cell in line] for line in lines]
    proposal = proposed(sheet_of(["Month", "Births", "", "Month", "Deaths"], *months), "")
    assert rows(proposal) == {"births": {f"2022-0{number}": str(number) for number in range(1, 5)}}


def test_a_row_whose_figure_is_no_number_is_told_and_is_no_header() -> None:
    proposal = proposed(b"Year,Estimate\n2019,100-120\n2020,110\n2021,95-130\n2022,120\n2023,125\n", "text/csv")
    assert rows(proposal) == {"estimate": {"2020": "110", "2022": "120", "2023": "125"}}
    assert proposal.parsed is not None
    assert [problem.literal for problem in proposal.parsed.problems] == ["100-120", "95-130"]


@pytest.mark.parametrize("numbers", ["А;1;2", "1;2;3"])
def test_numbers_of_columns_below_their_names_are_no_words(numbers: str) -> None:
    body = f"Годы;Родившиеся, тыс. человек;Умершие, тыс. человек\n{numbers}\n2021;15,5;14,5\n2022;16,5;13,5\n"
    proposal = proposed(body.encode(), "text/csv")
    assert about(proposal, "rodivshiesya") == ("Родившиеся", "people", "flow", "A", 3)
    assert list(rows(proposal)["umershie"].values()) == ["14.5", "13.5"]
    assert proposal.parsed is not None and proposal.parsed.problems == ()


def test_a_list_of_rows_goes_before_the_same_figures_in_one_row() -> None:
    days = [[f"2022-10-{day:02d}", day + 0.5] for day in range(3, 9)]
    body = json.dumps({"series": [{"name": "Rate", "data": days}]}).encode()
    proposal = proposed(body, "application/json")
    assert proposal.source.table.path == "series[0].data"
    assert [list(figures) for figures in rows(proposal).values()] == [[day for day, _ in days]]


def test_lists_beside_one_another_are_columns() -> None:
    days = [f"2022-10-{day:02d}" for day in range(3, 9)]
    body = json.dumps({"meta": {"n": 6}, "hourly": {"unit": "m", "time": days, "level": [1.5, 2, None, 4, 5, 6]}})
    proposal = proposed(body.encode(), "application/json")
    assert proposal.source.table.path == "hourly"
    assert rows(proposal) == {"level": dict(zip(days, ("1.5", "2", None, "4", "5", "6"), strict=True))}


def test_a_unit_in_a_row_of_its_own_is_that_of_the_title() -> None:
    lines = "Безработные по регионам;;\nтысяч человек;;\n;Север;Юг\n2021;5,5;6,5\n2022;5,0;6,0\n"
    proposal = proposed(lines.encode(), "text/csv")
    assert {(entry.unit, entry.multiplier) for entry in proposal.source.entries} == {("people", 3)}
    assert Answers().said.periods.fiscal_named == ""
