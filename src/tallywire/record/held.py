"""What an archive holds, by the questions asked of it: what the index names, and what follows it, in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from tallywire.errors import ArchiveError
from tallywire.record.entry import GENESIS, Entry, release_id
from tallywire.record.index import Index, Many
from tallywire.record.index_rows import body_of, says_now
from tallywire.record.notes import SIMULATED
from tallywire.series import Release


class Rest:
    """The entries that the index does not have."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries: list[Entry] = []
        self.releases: dict[str, Entry] = {}
        self.stored: dict[tuple[str, ...], Entry] = {}
        self.last: dict[tuple[str, str], Entry] = {}
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)
        release = entry.release
        if release is None:
            return
        self.releases[release.id] = entry
        if entry.type != "revisit":
            here = release.source, release.address, body_of(release)
            self.stored.setdefault((*here, ""), entry)
            self.stored.setdefault((*here, entry.payload), entry)
        if says_now(release):
            self.last[release.source, release.address] = entry


class Held:
    """The entries so far, bodies left on disk. Several threads may ask, one at a time may change it."""

    def __init__(self, folder: Path) -> None:
        self._index = Index(folder)
        # Replaced as one: who asks looks into the rest first, and what leaves it is in the index by then.
        self._rest = Rest()
        self.simulated = False

    @property
    def last(self) -> Entry | None:
        entries = self._rest.entries
        return entries[-1] if entries else self._index.last

    @property
    def count(self) -> int:
        return self.last.number if self.last is not None else 0

    @property
    def head(self) -> str:
        return self.last.hash if self.last is not None else GENESIS

    @property
    def waiting(self) -> int:
        """How many entries the index does not have."""
        return len(self._rest.entries)

    # In and out

    def take_up(self) -> None:
        """See what another process put into the index."""
        if self._index.take_up(self.last):
            self._rest = Rest()
            first = self._index.first
            self.simulated = first is not None and first.topic == SIMULATED

    def add(self, entry: Entry) -> None:
        if entry.number == 1:
            self.simulated = entry.topic == SIMULATED
        self._rest.add(entry)

    def cut(self, number: int) -> None:
        """Forget the entries after a number, none of which is in the index."""
        self._rest = Rest(self._rest.entries[: number - self._index.count])
        self.simulated = self.simulated and bool(number)

    def keep(self) -> None:
        """Put everything into the index; for whoever holds the lock. Where it cannot be written, memory holds it."""
        try:
            self._index.add(self._rest.entries)
        except (ArchiveError, OSError, sqlite3.Error):
            # It is derived: the next opening makes it anew. Where the disk is full, the next append says so.
            return
        self._rest = Rest()

    # Asked

    def entries(self, *, after: int = 0, topic: str = "") -> Iterator[Entry]:
        """Those after a number, in order; where a topic is given, its notes."""
        rest, end = tuple(self._rest.entries), self._index.count
        yield from self._index.entries(after, topic)
        yield from (e for e in rest if e.number > max(after, end) and topic in ("", e.topic))

    def releases(self, source: str = "", *, after: int = 0, past: bool = False) -> Iterator[Release]:
        """Those after a number, in order: all, those of a source, or those that were not fetched from it."""
        rest, end = tuple(self._rest.entries), self._index.count
        if source:
            found = self._index.of_source(source, after)
        else:
            found = self._index.past(after) if past else self._index.releases(after)
        for entry in chain(found, (each for each in rest if each.number > max(after, end))):
            release = entry.release
            if release is not None and source in ("", release.source) and not (past and release.kind == "fetched"):
                yield release

    def release(self, id: str) -> Entry | None:
        """The entry that holds a release."""
        return self._rest.releases.get(id) or self._index.release(id)

    def beginning(self, text: str) -> Iterator[Release]:
        """The releases whose ids begin with a text."""
        rest = dict(self._rest.releases)
        found = chain(self._index.beginning(text), (e for id, e in rest.items() if id.startswith(text)))
        return (entry.release for entry in found if entry.release is not None)

    def sources(self) -> Mapping[str, Many]:
        """The releases of each source, the source that came first before the others."""
        rest, end = tuple(self._rest.entries), self._index.count
        found = dict(self._index.sources())
        for entry in rest:
            if entry.number > end and entry.release is not None:
                found[entry.release.source] = _more(found.get(entry.release.source), entry.number)
        return dict(sorted(found.items(), key=lambda item: item[1].first))

    def bodies(self, source: str) -> Sequence[Many]:
        """The releases of a source together where their body is the same; the first entry of each stores it."""
        rest, end = tuple(self._rest.entries), self._index.count
        found = dict(self._index.bodies(source))
        for entry in rest:
            if entry.number > end and entry.release is not None and entry.release.source == source:
                stored = self.release(entry.release.revisit) if entry.release.revisit else entry
                number = entry.number if stored is None else stored.number
                found[number] = _more(found.get(number), entry.number)
        return tuple(found[number] for number in sorted(found))

    def numbered(self, number: int) -> Entry | None:
        rest, end = self._rest.entries, self._index.count
        if 1 <= number <= end:
            return self._index.entry(number)
        return next((entry for entry in rest if entry.number == number), None)

    def last_of(self, source: str, address: str) -> Release | None:
        entry = self._rest.last.get((source, address)) or self._index.last_of(source, address)
        return None if entry is None else entry.release

    def stored(self, release: Release, payload: str = "") -> Entry | None:
        """The first entry of the same source and address that stores this body; in these very bytes, where given."""
        here = release.source, release.address, body_of(release), payload
        return self._index.stored(*here) or self._rest.stored.get(here)

    def name(self, address: str, at: datetime, body_hash: str) -> str:
        """The id of a new release."""
        last = self._index.last
        # Times never go back: only what came at this very moment can be equal in all three.
        indexed = last is not None and last.at >= at
        names = (release_id(address, at, body_hash, nth) for nth in count())
        return next(
            name
            for name in names
            if name not in self._rest.releases and not (indexed and self._index.release(name) is not None)
        )


def _more(many: Many | None, number: int) -> Many:
    return Many(1, number, number) if many is None else Many(many.count + 1, many.first, number)
