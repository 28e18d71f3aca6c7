"""What an archive holds, by the questions asked of it."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import force_setattr

from tallywire.record.entry import GENESIS, Entry, release_id
from tallywire.record.notes import SIMULATED
from tallywire.series import Release


class Held:
    """The entries so far, in memory, bodies left on disk."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.releases: dict[str, Entry] = {}
        self._stored: dict[tuple[str, ...], Entry] = {}
        self._last: dict[tuple[str, str], Release] = {}
        self._equal: dict[tuple[str, datetime, str], int] = {}
        self._texts: dict[str, str] = {}

    @property
    def head(self) -> str:
        return self.entries[-1].hash if self.entries else GENESIS

    @property
    def simulated(self) -> bool:
        return bool(self.entries) and self.entries[0].topic == SIMULATED

    def add(self, entry: Entry) -> None:
        self._share(entry)
        self.entries.append(entry)
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

    def _share(self, entry: Entry) -> None:
        """Let equal texts be one object: an archive of a year has millions of entries, and some thousand sources."""
        texts = self._texts
        for name in ("file", "source", "target"):
            text = getattr(entry, name)
            force_setattr(entry, name, texts.setdefault(text, text))
        if self.entries and entry.previous == self.entries[-1].hash:
            force_setattr(entry, "previous", self.entries[-1].hash)
        if entry.real == entry.at:
            force_setattr(entry, "real", entry.at)
        force_setattr(entry, "payload", texts.setdefault(entry.payload, entry.payload))
        release = entry.release
        if release is None:
            return
        for name in ("source", "address", "media_type", "body_hash", "revisit", "note"):
            text = getattr(release, name)
            force_setattr(release, name, texts.setdefault(text, text))
        if release.fetched_at == entry.at:
            force_setattr(release, "fetched_at", entry.at)

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
