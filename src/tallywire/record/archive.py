"""The archive: every release byte for byte, in a chain of entries. The archive is the truth."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from tallywire.errors import ArchiveError
from tallywire.record import index
from tallywire.record.chain import scan
from tallywire.record.clock import settle
from tallywire.record.encoding import decoded
from tallywire.record.entry import Entry, Type, digest, header_fields, sound
from tallywire.record.files import Appender, cut_tail
from tallywire.record.held import Held
from tallywire.record.http import http_block, split_http
from tallywire.record.lock import writer_lock
from tallywire.record.member import pack, read_member
from tallywire.record.notes import NOTICE, SIMULATED, notice_fields, notice_from
from tallywire.record.redact import redact
from tallywire.series import Notice, Release

ROTATE_AT = 256 * 1024 * 1024


class Archive:
    """The WARC files of `folder`, read only unless opened with `write=True`.

    Opening for reading touches nothing; a torn tail is passed over. Opening for writing takes the folder's lock
    (BusyError if another writer has it), cuts a torn tail into `torn/` and says so in `warnings`. An append is
    acknowledged by returning: the entry is then on disk. Raises ArchiveError if the files were altered.
    """

    def __init__(self, folder: Path, *, write: bool = False, rotate_at: int = ROTATE_AT) -> None:
        self.folder = folder
        self.warnings: tuple[str, ...] = ()
        self._held = Held()
        self._open = ExitStack()
        self._appending = threading.Lock()
        self._appender: Appender | None = None
        try:
            if write:
                self._open.enter_context(writer_lock(folder))
            known = index.load(folder)
            found = scan(folder, known)
            for entry in [*known, *found.entries]:
                self._held.add(entry)
            if write:
                if found.tail is not None:
                    self.warnings = (cut_tail(folder, found.tail, self.count + 1),)
                index.write(folder, self._held.entries)
                self._appender = self._open.enter_context(Appender(folder, rotate_at))
        except BaseException:
            self._open.close()
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
        self._open.close()

    # What is held

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
        return tuple(entry.release for entry in self._held.releases.values() if entry.release is not None)

    def notices(self) -> Sequence[Notice]:
        """All health notices in order."""
        return tuple(notice_from(entry) for entry in self._held.entries if entry.topic == NOTICE)

    def entry(self, release: str) -> Entry:
        """The entry that holds a release; raises ArchiveError for one that is not held."""
        try:
            return self._held.releases[release]
        except KeyError:
            raise ArchiveError(f"no release {release[:40]!r}", where=str(self.folder)) from None

    def last(self, source: str, address: str) -> Release | None:
        """The latest release of this source and address that has a body of its own or by revisit."""
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

    # What is added

    def declare_simulated(self, *, at: datetime, real: datetime) -> Entry:
        """Make this, for good, a simulated newsroom; raises ArchiveError unless the archive is empty."""
        if self._held.entries:
            raise ArchiveError(
                "only the very first entry can declare a newsroom simulated",
                where=str(self.folder),
                hint="Make a new newsroom",
            )
        return self.append_note(at=at, real=real, topic=SIMULATED, fields={})

    def append_note(self, *, at: datetime, real: datetime, topic: str, fields: Mapping[str, str]) -> Entry:
        """Append a note: a topic and fields, all text."""
        with self._appending:
            if topic == SIMULATED and self._held.entries:
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
                revisit="",
                published_at=published_at,
                note="",
            )
            release = _revisit(release, origin)
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
            origin = self._held.same_wire(release, payload)
            if origin is not None:
                return self._place(_revisit(release, origin), real, "revisit", payload, head, origin)
            # Packed differently on the wire, the bytes are kept; to the record it is a revisit all the same.
            release = _revisit(release, self._held.same_body(release))
            kind: Type = "response" if release.kind == "fetched" else "resource"
            return self._place(release, real, kind, payload, head + wire, None)

    def _place(
        self, release: Release, real: datetime, kind: Type, payload: str, block: bytes, origin: Entry | None
    ) -> Release:
        draft = self._draft(kind, release.fetched_at, real, payload)
        published = release.published_at
        if published is not None and published.tzinfo is None:
            raise ArchiveError("a date of publication needs a time zone")
        release = msgspec.structs.replace(
            release,
            id=self._held.name(release.address, draft.at, release.body_hash),
            fetched_at=draft.at,
            published_at=published and published.astimezone(UTC),
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
        last = self._held.entries[-1].at if self._held.entries else None
        simulated = self.simulated or topic == SIMULATED
        at, real = settle(at, real, last=last, simulated=simulated, where=str(self.folder))
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
        self._held.add(entry)
        self._appender.index(index.line(entry))
        return entry


def _revisit(release: Release, origin: Entry | None) -> Release:
    if origin is None or origin.release is None:
        return release
    return msgspec.structs.replace(release, revisit=origin.release.id)
