"""Small archives, releases and figures for the tests of the record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from tallywire.record import Archive, Record, Store
from tallywire.series import AsOf, Cell, Figure, Frequency, Period, Release, Series, parse_period

START = datetime(2022, 11, 1, 9, tzinfo=UTC)
ADDRESS = "https://example.org/figures"

Table = dict[str, str]
"""A page: period -> figure as written; "" is an empty cell."""


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def series(id: str = "s/a", frequency: Frequency = "M") -> Series:
    return Series(id=id, title="people in colonies", unit="people", kind="stock", frequency=frequency, source="s")


def page(table: Table) -> bytes:
    return "\n".join(f"{period},{figure}" for period, figure in table.items()).encode()


def parse(release: Release, body: bytes) -> list[Figure]:
    """A page's figures; none for an answer that is no page, or one that is no table."""
    if release.status not in (200, 304) or release.media_type != "text/csv":
        return []
    rows = [line.partition(",") for line in body.decode().split("\n") if line]
    return [figure(period, literal, row=row) for row, (period, _, literal) in enumerate(rows)]


def cell_text(release: Release, body: bytes, cell: Cell) -> str | None:
    rows = [line.split(",") for line in body.decode().split("\n")]
    try:
        return rows[cell.row][cell.column]
    except IndexError:
        return None


def figure(period: str, literal: str, *, row: int = 0, published: datetime | None = None) -> Figure:
    return Figure(
        series="s/a",
        period=parse_period(period),
        value=Decimal(literal.rstrip("*")) if literal else None,
        quantum=Decimal(1),
        bounds=None,
        status="missing" if not literal else "provisional" if literal.endswith("*") else "final",
        cell=Cell(0, row, 1),
        literal=literal,
        published_at=published,
    )


def fetch(archive: Archive, body: bytes, at: datetime, *, address: str = ADDRESS, status: int = 200) -> Release:
    return archive.append_response(
        source="s",
        address=address,
        at=at,
        real=at,
        status=status,
        headers=[("Content-Type", "text/csv")],
        wire=body,
        media_type="text/csv",
    )


def import_file(
    archive: Archive, body: bytes, at: datetime, *, published_at: datetime | None = None, media_type: str = "text/csv"
) -> Release:
    return archive.append_resource(
        source="s",
        address=ADDRESS,
        at=at,
        real=at,
        body=body,
        media_type=media_type,
        published_at=published_at,
        note="from a public web archive",
    )


def past_version(archive: Archive, body: bytes, at: datetime, *, published_at: datetime) -> Release:
    return archive.append_memento(
        source="s",
        address=ADDRESS,
        at=at,
        real=at,
        status=200,
        headers=[("Content-Type", "text/csv")],
        wire=body,
        media_type="text/csv",
        published_at=published_at,
        memento_address=f"https://archive.example/web/{published_at:%Y%m%d%H%M%S}/{ADDRESS}",
    )


def record(folder: Path, archive: Archive, held: Sequence[Series] | None = None) -> Record:
    return Record(archive, Store(folder / "record"), [series()] if held is None else held)


def learn_page(record: Record, archive: Archive, table: Table, at: datetime) -> Release:
    release = fetch(archive, page(table), at)
    record.learn(release, parse(release, archive.body(release.id)))
    return release


def values(record: Record, as_of: AsOf) -> dict[str, Decimal | None]:
    return {str(each.period): each.value for each in record.observations("s/a", as_of=as_of)}


def month(number: int) -> Period:
    first = date(2020, 1, 1)
    return Period.month(first.year + number // 12, number % 12 + 1)
