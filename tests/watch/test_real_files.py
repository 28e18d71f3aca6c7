"""Files that agencies' figures really came in: every one is read without a problem."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest

from tallywire.watch import Parsed, cell_text, parse
from tests.needs import shared
from tests.watch.samples import COLONIES, source_of


def read(name: str, more: str, series: str) -> tuple[Parsed, bytes]:
    body = shared(f"data/{name}").read_bytes()
    source = source_of(more, series)
    parsed = parse(source, body, "text/csv")
    assert parsed.problems == ()
    assert all(cell_text(body, "text/csv", figure.cell, source) == figure.literal for figure in parsed.figures[:20])
    return parsed, body


@pytest.mark.parametrize(
    ("name", "column", "rows"), [("HDC", "hdc_pop", 190), ("female_population", "population", 502)]
)
def test_the_weekly_counts_of_england_and_wales(name: str, column: str, rows: int) -> None:
    parsed, _ = read(
        f"england-wales-prison-weekly/{name}.csv",
        'period = { column = "date", granularity = "day" }',
        COLONIES + f'column = "{column}"',
    )
    assert len(parsed.figures) == rows
    assert 0 < sum(figure.status == "missing" for figure in parsed.figures) < 20


def test_every_version_of_the_weekly_counts() -> None:
    source = source_of('period.column = "date"', COLONIES + 'column = "hdc_pop"')
    folder = shared("data/england-wales-prison-weekly/versions")
    first = parse(source, next(iter(sorted(folder.glob("HDC_*")))).read_bytes(), "text/csv")
    assert first.figures[0].literal == "2,759"
    assert first.figures[0].value == Decimal(2759)
    for path in sorted(folder.glob("HDC_*")):
        assert parse(source, path.read_bytes(), "text/csv").problems == ()


def test_us_employment_by_sector() -> None:
    body = shared("data/us-employment/vega__us-employment.csv").read_text(encoding="utf-8")
    names = next(csv.reader(body.splitlines()))[1:]
    series = "".join(
        COLONIES.replace('"colonies"', f'"{name.replace("_", "-")}"') + f'column = "{name}"\nmultiplier = 3\n'
        for name in names
    )
    parsed, _ = read(
        "us-employment/vega__us-employment.csv", 'period = { column = "month", granularity = "month" }', series
    )
    assert len(parsed.figures) == 120 * len(names)
    assert str(parsed.figures[0].period) == "2006-01"
    assert parsed.figures[0].value == Decimal(135450)


def test_us_unemployment_since_1948() -> None:
    parsed, body = read(
        "us-employment/bokeh__unemployment1948.csv", 'table.layout = "calendar"\nperiod.column = "Year"', COLONIES
    )
    assert len(parsed.figures) == 12 * (len(body.splitlines()) - 1)
    assert (str(parsed.figures[0].period), parsed.figures[0].value) == ("1948-01", Decimal("4.0"))


def test_the_dated_figures_of_the_penitentiary_service() -> None:
    parsed, _ = read(
        "fsin-dated-figures/figures.csv",
        """
        table = { layout = "long", value = "value" }
        period.column = "date"
        [marks]
        status = "exact"
        published = "published"
        words = { exact = "final", rounded = "final", derived = "derived" }
        """,
        COLONIES + 'quantum = "1000"\nwhere = { measure = "colonies" }',
    )
    assert len(parsed.figures) >= 16
    assert {figure.status for figure in parsed.figures} <= {"final", "derived"}
    assert any(figure.value == Decimal(338000) and str(figure.period) == "2022-10-01" for figure in parsed.figures)
