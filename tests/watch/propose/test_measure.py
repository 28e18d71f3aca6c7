"""What a column counts, from the words of its header and of the title above it."""

from __future__ import annotations

import pytest

from tallywire.watch.propose.measure import measure_of
from tallywire.watch.propose.words import known_words

WORDS = known_words()


@pytest.mark.parametrize(
    ("name", "above", "title", "unit", "multiplier", "kind"),
    [
        ("Inmates", "", "Inmates", "people", 0, "stock"),
        ("Всего, тыс. чел.", "Численность осуждённых", "Численность осуждённых: Всего", "people", 3, "stock"),
        ("Exports (million EUR)", "", "Exports", "EUR", 6, "flow"),
        ("Доля, %", "", "Доля", "%", 0, "rate"),
        ("Rainfall in mm", "", "Rainfall", "mm", 0, "flow"),
        ("Unemployed (1,000 persons)", "", "Unemployed", "people", 3, "stock"),
        ("Unemployed ('000)", "", "Unemployed", "people", 3, "stock"),
        ("Consumer price index (2015 = 100)", "", "Consumer price index (2015 = 100)", "units", 0, "index"),
        ("Births", "Population change (thousands)", "Births", "people", 3, "flow"),
        ("Share (%)", "Population (thousands)", "Share", "%", 0, "rate"),
        ("Deaths per 1,000 people", "", "Deaths per 1,000 people", "units", 0, "rate"),
        ("Towns over 100 thousand people", "", "Towns over 100 thousand people", "people", 0, "flow"),
        ("Value", "Bread price", "Bread price", "units", 0, "rate"),
        ("Чисельність, осіб", "", "Чисельність", "people", 0, "stock"),
    ],
)
def test_words_say_title_unit_multiplier_and_kind(
    name: str, above: str, title: str, unit: str, multiplier: int, kind: str
) -> None:
    found = measure_of(name, above, WORDS, instants=False, below_zero=False)
    assert (found.title, found.unit, found.multiplier, found.kind) == (title, unit, multiplier, kind)


@pytest.mark.parametrize(
    ("name", "above", "what"),
    [
        ("Births", "Population change (thousands)", "the unit is that of the table's title (thousands)"),
        ("Turnover, million in 2015 prices", "", "'million' stands in its name or title"),
        ("Deaths per 1,000 people", "", "'1,000' stands in its name or title"),
        ("Apples", "", "the unit is not said"),
        ("Apples", "", "kind: nothing says it"),
    ],
)
def test_what_is_not_sure_is_told(name: str, above: str, what: str) -> None:
    found = measure_of(name, above, WORDS, instants=False, below_zero=False)
    assert any(what in doubt for doubt in found.doubts), found.doubts


def test_a_column_of_units_goes_before_the_title() -> None:
    found = measure_of("Births", "All in thousands", WORDS, instants=False, below_zero=False, unit="persons")
    assert (found.unit, found.multiplier) == ("people", 0)


def test_a_level_is_never_below_zero() -> None:
    assert measure_of("Apples", "", WORDS, instants=True, below_zero=False).kind == "stock"
    assert measure_of("Apples", "", WORDS, instants=True, below_zero=True).kind == "flow"
