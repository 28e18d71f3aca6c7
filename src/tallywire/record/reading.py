"""What an archive holds, and the bytes of its releases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from tallywire.errors import ArchiveError
from tallywire.record.encoding import decoded
from tallywire.record.entry import Entry
from tallywire.record.held import Held
from tallywire.record.http import split_http
from tallywire.record.member import read_member
from tallywire.record.notes import NOTICE, notice_from
from tallywire.record.redact import redact
from tallywire.series import Notice, Release


class _Told(msgspec.Struct, frozen=True):
    """The latest notices up to the entry with the number `count`, whose hash is `head`."""

    notices: dict[str, Notice]
    count: int
    head: str


class Reading:
    """The entries that were read from `folder`; bodies are read from its files each time they are asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held = Held()
        self._told = _Told({}, 0, "")

    @property
    def head(self) -> str:
        """Hash of the last entry; 64 zeros while there is none."""
        return self._held.head

    @property
    def count(self) -> int:
        return len(self._held.entries)

    @property
    def simulated(self) -> bool:
        """Whether the very first entry declares the newsroom simulated."""
        return self._held.simulated

    def entries(self) -> Iterator[Entry]:
        return iter(tuple(self._held.entries))

    def releases(self) -> Sequence[Release]:
        """All releases in the order in which they were archived."""
        entries = tuple(self._held.releases.values())
        return tuple(entry.release for entry in entries if entry.release is not None)

    def notices(self) -> Sequence[Notice]:
        """All health notices in order."""
        return tuple(notice_from(entry) for entry in self.entries() if entry.topic == NOTICE)

    def last_notices(self) -> Mapping[str, Notice]:
        """The latest health notice of each source that ever had one."""
        entries, told = self._held.entries, self._told
        if told.count > len(entries) or (told.count and entries[told.count - 1].hash != told.head):
            # What was read then was taken back.
            told = _Told({}, 0, "")
        fresh = entries[told.count :]
        if fresh:
            notices = {**told.notices}
            for entry in fresh:
                if entry.topic == NOTICE:
                    notices[entry.fields["source"]] = notice_from(entry)
            # Replaced as one, as several threads may ask.
            self._told = told = _Told(notices, told.count + len(fresh), fresh[-1].hash)
        return told.notices

    def entry(self, release: str) -> Entry:
        """The entry that holds a release; raises ArchiveError for one that is not held."""
        try:
            return self._held.releases[release]
        except KeyError:
            raise ArchiveError(f"no release {release[:40]!r}", where=str(self.folder)) from None

    def last(self, source: str, address: str) -> Release | None:
        """The latest release of this source and address that has a body of its own or by revisit.

        Past versions from a Memento archive do not count: they say nothing of what the server has now.
        """
        return self._held.last(source, redact(address))

    def body(self, release: str) -> bytes:
        """The body of a release, content-decoded; for a revisit that of the release it refers to.

        Where the wire bytes do not fit their coding, they stand for the body as they are. Raises ArchiveError if
        the stored bytes were altered.
        """
        entry = self._origin(release)
        headers, wire = self._exchange(entry)
        body = decoded(wire, headers)
        return wire if body is None else body

    def wire(self, release: str) -> tuple[tuple[tuple[str, str], ...], bytes]:
        """Response headers and the bytes as they were received, still in their content coding."""
        return self._exchange(self._origin(release))

    def _origin(self, release: str) -> Entry:
        entry = self.entry(release)
        if entry.type == "revisit" and entry.release is not None:
            return self.entry(entry.release.revisit)
        return entry

    def _exchange(self, entry: Entry) -> tuple[tuple[tuple[str, str], ...], bytes]:
        path = self.folder / entry.file
        where = f"{path}, byte {entry.offset}"
        try:
            with path.open("rb") as handle:
                member = read_member(handle, entry.offset)
        except OSError as error:
            raise ArchiveError(f"cannot be read: {error.strerror}", where=where) from None
        except ArchiveError as error:
            raise ArchiveError(error.what, where=where, hint="Run `tallywire verify`") from None
        if member is None or member.hash != entry.hash:
            raise ArchiveError(f"entry {entry.number} was altered", where=where, hint="Run `tallywire verify`")
        return split_http(member.block) if entry.type == "response" else ((), member.block)
