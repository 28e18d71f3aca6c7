"""What an archive holds, and the bytes of its releases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from tallywire.errors import ArchiveError
from tallywire.record.encoding import decoded
from tallywire.record.entry import Entry
from tallywire.record.held import Held
from tallywire.record.http import split_http
from tallywire.record.index import Many
from tallywire.record.member import read_member
from tallywire.record.notes import NOTICE, notice_from
from tallywire.record.redact import redact
from tallywire.series import Notice, Release


class _Told(msgspec.Struct, frozen=True):
    """The latest notices up to the entry with the number `count`."""

    notices: dict[str, Notice]
    count: int


class Reading:
    """The entries of `folder`; bodies are read from its files each time they are asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held = Held(folder)
        self._told = _Told({}, 0)

    def _forget_told(self, count: int) -> None:
        """After entries were taken back, down to a number."""
        if self._told.count > count:
            self._told = _Told({}, 0)

    @property
    def head(self) -> str:
        """Hash of the last entry; 64 zeros while there is none."""
        return self._held.head

    @property
    def count(self) -> int:
        return self._held.count

    @property
    def simulated(self) -> bool:
        """Whether the very first entry declares the newsroom simulated."""
        return self._held.simulated

    @property
    def last_at(self) -> datetime | None:
        """The newsroom's time of the last entry, which is never before that of an earlier one."""
        last = self._held.last
        return None if last is None else last.at

    def entries(self, *, after: int = 0, topic: str = "") -> Iterator[Entry]:
        """The entries after that number, in order; where a topic is given, the notes of that topic."""
        return self._held.entries(after=after, topic=topic)

    def releases(self, source: str = "", *, after: int = 0) -> Iterator[Release]:
        """The releases, or those of one source, in the order in which they were archived; after that entry."""
        return self._held.releases(source, after=after)

    def not_fetched(self) -> Iterator[Release]:
        """The releases that were imported, or are past versions from a Memento archive."""
        return self._held.releases(past=True)

    def sources(self) -> Mapping[str, Many]:
        """The releases of each source together, the source that came first before the others."""
        return self._held.sources()

    def bodies(self, source: str) -> Sequence[Many]:
        """The releases of a source together where their body is the same; the first entry of each stores it."""
        return self._held.bodies(source)

    def beginning(self, text: str) -> Iterator[Release]:
        """The releases whose ids begin with a text."""
        return self._held.beginning(text)

    def notices(self) -> Iterator[Notice]:
        """The health notices in order."""
        return (notice_from(entry) for entry in self.entries(topic=NOTICE))

    def last_notices(self) -> Mapping[str, Notice]:
        """The latest health notice of each source that ever had one."""
        told, last = self._told, self._held.last
        if last is not None and last.number > told.count:
            notices = {**told.notices}
            for entry in self.entries(after=told.count, topic=NOTICE):
                notices[entry.fields["source"]] = notice_from(entry)
            # Replaced as one, as several threads may ask.
            self._told = told = _Told(notices, last.number)
        return told.notices

    def held(self, release: str) -> Entry | None:
        """The entry that holds a release."""
        return self._held.release(release)

    def entry(self, release: str) -> Entry:
        """The entry that holds a release; raises ArchiveError for one that is not held."""
        found = self._held.release(release)
        if found is None:
            raise ArchiveError(f"no release {release[:40]!r}", where=str(self.folder))
        return found

    def numbered(self, number: int) -> Entry:
        """The entry of a number; raises ArchiveError for one that is not held."""
        found = self._held.numbered(number)
        if found is None:
            raise ArchiveError(f"no entry {number}", where=str(self.folder))
        return found

    def last(self, source: str, address: str) -> Release | None:
        """The latest release of this source and address that has a body of its own or by revisit.

        Past versions from a Memento archive do not count: they say nothing of what the server has now.
        """
        return self._held.last_of(source, redact(address))

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
