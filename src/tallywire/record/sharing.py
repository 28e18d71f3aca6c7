"""Equal texts as one object: an archive of a year has millions of entries, and some thousand sources."""

from __future__ import annotations

import msgspec
from msgspec.structs import force_setattr

from tallywire.record.entry import Entry

_OF_ENTRY = ("file", "source", "target", "payload")
_OF_RELEASE = ("source", "address", "media_type", "body_hash", "revisit", "note")


class Sharing:
    """The texts and times met so far."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def share(self, entry: Entry, last: Entry | None) -> Entry:
        """`entry`, equal to what it was, its parts those of earlier entries where they are equal."""
        for name in _OF_ENTRY:
            self._one(entry, name)
        if last is not None and entry.previous == last.hash:
            force_setattr(entry, "previous", last.hash)
        if entry.real == entry.at:
            force_setattr(entry, "real", entry.at)
        release = entry.release
        if release is not None:
            for name in _OF_RELEASE:
                self._one(release, name)
            if release.fetched_at == entry.at:
                force_setattr(release, "fetched_at", entry.at)
        return entry

    def _one(self, value: msgspec.Struct, name: str) -> None:
        text = getattr(value, name)
        force_setattr(value, name, self._texts.setdefault(text, text))
