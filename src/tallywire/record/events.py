"""Events as they were learned, read as of any moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from tallywire.record.rows import SeqEvent
from tallywire.series import AsOf, Cell, Event

_EPOCH = datetime.fromtimestamp(0, UTC)
_CELL = Cell(0, 0, 0)


class Events:
    """Every version of every event. An event that is left out of a later file is not deleted.

    `begun`: the archive entry up to which events had been recorded at the start; `learned`: the entries since.
    """

    def __init__(self, recorded: Sequence[SeqEvent], mark: int) -> None:
        self.begun = mark
        self.learned: set[int] = set()
        self.pending: list[SeqEvent] = []
        self._versions: dict[str, list[SeqEvent]] = {}
        for each in recorded:
            self._versions.setdefault(each.event.id, []).append(each)
        self._next = 1 + max((each.seq for each in recorded), default=0)

    def learn(self, entry: int, events: Sequence[Event]) -> Sequence[Event]:
        """Keep what differs from the version before."""
        self.learned.add(entry)
        found: list[Event] = []
        for event in {event.id: event for event in events}.values():
            versions = self._versions.setdefault(event.id, [])
            if versions and _said(versions[-1].event) == _said(event):
                continue
            recorded = SeqEvent(event, self._next)
            self._next += 1
            versions.append(recorded)
            self.pending.append(recorded)
            found.append(event)
        return tuple(found)

    def all(self) -> Sequence[SeqEvent]:
        return sorted((each for versions in self._versions.values() for each in versions), key=lambda each: each.seq)

    def as_of(self, kind: str, as_of: AsOf) -> Sequence[Event]:
        """The version of each event known then, by start and id; all classes for kind ""."""
        found: list[Event] = []
        for versions in self._versions.values():
            known = [(_key(each.event, as_of), each.seq, each.event) for each in versions]
            standing = max((each for each in known if each[0] <= as_of.time), key=lambda each: each[:2], default=None)
            if standing is not None and kind in ("", standing[2].kind):
                found.append(standing[2])
        return tuple(sorted(found, key=lambda event: (event.start, event.id)))


def _key(event: Event, as_of: AsOf) -> datetime:
    if as_of.basis == "asserted" and event.published_at is not None:
        return event.published_at
    return event.known_at


def _said(event: Event) -> Event:
    """The event without where and when it was read: a file imported again says nothing new."""
    return msgspec.structs.replace(event, release="", known_at=_EPOCH, published_at=None, cell=_CELL)
