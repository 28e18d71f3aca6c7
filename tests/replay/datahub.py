"""The versions of two small series, with what had to be mended in their source files when their columns changed."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from tests.needs import shared
from tests.replay.playing import Page, series

CO2, CPI = "co2", "cpi"

MISSING = '\n[numbers]\nmissing = ["", "-99.99", "-9.99", "-0.99", "-1", "-01"]\n'

COLUMNS = {"average": "Average", "interpolated": "Interpolated", "trend": "Trend", "days": "Number of Days"}

CPI_ORDER = ("6471f439", "b1721b1c", "e92f1b74", "0d9b0ccb", "31dc0476", "a5fa9b78", "1657dabb", "df3d34e1")
CPI_LATER = ("77ccb708", "a5377f4b", "387d2fac", "d30442f6", "b2326571", "a1f785a4")
"""Versions of one day in the order in which each follows from the one before."""

INDEX = {"6471f439": "Value", "31dc0476": "Index", "df3d34e1": "CPI", "387d2fac": "Index"}
"""From which version on the column of the index has which name, and the source file is mended."""


def folder() -> Path:
    return shared("data/datahub-small/versions")


def co2_source(period: str) -> str:
    return (
        f'\n[period]\ncolumn = {period}\ngranularity = "month"\n'
        + MISSING
        + "".join(series(slug, slug, f'column = "{column}"', frequency="M") for slug, column in COLUMNS.items())
    )


def cpi_source(column: str) -> str:
    return '\n[period]\ncolumn = "Date"\norder = "ymd"\ngranularity = "month"\n' + series(
        "index", "consumer prices", f'column = "{column}"', frequency="M"
    )


def co2_pages() -> Iterator[Page]:
    """Forty-five versions; from the second on year and month stand in one column."""
    for number, path in enumerate(sorted(folder().glob("co2-mm-mlo_*.csv.gz"))):
        yield Page(
            _at(path, number), CO2, gzip.decompress(path.read_bytes()), co2_source('"Date"') if number == 1 else ""
        )


def cpi_pages() -> Iterator[Page]:
    """Fourteen versions."""
    paths = {path.name.split("_")[-1][:8]: path for path in folder().glob("cpiai_*.csv.gz")}
    for number, commit in enumerate((*CPI_ORDER, *CPI_LATER)):
        source = cpi_source(INDEX[commit]) if number and commit in INDEX else ""
        yield Page(_at(paths[commit], number), CPI, gzip.decompress(paths[commit].read_bytes()), source)


def _at(path: Path, number: int) -> datetime:
    """Noon of the day in the name, and so many minutes, which keeps versions of one day apart."""
    day = date.fromisoformat(path.name.split("_")[1])
    return datetime.combine(day, time(12), UTC) + timedelta(minutes=number)


FIRST_SOURCES = {CO2: co2_source('["Year", "Month"]'), CPI: cpi_source("Value")}
