"""Pages of several series, archived and learned one after the other, for the tests of absences and classes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import msgspec

from tallywire.record import Archive, Arrivals, Record, Store
from tallywire.series import Classified, Figure, Frequency, Illegible, Release, Series
from tests.record.making import START, fetch, figure

Page = Mapping[str, Mapping[str, str]]
"""Series -> period -> figure as written; "" is an empty cell, "?" one that cannot be read."""


def several(*ids: str, cumulative: bool = False, frequency: Frequency = "M") -> list[Series]:
    return [
        Series(
            id=id,
            title=id,
            unit="people",
            kind="stock",
            frequency=frequency,
            source=id.split("/")[0],
            cumulative=cumulative,
        )
        for id in ids
    ]


def written(page: Page) -> bytes:
    return msgspec.json.encode(page)


def read(release: Release, body: bytes) -> list[Figure]:
    if release.status != 200:
        return []
    page = msgspec.json.decode(body, type=dict[str, dict[str, str]])
    rows = ((id, period, text) for id, table in page.items() for period, text in table.items() if text != "?")
    return [
        msgspec.structs.replace(figure(period, text, row=row), series=id)
        for row, (id, period, text) in enumerate(rows)
    ]


def illegible(release: Release, body: bytes) -> Illegible:
    if release.status != 200:
        return Illegible()
    page = msgspec.json.decode(body, type=dict[str, dict[str, str]])
    return Illegible(
        frozenset(
            (id, figure(period, "").period) for id, table in page.items() for period in table if table[period] == "?"
        )
    )


class Played(msgspec.Struct):
    """An archive and its record; one page a day."""

    folder: Path
    archive: Archive
    record: Record
    days: int = 0

    def show(self, page: Page, *, status: int = 200) -> Arrivals:
        release = fetch(self.archive, written(page), START + timedelta(days=self.days), status=status)
        self.days += 1
        body = self.archive.body(release.id)
        return self.record.learn(release, read(release, body), illegible(release, body))

    def play(self, pages: Sequence[Page]) -> list[Arrivals]:
        return [self.show(page) for page in pages]

    def kinds(self) -> list[tuple[str, str, str, int]]:
        """Day, series, class and rule of everything classified."""
        return [(each.series, each.kind, each.rule, len(each.periods)) for each in self.record.classified()]

    def last(self) -> list[Classified]:
        """What the last release restated."""
        moment = tuple(self.archive.releases())[-1].fetched_at
        return [each for each in self.record.classified() if each.known_at == moment]


@contextmanager
def playing(folder: Path, held: Sequence[Series]) -> Iterator[Played]:
    with Archive(folder / "archive", write=True) as archive:
        yield Played(folder, archive, Record(archive, Store(folder / "record"), held))


def months(figures: Sequence[str], first: int = 0) -> dict[str, str]:
    """Months from January 2020 on."""
    return {f"{2020 + (first + n) // 12}-{(first + n) % 12 + 1:02d}": text for n, text in enumerate(figures)}
