"""The chart of a whole series: gaps as gaps, restated periods marked, long series thinned and said so."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest
from lxml import etree

from tallywire.brief import ACCENT, Chart
from tallywire.series import Observation, Period, Restatement, Series
from tallywire.tell.series_chart import MOST_POINTS, series_chart
from tests.holdings import observation, series

INMATES = series("office/inmates", title="inmates of the office")
MONTHS = tuple(f"2022-{month:02d}" for month in range(1, 9))
VALUES = ("1200", "1190", "1210", "1180", "1150", "1120", "1110", "1105")


def counts(values: Sequence[str | None] = VALUES) -> tuple[Observation, ...]:
    return tuple(observation("office/inmates", month, value) for month, value in zip(MONTHS, values, strict=False))


def chart(
    observations: Sequence[Observation],
    restatements: Sequence[Restatement] = (),
    *,
    of: Series = INMATES,
    gaps: Sequence[Period] = (),
) -> Chart:
    made = series_chart(of, observations, restatements, gaps=gaps, draw=lambda spec: "")
    assert made is not None
    return made


def layers(made: Chart, kind: str) -> list[dict[str, object]]:
    return [layer for layer in json.loads(made.spec)["layer"] if layer["mark"]["type"] == kind]


def restated(at: int, first: str) -> Restatement:
    now = counts()[at]
    return Restatement(msgspec.structs.replace(now, value=Decimal(first), literal=first, seq=0), now)


def test_sentence_table_and_axis_say_what_is_drawn() -> None:
    made = chart(counts())
    assert made.title == "Inmates of the office"
    low, high = json.loads(made.spec)["encoding"]["y"]["scale"]["domain"]
    assert made.sentence == (
        "8 counts of the number of inmates of the office, from 1,200 (January 2022) to 1,105 (August 2022). "
        f"The vertical axis runs from {low:,.0f} to {high:,.0f}."
    )
    assert low <= 1105 and high >= 1210
    assert [(row.label, row.figure, row.change) for row in made.rows[:2]] == [
        ("January 2022", "1,200", ""),
        ("February 2022", "1,190", "\u221210"),
    ]
    assert len(made.rows) == 8


def test_a_gap_and_a_missing_figure_break_the_line() -> None:
    missing = chart(counts(("1200", "1190", None, "1180", "1150", "1120", "1110", "1105")))
    gap = Period(date(2022, 3, 1), date(2022, 4, 1), "span")
    apart = chart((*counts()[:2], *counts()[3:]), gaps=(gap,))
    for made in (missing, apart):
        (line,) = layers(made, "line")
        assert [row["run"] for row in line["data"]["values"]] == [0, 0, 1, 1, 1, 1, 1]  # type: ignore[index]
        assert "The line is broken where no counts are held for long." in made.sentence


def test_a_restated_period_shows_what_was_first_published() -> None:
    made = chart(counts(), (restated(4, "1010"),))
    (bar,) = layers(made, "tick")
    assert bar["data"]["values"] == [{"date": "2022-05-01T00:00:00Z", "now": 1150, "value": 1010}]  # type: ignore[index]
    labels = [layer["mark"]["text"] for layer in layers(made, "text")]  # type: ignore[index]
    assert "first 1,010" in labels
    low, high = json.loads(made.spec)["encoding"]["y"]["scale"]["domain"]
    assert low <= 1010 and high >= 1200
    assert "One period was restated; a short bar marks what was published first." in made.sentence


def test_a_restatement_that_left_the_first_figure_standing_is_not_marked() -> None:
    first = restated(4, "1010")
    changed = msgspec.structs.replace(first.before, value=Decimal(1150))
    back = (Restatement(changed, first.before), Restatement(first.before, first.after))
    assert layers(chart(counts(), back), "tick") == []
    status = Restatement(msgspec.structs.replace(counts()[4], status="provisional"), counts()[4])
    assert layers(chart(counts(), (status,)), "tick") == []


def test_provisional_figures_are_hollow() -> None:
    last = msgspec.structs.replace(counts()[7], status="provisional")
    made = chart((*counts()[:7], last))
    hollow = [layer for layer in layers(made, "point") if layer["mark"]["filled"] is False]  # type: ignore[index]
    assert [row["value"] for row in hollow[0]["data"]["values"]] == [1105]  # type: ignore[index]
    assert "Hollow points are provisional." in made.sentence


def test_a_long_series_keeps_its_extremes_and_says_it_is_thinned() -> None:
    start = date(2010, 1, 1)
    values = [str(1000 + (place * 7919) % 100) for place in range(6000)]
    values[3000], values[4500] = "5000", "10"
    daily = msgspec.structs.replace(INMATES, frequency="D")
    many = [
        observation("office/inmates", Period.day(start + timedelta(days=place)), value)
        for place, value in enumerate(values)
    ]
    made = chart(many, of=daily)
    (line,) = layers(made, "line")
    drawn = [row["value"] for row in line["data"]["values"]]  # type: ignore[index]
    assert len(drawn) <= MOST_POINTS and {5000, 10} <= set(drawn)
    assert (drawn[0], drawn[-1]) == (int(values[0]), int(values[-1]))
    assert f"The line is drawn through {len(drawn):,} of the figures: the extremes of each pixel." in made.sentence
    assert made.sentence.startswith("6,000 counts")
    assert len(made.rows) == 400 and made.rows[-1].label == "5 June 2026"


def test_too_little_to_draw() -> None:
    assert series_chart(INMATES, counts()[:1], draw=lambda spec: "") is None
    assert series_chart(INMATES, counts((None,) * 8), draw=lambda spec: "") is None
    assert series_chart(INMATES, (), draw=lambda spec: "") is None


@pytest.mark.parametrize("title", ["</svg><script>1</script>", "a'b\"c\\d", "{{datum.value}}", "\u202epeople " * 40])
def test_it_is_drawn_the_same_each_time_and_hostile_names_stay_text(title: str) -> None:
    named = msgspec.structs.replace(INMATES, title=title, unit=title)
    drawn = [series_chart(named, counts(), (restated(4, "1010"),)) for _ in range(2)]
    assert drawn[0] is not None and drawn[0] == drawn[1]
    root = etree.fromstring(drawn[0].svg.encode())
    assert not [e for e in root.iter() if isinstance(e.tag, str) and e.tag.endswith("script")]
    assert ACCENT in drawn[0].svg
