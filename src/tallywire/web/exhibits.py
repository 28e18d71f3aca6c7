"""The archived rows behind a verdict, as tables of a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from tallywire.brief import Excerpt
from tallywire.feed.cells import ShownLine, table
from tallywire.feed.dates import day_words, period_words, stamp, utc
from tallywire.feed.names import series_path, web_address
from tallywire.feed.record_pages.paths import cell_path, release_path
from tallywire.series import Cell, ObservationRef
from tallywire.web.snapshot import Snapshot

MOST_OF_ONE = 8
"""Figures of one verdict whose rows are shown."""

MOST = 240
"""Figures of one page whose rows are shown."""


class Figure(msgspec.Struct, frozen=True):
    """A figure as it stands in its cell; href: the page of its release, at the cell, where it is published."""

    literal: str
    period: str
    href: str


class Exhibit(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of one table of one release, with the cells that figures were read from."""

    source: str
    address: str
    href: str
    fetched: str
    fetched_stamp: str
    imported: bool
    memento: bool
    figures: tuple[Figure, ...]
    header: ShownLine | None
    lines: tuple[ShownLine, ...]
    absent: tuple[str, ...]
    altered: tuple[str, ...]


class Series(msgspec.Struct, frozen=True):
    """A series that a verdict is about; href: its page, where it is published."""

    title: str
    href: str


class Exhibits:
    """Cuts the rows behind one page's verdicts, as far as one page shows them, and links what is published."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._site = snapshot.newsroom.folder / "site"
        self._left = MOST
        self._there: dict[str, bool] = {}

    def of(self, refs: Sequence[ObservationRef]) -> tuple[tuple[Exhibit, ...], tuple[ObservationRef, ...]]:
        """One exhibit for each table of each release, and the figures that are not shown."""
        room = min(MOST_OF_ONE, self._left)
        chosen = refs[:room]
        self._left -= len(chosen)
        tables: dict[tuple[str, int], list[tuple[ObservationRef, Excerpt]]] = {}
        rest = list(refs[room:])
        for ref in chosen:
            excerpt = self._snapshot.excerpts.of(ref)
            if excerpt is None:
                rest.append(ref)
            else:
                tables.setdefault((excerpt.release, excerpt.cell.table), []).append((ref, excerpt))
        return tuple(self._exhibit(group) for group in tables.values()), tuple(rest)

    def series(self, id: str) -> Series:
        found = self._snapshot.newsroom.record.series(id)
        return Series(found.title if found is not None else id, self._published(series_path(id)))

    def release(self, id: str, cell: Cell | None = None) -> str:
        """The page of a release, at a cell, where it is published; else ""."""
        source = self._source(id)
        return self._published(release_path(source, id) if cell is None else cell_path(source, id, cell))

    def _exhibit(self, group: Sequence[tuple[ObservationRef, Excerpt]]) -> Exhibit:
        first = group[0][1]
        shown = table([excerpt for _, excerpt in group])
        return Exhibit(
            source=first.source_name,
            address=first.address,
            href=web_address(first.address),
            fetched=day_words(utc(first.fetched_at).date()),
            fetched_stamp=stamp(first.fetched_at),
            imported=first.kind == "imported",
            memento=first.kind == "memento",
            figures=tuple(
                Figure(
                    excerpt.literal,
                    period_words(ref.period),
                    self.release(ref.release, ref.cell),
                )
                for ref, excerpt in group
            ),
            header=shown.header,
            lines=shown.lines,
            absent=shown.absent,
            altered=shown.altered,
        )

    def _source(self, id: str) -> str:
        release = self._snapshot.newsroom.archive.entry(id).release
        return release.source if release is not None else ""

    def _published(self, path: str) -> str:
        """The address of a page of the site, "" where it is not published (yet)."""
        file = path.partition("#")[0]
        if file not in self._there:
            self._there[file] = Path(self._site, file).is_file()
        return f"/{path.removesuffix('index.html')}" if self._there[file] else ""
