"""A source: one address, how its table is read, and which series it gives. Sources are TOML files."""

from __future__ import annotations

from typing import Literal

import msgspec

from tallywire.series import Frequency, Kind, Series, decimal
from tallywire.watch.dates import Column, Dates
from tallywire.watch.memento_archive import MementoArchive
from tallywire.watch.number import Numbers
from tallywire.watch.rhythm import Rhythm


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which table of the body is read, and how its rows and columns are laid out.

    index: number of the table from 0, nested tables counted; caption: text that its caption contains, instead. skip
    and skip_end: rows before the header and at the foot that are not read. header: rows of column names. layout:
    `wide` (a column per series), `long` (rows of each series picked by `where`, figures in the `value` column or in
    the series' own), `across` (a row per series, picked by `where`, a column per period) or `calendar` (a row per
    year, a column per month, quarter or half-year, one series). fill: columns whose blank cells take the text above
    them. spread: whether a blank cell of a header row that is not the last takes the text on its left. delimiter and
    encoding are for CSV; encoding is only used where the body is neither UTF-8 nor what the server declares. sheet:
    name of the one sheet of a workbook that is read; "" reads them all. page and strategy are for PDF: the one page
    that is read, from 1 (0: all), and what keeps its cells apart, ruled lines or space. pattern: for `media =
    "text"`, an RE2 pattern whose named groups are the columns, each match being a row. path: for JSON, where the
    table stands in it, such as `data.items`. expect: for JSON, path to text, what has to stand elsewhere in it; where
    it does not, no figure is read.
    """

    index: int = 0
    caption: str = ""
    skip: int = 0
    skip_end: int = 0
    header: int = 1
    layout: Literal["wide", "long", "across", "calendar"] = "wide"
    value: Column = ""
    fill: tuple[Column, ...] = ()
    spread: bool = False
    delimiter: str = ","
    encoding: str = ""
    sheet: str = ""
    page: int = 0
    strategy: Literal["ruled", "spaced"] = "ruled"
    pattern: str = ""
    path: str = ""
    expect: dict[str, str] = {}


class Bounds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Columns that hold the least and the greatest that a figure can be, and whether that end is left out."""

    low: Column
    high: Column
    low_open: bool = False
    high_open: bool = False


class Marks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Columns beside the figures: rounding step, bounds, status, day of publication, SDMX's DECIMALS and UNIT_MULT.

    beside: marks that stand in a figure's own cell, after or before the number, and say its status.
    words: the source's own words for a status, beside final, provisional, derived, missing, the codes of SDMX and
    the flags of Eurostat. decimals: how many decimals the row's figures are rounded to, instead of quantum.
    multiplier: the power of ten that they are in, which has to be the series' own.
    citation: a column with the address where the row's figure was reported; kept in the archive, not parsed.
    """

    quantum: Column | None = None
    bounds: Bounds | None = None
    status: Column | None = None
    words: dict[str, Literal["final", "provisional", "derived", "missing"]] = {}
    beside: dict[str, Literal["final", "provisional", "derived", "missing"]] = {}
    published: Column | None = None
    citation: Column | None = None
    decimals: Column | None = None
    multiplier: Column | None = None


class SeriesEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One series of a source; fields as in Series, with `slug` for the end of its id.

    column: its column of figures in the wide layout (left out: the slug) and in the long one (left out: the table's
    `value`). where: column and value that pick its rows in the layouts long and across. quantum: the rounding step as
    a decimal in text (left out: the last written decimal place).
    parent: another slug of this source. minimum: a decimal in text.
    """

    slug: str
    title: str
    unit: str
    kind: Kind
    frequency: Frequency
    multiplier: int = 0
    names: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    dimensions: dict[str, str] = {}
    adjustment: Literal["N", "S", "_Z"] = "_Z"
    prices: Literal["nominal", "real", ""] = ""
    note: str = ""
    parent: str = ""
    topic: str = ""
    place: str = ""
    minimum: str = "0"
    cumulative: bool = False
    column: Column | None = None
    where: dict[str, str] = {}
    quantum: str = ""


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An agency's page or file, and what is read from it.

    name: the agency. badge: a few words shown beside everything from here ("reconstructed from reports").
    contact: sent with every request, so that the agency can write to whoever runs this. allow_hosts: hosts that
    may lie in private or loopback space. by_hand: figures come by import only, the address is not fetched. keys:
    environment variables whose values stand where address or headers have `${NAME}`. headers: sent with each request.
    robots: "ignored because ..." with the reason why the host's robots.txt is not heeded.
    watch says how often it is asked and when it is late; history which web archive holds its past versions; period,
    numbers and marks how cells are read.
    """

    id: str
    name: str
    address: str
    media: Literal["html", "csv", "xlsx", "pdf", "text", "json", "jsonstat", "sdmx"]
    entries: tuple[SeriesEntry, ...] = msgspec.field(name="series")
    homepage: str = ""
    place: str = ""
    topic: str = ""
    badge: str = ""
    note: str = ""
    contact: str = ""
    allow_hosts: tuple[str, ...] = ()
    by_hand: bool = False
    keys: tuple[str, ...] = ()
    headers: dict[str, str] = {}
    robots: str = ""
    watch: Rhythm = Rhythm()
    history: MementoArchive = MementoArchive()
    table: Table = Table()
    period: Dates = Dates()
    numbers: Numbers = Numbers()
    marks: Marks = Marks()

    def series_id(self, slug: str) -> str:
        return f"{self.id}/{slug}"

    def value_column(self, entry: SeriesEntry) -> Column:
        """The column that holds the figures of one of this source's series, in the layouts wide and long."""
        if entry.column is not None:
            return entry.column
        return self.table.value if self.table.layout == "long" else entry.slug

    def series(self) -> tuple[Series, ...]:
        """The series this source gives, in the order of the file; place and topic are the source's where not set."""
        return tuple(
            Series(
                id=self.series_id(entry.slug),
                title=entry.title,
                unit=entry.unit,
                kind=entry.kind,
                frequency=entry.frequency,
                source=self.id,
                place=entry.place or self.place,
                multiplier=entry.multiplier,
                names=entry.names,
                outside=entry.outside,
                dimensions=tuple(entry.dimensions.items()),
                adjustment=entry.adjustment,
                prices=entry.prices,
                note=entry.note,
                parent=self.series_id(entry.parent) if entry.parent else "",
                topic=entry.topic or self.topic,
                cumulative=entry.cumulative,
                minimum=decimal(entry.minimum),
            )
            for entry in self.entries
        )
