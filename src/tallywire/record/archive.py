"""The archive: every release byte for byte, in a chain of entries. The archive is the truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from tallywire.errors import ArchiveError
from tallywire.record.encoding import decoded
from tallywire.record.entry import NOTHING, Entry, Type, digest, sound
from tallywire.record.hop import Hop
from tallywire.record.http import http_block, request_block
from tallywire.record.notes import NOTICE, SIMULATED, notice_fields
from tallywire.record.redact import redact
from tallywire.record.writing import Writing
from tallywire.series import Notice, Release

Headers = Sequence[tuple[str, str]]

_UNFIT = "the body does not fit its content coding; kept as received"


class Archive(Writing):
    """The WARC files of `folder`, read only unless opened with `write=True` or within `writing`.

    Opening for reading touches nothing; a torn tail is passed over. Opening for writing takes the folder's lock
    (BusyError if another writer has it), cuts a torn tail into `torn/`, says so in `warnings`, and with the next
    entry in a note. An append is acknowledged by returning, within `batch` by leaving it: the entry is then on
    disk. Raises ArchiveError if the files were altered.
    """

    def declare_simulated(self, *, at: datetime, real: datetime) -> Entry:
        """Make this, for good, a simulated newsroom; raises ArchiveError unless the archive is empty."""
        if self.count:
            raise ArchiveError(
                "only the very first entry can declare a newsroom simulated",
                where=str(self.folder),
                hint="Make a new newsroom",
            )
        return self.append_note(at=at, real=real, topic=SIMULATED, fields={})

    def append_note(self, *, at: datetime, real: datetime, topic: str, fields: Mapping[str, str]) -> Entry:
        """Append a note: a topic and fields, all text."""
        with self.batch():
            if topic == SIMULATED and self.count:
                raise ArchiveError("only the very first entry can declare a newsroom simulated")
            if topic != SIMULATED:
                self._tell_torn(at, real)
            return self._note(at, real, topic, fields)

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
        headers: Headers,
        wire: bytes,
        media_type: str,
        published_at: datetime | None = None,
        request: Headers | None = None,
        redirects: Sequence[Hop] = (),
        final_address: str = "",
    ) -> Release:
        """Archive one response: status, headers, and the bytes as received, still in their content coding.

        The same bytes as before from this source and address become a revisit. request: the headers that were
        sent, archived as a record of their own, keys left out. redirects: what came before, archived first, each
        as a record of its own; then `final_address` is where the bytes came from.
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
            note="" if body is not None else _UNFIT,
        )
        with self.batch():
            self._follow(release, real, redirects)
            return self._append_release(release, real, wire, http_block(status, headers), final_address, request)

    def append_memento(
        self,
        *,
        source: str,
        address: str,
        at: datetime,
        real: datetime,
        status: int,
        headers: Headers,
        wire: bytes,
        media_type: str,
        published_at: datetime,
        memento_address: str,
        request: Headers | None = None,
        redirects: Sequence[Hop] = (),
        final_address: str = "",
    ) -> Release:
        """Archive a past version of `address` that a Memento archive holds at `memento_address` (RFC 7089).

        published_at: when that archive says it took it. The release's note is the memento's address. The same
        bytes as in another memento of this source and address become a revisit. The rest is as in
        `append_response`.
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
            kind="memento",
            published_at=published_at,
            note=redact(memento_address),
        )
        target = final_address or memento_address
        with self.batch():
            self._follow(release, real, redirects)
            return self._append_release(release, real, wire, http_block(status, headers), target, request)

    def append_not_modified(
        self,
        *,
        source: str,
        address: str,
        at: datetime,
        real: datetime,
        of: str = "",
        headers: Headers = (),
        published_at: datetime | None = None,
        request: Headers | None = None,
        redirects: Sequence[Hop] = (),
        final_address: str = "",
    ) -> Release:
        """Archive a 304 answer: a revisit of release `of`, for which was asked, or of the latest one of this source.

        Raises ArchiveError if there is none to refer to. The rest is as in `append_response`.
        """
        with self.batch():
            last = self.entry(of).release if of else self.last(source, address)
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
            self._follow(release, real, redirects)
            head = http_block(304, headers)
            return self._place(release, real, "revisit", origin.payload, head, origin, final_address, request)

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
        with self.batch():
            return self._append_release(release, real, body, b"")

    def _append_release(
        self,
        release: Release,
        real: datetime,
        wire: bytes,
        head: bytes,
        target: str = "",
        request: Headers | None = None,
    ) -> Release:
        payload = digest(wire)
        origin = self._held.stored(release, payload)
        if origin is not None:
            return self._place(_revisit(release, origin), real, "revisit", payload, head, origin, target, request)
        # Packed differently on the wire, the bytes are kept; to the record it is a revisit all the same.
        release = _revisit(release, self._held.stored(release))
        kind: Type = "resource" if release.kind == "imported" else "response"
        return self._place(release, real, kind, payload, head + wire, None, target, request)

    def _place(
        self,
        release: Release,
        real: datetime,
        kind: Type,
        payload: str,
        block: bytes,
        origin: Entry | None,
        target: str,
        request: Headers | None,
    ) -> Release:
        published = release.published_at
        if published is not None and published.tzinfo is None:
            raise ArchiveError("a date of publication needs a time zone")
        self._tell_torn(release.fetched_at, real)
        target = redact(target) if target and redact(target) != release.address else ""
        asked = self._ask(release, real, target or release.address, request)
        draft = self._draft(kind, release.fetched_at, real, payload)
        release = msgspec.structs.replace(
            release,
            id=self._held.name(release.address, draft.at, release.body_hash),
            fetched_at=draft.at,
            published_at=published and published.astimezone(UTC),
        )
        self._append(msgspec.structs.replace(draft, release=release, target=target, paired=asked), block, origin)
        return release

    def _follow(self, release: Release, real: datetime, redirects: Sequence[Hop]) -> None:
        for hop in redirects:
            self._tell_torn(release.fetched_at, real)
            target = redact(hop.address)
            asked = self._ask(release, real, target, hop.request)
            draft = self._draft("response", release.fetched_at, real, NOTHING)
            self._append(
                msgspec.structs.replace(draft, source=release.source, target=target, status=hop.status, paired=asked),
                http_block(hop.status, hop.headers),
            )

    def _ask(self, release: Release, real: datetime, target: str, request: Headers | None) -> bool:
        """Append the request before its answer; returns whether it is known."""
        if request is None:
            return False
        draft = self._draft("request", release.fetched_at, real, NOTHING)
        self._append(
            msgspec.structs.replace(draft, source=release.source, target=target, paired=True),
            request_block(target, request),
        )
        return True


def _revisit(release: Release, origin: Entry | None) -> Release:
    if origin is None or origin.release is None:
        return release
    return msgspec.structs.replace(release, revisit=origin.release.id)
