"""The archive: every release byte for byte, in a chain of entries. The archive is the truth."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from tallywire.errors import ArchiveError
from tallywire.record import index
from tallywire.record.chain import scan
from tallywire.record.encoding import decoded
from tallywire.record.entry import GENESIS, Entry, Type, digest, header_fields, release_id, sound
from tallywire.record.files import Appender, cut_tail
from tallywire.record.http import http_block, split_http
from tallywire.record.lock import writer_lock
from tallywire.record.member import pack, read_member
from tallywire.record.notes import NOTICE, SIMULATED, notice_fields, notice_from
from tallywire.record.redact import redact
from tallywire.series import Notice, Release

ROTATE_AT = 256 * 1024 * 1024
MAX_BACKWARDS = timedelta(minutes=1)
"""How far the real clock may be set back before the archive refuses: small corrections are normal."""


class Archive:
    """The WARC files of `folder`, read only unless opened with `write=True`.

    Opening for reading touches nothing; a torn tail is passed over. Opening for writing takes the folder's lock
    (BusyError if another writer has it), cuts a torn tail into `torn/` and says so in `warnings`. An append is
    acknowledged by returning: the entry is then on disk. Raises ArchiveError if the files were altered.
    """

    def __init__(self, folder: Path, *, write: bool = False, rotate_at: int = ROTATE_AT) -> None:
        self.folder = folder
        self.warnings: tuple[str, ...] = ()
        self._entries: list[Entry] = []
        self._releases: dict[str, Entry] = {}
        self._stored: dict[tuple[str, ...], str] = {}
        self._last: dict[tuple[str, str], str] = {}
        self._same: dict[tuple[str, datetime, str], int] = {}
        self._held = ExitStack()
        self._appending = threading.Lock()
        self._appender: Appender | None = None
        try:
            if write:
                self._held.enter_context(writer_lock(folder))
            known = index.load(folder)
            found = scan(folder, known)
            for entry in [*known, *found.entries]:
                self._note(entry)
            if write:
                if found.tail is not None:
                    self.warnings = (cut_tail(folder, found.tail, self.count + 1),)
                index.write(folder, self._entries)
                self._appender = self._held.enter_context(Appender(folder, rotate_at))
        except BaseException:
            self._held.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the lock back. What was read stays readable."""
        self._appender = None
        self._held.close()

    # What is held

    @property
    def head(self) -> str:
        """Hash of the last entry; 64 zeros while there is none."""
        return self._entries[-1].hash if self._entries else GENESIS

    @property
    def count(self) -> int:
        return len(self._entries)

    @property
    def simulated(self) -> bool:
        """Whether the very first entry declares the newsroom simulated."""
        return bool(self._entries) and self._entries[0].topic == SIMULATED

    def entries(self) -> Iterator[Entry]:
        return iter(tuple(self._entries))

    def releases(self) -> Sequence[Release]:
        """All releases in the order in which they were archived."""
        return tuple(entry.release for entry in self._releases.values() if entry.release is not None)

    def notices(self) -> Sequence[Notice]:
        """All health notices in order."""
        return tuple(notice_from(entry) for entry in self._entries if entry.topic == NOTICE)

    def entry(self, release: str) -> Entry:
        """The entry that holds a release; raises ArchiveError for one that is not held."""
        try:
            return self._releases[release]
        except KeyError:
            raise ArchiveError(f"no release {release[:40]!r}", where=str(self.folder)) from None

    def last(self, source: str, address: str) -> Release | None:
        """The latest release of this source and address that has a body of its own or by revisit."""
        found = self._last.get((source, redact(address)))
        return None if found is None else self._releases[found].release

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
            raise ArchiveError(error.what, where=where) from None
        if member is None or member.hash != entry.hash:
            raise ArchiveError(f"entry {entry.number} was altered", where=where, hint="Run `tallywire verify`")
        return split_http(member.block) if entry.type == "response" else ((), member.block)

    # What is added

    def declare_simulated(self, *, at: datetime, real: datetime) -> Entry:
        """Make this, for good, a simulated newsroom; raises ArchiveError unless the archive is empty."""
        if self._entries:
            raise ArchiveError(
                "only the very first entry can declare a newsroom simulated",
                where=str(self.folder),
                hint="Make a new newsroom",
            )
        return self.append_note(at=at, real=real, topic=SIMULATED, fields={})

    def append_note(self, *, at: datetime, real: datetime, topic: str, fields: Mapping[str, str]) -> Entry:
        """Append a note: a topic and fields, all text."""
        with self._appending:
            if topic == SIMULATED and self._entries:
                raise ArchiveError("only the very first entry can declare a newsroom simulated")
            said = {sound(name): sound(value) for name, value in fields.items()}
            block = msgspec.json.encode(said)
            return self._append(self._draft("metadata", at, real, digest(block), sound(topic), said), block)

    def append_notice(self, notice: Notice, *, real: datetime) -> Entry:
        """Append a health notice."""
        return self.append_note(at=notice.at, real=real, topic=NOTICE, fields=notice_fields(notice))

    def append_response(
        self,
        *,
        source: str,
        address: str,
        at: datetime,
        real: datetime,
        status: int,
        headers: Sequence[tuple[str, str]],
        wire: bytes,
        media_type: str,
        published_at: datetime | None = None,
    ) -> Release:
        """Archive one response: status, headers, and the bytes as received, still in their content coding.

        The same bytes as before from this source and address become a revisit.
        """
        body = decoded(wire, headers)
        release = Release(
            id="",
            source=sound(source),
            address=redact(address),
            fetched_at=at,
            status=status,
            media_type=sound(media_type),
            body_hash=digest(wire if body is None else body),
            size=len(wire if body is None else body),
            published_at=published_at,
            note="" if body is not None else "the body does not fit its content coding; kept as received",
        )
        return self._append_release(release, real, wire, http_block(status, headers))

    def append_not_modified(
        self,
        *,
        source: str,
        address: str,
        at: datetime,
        real: datetime,
        headers: Sequence[tuple[str, str]] = (),
        published_at: datetime | None = None,
    ) -> Release:
        """Archive a 304 answer: a revisit of the latest release of this source and address.

        Raises ArchiveError if there is none to refer to.
        """
        with self._appending:
            last = self.last(source, address)
            if last is None:
                raise ArchiveError(
                    "an answer 304 without an earlier release", where=redact(address), hint="Fetch without conditions"
                )
            origin = self._origin(last.id)
            release = msgspec.structs.replace(
                last,
                fetched_at=at,
                status=304,
                kind="fetched",
                revisit=origin.release.id if origin.release else last.id,
                published_at=published_at,
                note="",
            )
            return self._place(release, real, "revisit", origin.payload, http_block(304, headers), origin)

    def append_resource(
        self,
        *,
        source: str,
        address: str,
        at: datetime,
        real: datetime,
        body: bytes,
        media_type: str,
        published_at: datetime | None = None,
        note: str = "",
    ) -> Release:
        """Archive a file imported by hand; `note` says from where. `published_at` is when the source put it out."""
        release = Release(
            id="",
            source=sound(source),
            address=redact(address),
            fetched_at=at,
            status=200,
            media_type=sound(media_type),
            body_hash=digest(body),
            size=len(body),
            kind="imported",
            published_at=published_at,
            note=sound(note),
        )
        return self._append_release(release, real, body, b"")

    def _append_release(self, release: Release, real: datetime, wire: bytes, head: bytes) -> Release:
        payload = digest(wire)
        with self._appending:
            here = (release.source, release.address, release.body_hash)
            same_wire = self._stored.get((*here, payload))
            same_body = self._stored.get(here)
            if same_wire is not None:
                release = msgspec.structs.replace(release, revisit=same_wire)
                return self._place(release, real, "revisit", payload, head, self._releases[same_wire])
            if same_body is not None:
                # Packed differently on the wire, so the bytes are kept; to the record it is a revisit all the same.
                release = msgspec.structs.replace(release, revisit=same_body)
            kind: Type = "response" if release.kind == "fetched" else "resource"
            return self._place(release, real, kind, payload, head + wire, None)

    def _place(
        self, release: Release, real: datetime, kind: Type, payload: str, block: bytes, origin: Entry | None
    ) -> Release:
        draft = self._draft(kind, release.fetched_at, real, payload)
        nth = self._same.get((release.address, draft.at, release.body_hash), 0)
        release = msgspec.structs.replace(
            release,
            id=release_id(release.address, draft.at, release.body_hash, nth),
            fetched_at=draft.at,
            published_at=release.published_at and release.published_at.astimezone(UTC),
        )
        self._append(msgspec.structs.replace(draft, release=release), block, origin)
        return release

    def _draft(
        self,
        kind: Type,
        at: datetime,
        real: datetime,
        payload: str,
        topic: str = "",
        fields: dict[str, str] | None = None,
    ) -> Entry:
        """An entry not yet written; raises ArchiveError if its times do not follow from what is held."""
        if at.tzinfo is None or real.tzinfo is None:
            raise ArchiveError("an archive entry needs times with a time zone")
        at, real = at.astimezone(UTC), real.astimezone(UTC)
        simulated = self.simulated or topic == SIMULATED
        if at != real and not simulated:
            raise ArchiveError(
                f"newsroom time {at.isoformat()} is not the real time {real.isoformat()}",
                where=str(self.folder),
                hint="Only a newsroom declared simulated has another clock",
            )
        last = self._entries[-1].at if self._entries else at
        if at < last:
            if simulated or last - at > MAX_BACKWARDS:
                raise ArchiveError(
                    f"{at.isoformat()} lies before the last entry, {last.isoformat()}",
                    where=str(self.folder),
                    hint="Check the clock",
                )
            # What is learned later is never dated earlier: as-of reads rest on it. WARC-Date keeps the real time.
            at = last
        return Entry(
            number=self.count + 1,
            type=kind,
            previous=self.head,
            at=at,
            real=real,
            payload=payload,
            topic=topic,
            fields=fields or {},
        )

    def _append(self, draft: Entry, block: bytes, origin: Entry | None = None) -> Entry:
        if self._appender is None:
            raise ArchiveError("not opened for writing", where=str(self.folder))
        raw = pack(header_fields(draft, block, origin), block)
        file, offset = self._appender.append(raw)
        entry = msgspec.structs.replace(draft, file=file, offset=offset, length=len(raw), hash=digest(raw))
        self._note(entry)
        self._appender.index(index.line(entry))
        return entry

    def _note(self, entry: Entry) -> None:
        self._entries.append(entry)
        release = entry.release
        if release is None:
            return
        self._releases[release.id] = entry
        place = (release.address, release.fetched_at, release.body_hash)
        self._same[place] = self._same.get(place, 0) + 1
        if entry.type != "revisit":
            here = (release.source, release.address, release.body_hash)
            self._stored.setdefault(here, release.id)
            self._stored.setdefault((*here, entry.payload), release.id)
        if 200 <= release.status < 300 or release.status == 304:
            self._last[release.source, release.address] = release.id
