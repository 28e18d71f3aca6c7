"""Pages and files of every kind: the proposal records exactly what stands in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallywire.errors import TableError, UsageError
from tallywire.series import plain
from tallywire.watch import load_source
from tallywire.watch.propose import Answers, Proposal, answered, propose
from tests.watch.propose import offices

Rows = dict[str, dict[str, str | None]]
ADDRESS = "https://office.example/stat/prisons.html"


def proposed(body: bytes, media_type: str = "text/html", address: str = ADDRESS, **given: str) -> Proposal:
    proposal = propose(body, media_type, address, answered(Answers(), given))
    assert load_source(proposal.text, "a file") == proposal.source
    return proposal


def rows(proposal: Proposal) -> Rows:
    """What would be recorded: series -> period -> value, None where the cell says that there is none."""
    assert proposal.parsed is not None, proposal.failure
    found: Rows = {}
    for figure in proposal.parsed.figures:
        value = None if figure.value is None else plain(figure.value)
        found.setdefault(figure.series.partition("/")[2], {})[str(figure.period)] = value
    return found


def about(proposal: Proposal, slug: str) -> tuple[str, str, str, str, int]:
    """Title, unit, kind, frequency and multiplier of a series."""
    [entry] = [entry for entry in proposal.source.entries if entry.slug == slug]
    return entry.title, entry.unit, entry.kind, entry.frequency, entry.multiplier


def test_an_english_page_with_navigation_a_header_of_two_rows_and_notes() -> None:
    proposal = proposed(offices.ENGLISH)
    assert rows(proposal) == {
        "inmates-women": {"2025-01-31": "1204", "2025-02-28": "1198", "2025-03-31": "1187"},
        "inmates-men": {"2025-01-31": "23411", "2025-02-28": "23502", "2025-03-31": None},
        "occupancy-rate": {"2025-01-31": "98.4", "2025-02-28": "98.9", "2025-03-31": None},
    }
    assert proposal.parsed is not None and proposal.parsed.problems == ()
    statuses = {(f.series.partition("/")[2], str(f.period)): f.status for f in proposal.parsed.figures}
    assert statuses["inmates-men", "2025-02-28"] == "provisional"
    assert proposal.source.table.caption == "Prison population by sex"
    assert proposal.source.name == "Ministry of Justice of Utopia"
    assert about(proposal, "inmates-women") == ("Inmates Women", "people", "stock", "M", 0)
    assert about(proposal, "occupancy-rate") == ("Occupancy rate", "%", "rate", "M", 0)
    assert [table.figures > 0 for table in proposal.tables] == [False, True, False]
    assert proposal.questions == ()


def test_a_russian_csv_in_an_old_encoding_with_a_title_a_decimal_comma_and_a_note() -> None:
    proposal = proposed(offices.RUSSIAN_CSV, "text/csv", "https://office.example/files/chislennost.csv")
    assert rows(proposal) == {
        "vsego": {"2022-08-01": "348.5", "2022-09-01": "338.2", "2022-10-15": "325"},
        "iz-nikh-zhenshchiny": {"2022-08-01": "27.1", "2022-09-01": "26.9", "2022-10-15": None},
        "dolya": {"2022-08-01": "7.8", "2022-09-01": "8", "2022-10-15": "8"},
    }
    assert proposal.parsed is not None and proposal.parsed.problems == ()
    source = proposal.source
    assert (source.id, source.table.encoding, source.table.delimiter, source.table.skip) == (
        "chislennost",
        "cp1251",
        ";",
        3,
    )
    assert (source.numbers.decimal, source.period.order) == (",", "dmy")
    title = "Численность лиц, содержащихся в учреждениях по состоянию на отчётную дату: Всего"
    assert about(proposal, "vsego") == (title, "people", "stock", "_O", 3)
    assert about(proposal, "dolya")[1:] == ("%", "rate", "_O", 0)


def test_a_ukrainian_page_with_quarters_across_under_years() -> None:
    proposal = proposed(offices.UKRAINIAN)
    assert proposal.source.table.layout == "across"
    assert rows(proposal) == {
        "narodzheni": {"2023-Q1": "1200", "2023-Q2": "1300", "2024-Q1": "1250", "2024-Q2": "1280"},
        "indeks-tsin": {"2023-Q1": "101.2", "2023-Q2": "102", "2024-Q1": "100.4", "2024-Q2": None},
    }
    assert about(proposal, "narodzheni")[1:] == ("people", "flow", "Q", 0)
    assert about(proposal, "indeks-tsin")[1:] == ("%", "index", "Q", 0)


def test_a_long_file_with_a_column_of_measures() -> None:
    proposal = proposed(offices.LONG, "text/csv")
    assert rows(proposal) == {
        "north-pupils": {"2025-01": "100", "2025-02": "101"},
        "north-teachers": {"2025-01": "10", "2025-02": "11"},
        "south-pupils": {"2025-01": "200", "2025-02": "201"},
        "south-teachers": {"2025-01": "20", "2025-02": "21"},
    }
    assert (proposal.source.table.layout, proposal.source.marks.status) == ("long", "flag")
    assert proposal.parsed is not None
    assert [figure.status for figure in proposal.parsed.figures].count("provisional") == 1


@pytest.mark.parametrize("names", [("R0", "R1"), ("Region 1", "Region 2"), ("101", "102")])
def test_codes_of_regions_are_no_figures(names: tuple[str, str]) -> None:
    lines = [
        f"{name},{label},2025-0{month},{month * 7}"
        for name, label in zip(names, "ab", strict=True)
        for month in (1, 2, 3)
    ]
    proposal = proposed("\n".join(["code,region,month,value", *lines]).encode(), "text/csv")
    assert proposal.source.table.value == "value"
    assert [list(figures.values()) for figures in rows(proposal).values()] == [["7", "14", "21"]] * 2


def test_years_across_with_a_column_of_units() -> None:
    proposal = proposed(offices.ACROSS, "text/csv")
    assert rows(proposal) == {
        "births": {"2021": "1234.5", "2022": "1200.1", "2023": "1180"},
        "deaths": {"2021": "1334.5", "2022": "1300.1", "2023": None},
    }
    assert about(proposal, "births") == ("Births", "people", "flow", "A", 3)
    assert any("a dash is read as no figure" in doubt.what for doubt in proposal.doubts)


def test_a_row_per_year_and_a_column_per_month() -> None:
    proposal = proposed(offices.CALENDAR)
    assert proposal.source.table.layout == "calendar"
    figures = {
        "2024-01": "81.5",
        "2024-02": "60.5",
        "2024-03": "44",
        "2025-01": "77.9",
        "2025-02": None,
        "2025-03": None,
    }
    assert rows(proposal) == {"opadi": figures}
    assert about(proposal, "opadi") == ("Опади", "mm", "flow", "M", 0)


def test_an_api_whose_numbers_lose_their_last_zeros() -> None:
    proposal = proposed(offices.API, "application/json")
    assert rows(proposal) == {"utopia": {"2024-01": "3.5", "2024-02": "4", "2024-03": "4.25"}}
    assert proposal.source.table.path == "data"
    assert proposal.parsed is not None
    assert {str(figure.quantum) for figure in proposal.parsed.figures} == {"0.01"}


def test_json_stat() -> None:
    proposal = proposed(offices.JSON_STAT, "application/json")
    assert rows(proposal) == {
        "utopia": {"2024-01": "5.1", "2024-02": "5.25"},
        "nowhere": {"2024-01": "7", "2024-02": None},
    }
    assert about(proposal, "utopia")[0] == "Unemployment rate: Utopia"


def test_sdmx_with_a_multiplier_of_its_own() -> None:
    proposal = proposed(offices.SDMX, "application/xml")
    assert rows(proposal) == {"ut": {"2024-01": "12.5", "2024-02": "12.75"}, "no": {"2024-01": "7", "2024-02": "8"}}
    assert {entry.multiplier for entry in proposal.source.entries} == {3}
    assert proposal.source.marks.status == "OBS_STATUS"


def test_a_workbook_with_title_rows_and_names_that_were_not_merged() -> None:
    proposal = proposed(offices.titled_workbook(), "application/octet-stream", "https://office.example/d.xlsx")
    assert rows(proposal) == {
        "vsego": {"2024-01": "1234.5", "2024-02": "1230", "2024-03": None},
        "v-tom-chisle-muzhchiny": {"2024-01": "700", "2024-02": "698.2", "2024-03": None},
        "v-tom-chisle-zhenshchiny": {"2024-01": "534.5", "2024-02": "531.8", "2024-03": "530"},
    }
    assert about(proposal, "vsego") == ("Число безработных по регионам: Всего", "people", "stock", "M", 3)
    assert any("the unit is that of the table's title" in doubt.what for doubt in proposal.doubts)
    assert {entry.quantum for entry in proposal.source.entries} == {"0.1"}


def test_the_sheet_with_the_figures_is_picked_by_its_name() -> None:
    proposal = proposed(offices.workbook_of_two_sheets(), "application/octet-stream", "https://office.example/d.xlsx")
    assert proposal.source.table.sheet == "Births"
    assert rows(proposal) == {"births": {"2024-01": "410", "2024-02": "398", "2024-03": "415"}}


def test_a_year_given_once_for_its_months() -> None:
    proposal = proposed(offices.YEAR_AND_MONTH, "text/csv")
    assert proposal.source.period.column == ("Month", "Year")
    assert proposal.source.table.fill == ("Year",)
    assert rows(proposal) == {"births": {"2023-11": "1204", "2023-12": "1304", "2024-01": "1100", "2024-02": "999"}}


def test_tabs_and_utf_16() -> None:
    proposal = proposed(offices.UTF16, "text/csv")
    assert rows(proposal) == {"people": {"2024-01-05": "10", "2024-01-12": "12", "2024-01-19": "11"}}
    assert about(proposal, "people") == ("People", "people", "stock", "W", 0)


def test_what_cannot_be_decided_is_asked_refused_and_read_once_it_is_answered() -> None:
    body = b"date,prisoners\n01/02/2022,1.234\n02/02/2022,1.300\n03/02/2022,567\n"
    proposal = proposed(body, "text/csv")
    assert [question.key for question in proposal.questions] == ["order", "decimal"]
    assert proposal.parsed is None and "does not say which is the day" in proposal.failure
    assert "ANSWER period.order" in proposal.text and "ANSWER numbers.decimal" in proposal.text
    half = proposed(body, "text/csv", order="dmy")
    assert rows(half) == {"prisoners": {"2022-02-03": "567"}}
    assert half.parsed is not None and len(half.parsed.problems) == 2
    whole = proposed(body, "text/csv", order="dmy", decimal=",")
    assert rows(whole) == {"prisoners": {"2022-02-01": "1234", "2022-02-02": "1300", "2022-02-03": "567"}}
    other = proposed(body, "text/csv", order="mdy", decimal=".")
    assert rows(other) == {"prisoners": {"2022-01-02": "1.234", "2022-02-02": "1.3", "2022-03-02": "567"}}


def test_a_long_table_with_several_columns_of_figures_gives_series_of_each() -> None:
    body = b"region,month,cases,deaths\nN,2022-01,10,1\nS,2022-01,20,2\nN,2022-02,11,3\nS,2022-02,21,4\n"
    proposal = proposed(body, "text/csv")
    assert rows(proposal) == {
        "cases-n": {"2022-01": "10", "2022-02": "11"},
        "cases-s": {"2022-01": "20", "2022-02": "21"},
        "deaths-n": {"2022-01": "1", "2022-02": "3"},
        "deaths-s": {"2022-01": "2", "2022-02": "4"},
    }
    assert proposal.source.table.value == ""
    assert any("taken from 'cases', 'deaths'" in doubt.what for doubt in proposal.doubts)
    chosen = proposed(body, "text/csv", value="deaths")
    assert rows(chosen) == {
        "deaths-n": {"2022-01": "1", "2022-02": "3"},
        "deaths-s": {"2022-01": "2", "2022-02": "4"},
    }
    assert (chosen.source.table.value, chosen.source.entries[0].column) == ("deaths", None)
    assert any("'cases' may hold figures too" in doubt.what for doubt in chosen.doubts)
    with pytest.raises(UsageError, match="'region' is no column of figures") as error:
        proposed(body, "text/csv", value="region")
    assert "'cases', 'deaths'" in error.value.hint
    with pytest.raises(UsageError, match="each column of figures is a series"):
        proposed(b"month,cases\n2022-01,1\n2022-02,2\n", "text/csv", value="cases")


def test_beside_a_column_named_value_others_are_told_only() -> None:
    body = b"region,month,low,value\nN,2022-01,9,10\nS,2022-01,18,20\nN,2022-02,10,11\nS,2022-02,17,21\n"
    proposal = proposed(body, "text/csv")
    assert set(rows(proposal)) == {"n", "s"} and proposal.source.table.value == "value"
    assert any("'low' may hold figures too" in doubt.what for doubt in proposal.doubts)


def test_of_very_many_series_whole_columns_are_proposed() -> None:
    lines = ["place,day,a,b,c"]
    lines += [f"P{place},2022-01-{day:02d},{place},{day},{place + day}" for day in (1, 2, 3) for place in range(120)]
    proposal = proposed("\n".join(lines).encode(), "text/csv")
    assert len(proposal.source.entries) == 240
    assert {entry.column for entry in proposal.source.entries} == {"b", "c"}
    assert len(proposal.text.splitlines()) < 240 * 10


def test_what_holds_for_every_series_is_said_once_and_a_renamed_one_keeps_its_own() -> None:
    body = b"month,alpha,beta,gamma,gamma ray\n2022-01,1,1.5,1.5,1\n2022-02,2,2,3,1\n2022-03,3,2.25,4,2\n"
    answers = Answers(rename={"beta": "second"}, drop=frozenset({"gamma*"}))
    proposal = propose(body, "text/csv", ADDRESS, answers)
    assert [entry.slug for entry in proposal.source.entries] == ["alpha", "second"]
    assert proposal.text.count("the unit is not said") == 1
    assert "# CHECK in every series: the unit is not said; name what is counted." in proposal.text
    own = proposal.text[proposal.text.index('slug = "second"') - 200 :]
    assert "with 0 to 2 decimals" in own
    assert {doubt.key for doubt in proposal.doubts if doubt.key.startswith("series.")} == {
        "series.alpha",
        "series.second",
    }
    with pytest.raises(UsageError, match=r"'delta\*' is no series here. There are: "):
        propose(body, "text/csv", ADDRESS, Answers(drop=frozenset({"delta*"})))


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"<p>Nothing here</p>", "no table was found"),
        (b"<table><tr><td>Home<td>News</table>", "no table of figures over time was found: one table"),
        (b"<table><tr><td>a<td>1</table><table><tr><td>b<td>2</table>", "2 tables"),
        (b"", "text without a table"),
        (b"In November 2022 there were 5 of them.", "text without a table"),
        (b'{"a": 1', "JSON"),
    ],
)
def test_a_body_without_a_table_of_figures_over_time_is_refused(body: bytes, what: str) -> None:
    with pytest.raises(TableError) as refused:
        proposed(body, "application/json" if body.startswith(b"{") else "")
    assert what in refused.value.message


def test_a_list_of_events_is_no_series() -> None:
    lines = [f"2022-01-{day:02d},{hour},case {day} {hour},{day * hour}" for day in range(1, 9) for hour in (1, 2)]
    with pytest.raises(TableError, match="no column tells its rows apart"):
        proposed("\n".join(["date,hour,name,cost", *lines]).encode(), "text/csv")


def test_names_are_chosen_so_that_none_is_taken() -> None:
    taken = Answers(taken=frozenset({"prisons", "prisons-2"}))
    assert propose(offices.ENGLISH, "text/html", ADDRESS, taken).source.id == "prisons-3"
    assert propose(offices.ENGLISH, "text/html", "https://office.example/add.html").source.id == "add-2"
    with pytest.raises(UsageError, match="already"):
        propose(offices.ENGLISH, "text/html", ADDRESS, Answers(id="prisons", taken=frozenset({"prisons"})))


def test_series_can_be_left_out_and_renamed() -> None:
    given = Answers(drop=frozenset({"occupancy-rate"}), rename={"inmates-men": "men"})
    source = propose(offices.ENGLISH, "text/html", ADDRESS, given).source
    assert [entry.slug for entry in source.entries] == ["inmates-women", "men"]
    for wrong in (Answers(drop=frozenset({"zebras"})), Answers(rename={"inmates-men": "No Slug"}), Answers(table=9)):
        with pytest.raises(UsageError):
            propose(offices.ENGLISH, "text/html", ADDRESS, wrong)


def test_a_table_that_has_no_figures_is_refused_when_it_is_chosen() -> None:
    with pytest.raises(TableError, match="table 0 has no column or header of periods"):
        propose(offices.ENGLISH, "text/html", ADDRESS, Answers(table=0))


def test_the_words_are_data_of_the_package() -> None:
    from tallywire.watch.propose import words

    assert (Path(words.__file__).parent / "words.toml").is_file()
