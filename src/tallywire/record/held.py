"""What an archive holds, by the questions asked of it."""

from __future__ import annotations

from datetime import datetime

from tallywire.record.entry import GENESIS, Entry, release_id
from tallywire.record.notes import SIMULATED
from tallywire.record.sharing import Sharing
from tallywire.series import Release


class Held:
    """The entries so far, in memory, bodies left on disk."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.releases: dict[str, Entry] = {}
        self._stored: dict[tuple[str, ...], Entry] = {}
        self._last: dict[tuple[str, str], Release] = {}
        self._equal: dict[tuple[str, datetime, str], int] = {}
        self._sharing = Sharing()

    @property
    def head(self) -> str:
        return self.entries[-1].hash if self.entries else GENESIS

    @property
    def simulated(self) -> bool:
        return bool(self.entries) and self.entries[0].topic == SIMULATED

    def add(self, entry: Entry) -> None:
        self.entries.append(self._sharing.share(entry, self.entries[-1] if self.entries else None))
        release = entry.release
        if release is None:
            return
        self.releases[release.id] = entry
        place = (release.address, release.fetched_at, release.body_hash)
        self._equal[place] = self._equal.get(place, 0) + 1
        if entry.type != "revisit":
            here = _place(release)
            self._stored.setdefault(here, entry)
            self._stored.setdefault((*here, entry.payload), entry)
        # A past version from another archive says nothing of what the source's server has now.
        if release.kind != "memento" and (200 <= release.status < 300 or release.status == 304):
            self._last[release.source, release.address] = release

    def without(self, first: int) -> Held:
        """What was held before the entry at index `first` and all after it."""
        before = Held()
        for entry in self.entries[:first]:
            before.add(entry)
        return before

    def last(self, source: str, address: str) -> Release | None:
        return self._last.get((source, address))

    def same_body(self, release: Release) -> Entry | None:
        """An entry of the same source and address that stores this body."""
        return self._stored.get(_place(release))

    def same_wire(self, release: Release, payload: str) -> Entry | None:
        """One that stores it in the very same bytes."""
        return self._stored.get((*_place(release), payload))

    def name(self, address: str, at: datetime, body_hash: str) -> str:
        """The id of a new release."""
        return release_id(address, at, body_hash, self._equal.get((address, at, body_hash), 0))


def _place(release: Release) -> tuple[str, ...]:
    # What another archive holds never stands for what the source's own server sent, or the other way round.
    held_by = "memento" if release.kind == "memento" else ""
    return release.source, release.address, release.body_hash, held_by
