"""Prove that the archive was not altered, and that every figure stands where the record says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from tallywire.errors import ArchiveError, TallywireError
from tallywire.record.chain import check_link, file_names, members
from tallywire.record.clock import MAX_BACKWARDS
from tallywire.record.encoding import decoded
from tallywire.record.entry import GENESIS, NOTHING, Entry, digest, entry_from, identities, release_id
from tallywire.record.http import check_request, split_http
from tallywire.record.member import Member, read_member
from tallywire.record.notes import SIMULATED, TORN
from tallywire.series import Cell, Observation, Release

Cells = Callable[[Release, bytes], Callable[[Cell], str | None]]
"""Given a release and its body, a function that finds a cell's text again (None: there is no such cell)."""


class Fault(msgspec.Struct, frozen=True):
    """The first thing wrong: at which entry, in which file, at which byte, and what."""

    entry: int
    file: str
    offset: int
    what: str

    def __str__(self) -> str:
        return f"entry {self.entry}, {self.file}, byte {self.offset}: {self.what}"


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """How far the proof reached. `torn`: bytes after the last entry that were never acknowledged."""

    entries: int
    observations: int
    head: str
    torn: int
    fault: Fault | None

    @property
    def ok(self) -> bool:
        return self.fault is None


class _Stop(Exception):
    def __init__(self, fault: Fault) -> None:
        self.fault = fault


def verify(
    folder: Path, *, observations: Iterable[Observation] = (), cells: Cells | None = None, head: str | None = None
) -> Verification:
    """Walk every entry of the archive in `folder`, from its files alone; the index is not looked at.

    Proves the chain of hashes, every digest, and that `head`, where given, is the hash of an entry, so that
    nothing up to it was altered, removed or put in between. Then that each observation's literal is the text of
    its cell in the archived body; quickest where those of a release stand together. Never raises for what it finds
    in the files: the first fault is in the answer.
    """
    proof = _Proof(folder, head)
    checked = 0
    fault: Fault | None = None
    try:
        proof.walk()
        proof.check_head()
        if cells is not None:
            checked = proof.stand(observations, cells)
    except _Stop as stop:
        fault = stop.fault
    last = proof.last
    return Verification(
        entries=last.number if last else 0,
        observations=checked,
        head=last.hash if last else GENESIS,
        torn=proof.torn,
        fault=fault,
    )


class _Proof:
    def __init__(self, folder: Path, head: str | None) -> None:
        self.folder = folder
        self.head = head
        self.headed = head in (None, GENESIS)
        self.last: Entry | None = None
        self.simulated = False
        self.torn = 0
        self.names: list[str] = []
        # Whole where a body is stored; of a revisit, of which there may be millions, file and offset.
        self.stored: dict[str, Entry] = {}
        self.revisits: dict[str, tuple[str, int]] = {}
        self.same: dict[tuple[str, datetime, str], int] = {}

    def walk(self) -> None:
        try:
            self.names = file_names(self.folder)
        except (ArchiveError, OSError) as error:
            raise _Stop(Fault(0, str(self.folder), 0, str(error))) from None
        for name in self.names:
            self._walk_file(name, last=name == self.names[-1])

    def _walk_file(self, name: str, *, last: bool) -> None:
        number = self.last.number + 1 if self.last else 1
        offset = 0
        try:
            path = self.folder / name
            size = path.stat().st_size
            with path.open("rb") as handle:
                for at, member in members(handle, 0, size):
                    offset = at
                    if member is None:
                        if not last:
                            raise ArchiveError("the file ends inside the entry")
                        self.torn = size - offset
                        return
                    self._check(entry_from(member, file=name, offset=offset), member)
                    offset += member.length
                    number += 1
        except ArchiveError as error:
            raise _Stop(Fault(number, name, offset, error.what)) from None
        except OSError as error:
            raise _Stop(Fault(number, name, offset, f"cannot be read: {error.strerror}")) from None

    def _check(self, entry: Entry, member: Member) -> None:
        check_link(entry, self.last)
        self.simulated = self.simulated or (entry.number == 1 and entry.topic == SIMULATED)
        if entry.topic == SIMULATED and entry.number != 1:
            raise ArchiveError("declared simulated after the first entry")
        ahead = entry.at - entry.real
        if not self.simulated and not timedelta(0) <= ahead <= MAX_BACKWARDS:
            raise ArchiveError("another time than the real one in a newsroom that is not simulated")
        if self.last is not None and entry.at < self.last.at:
            raise ArchiveError("dated before the entry that it follows")
        self._check_pair(entry)
        own, other = identities(entry, self.last)
        if (member.fields.get("warc-record-id"), member.fields.get("warc-concurrent-to", "")) != (own, other):
            raise ArchiveError("a record that is not what its id says")
        if entry.release is not None:
            self._check_release(entry, entry.release, member)
        elif entry.type == "metadata":
            if entry.payload != digest(member.block):
                raise ArchiveError("a note that does not match its digest")
        else:
            _check_bare(entry, member)
        self.last = entry
        self.headed = self.headed or entry.hash == self.head

    def _check_pair(self, entry: Entry) -> None:
        """A request is followed by its answer, or, after a crash, by a note that says so."""
        last = self.last
        answers = entry.paired and entry.type != "request"
        if last is not None and last.type == "request" and entry.topic != TORN:
            target = entry.target or (entry.release.address if entry.release is not None else "")
            if not answers or target != last.target:
                raise ArchiveError(f"is not the answer to the request in entry {last.number}")
        elif answers:
            raise ArchiveError("an answer whose request does not stand before it")

    def _check_release(self, entry: Entry, release: Release, member: Member) -> None:
        place = (release.address, release.fetched_at, release.body_hash)
        if self.last is not None and entry.at != self.last.at:
            # Times never go back: what is equal in its time has come by now.
            self.same.clear()
        nth = self.same.get(place, 0)
        if release.id != release_id(release.address, release.fetched_at, release.body_hash, nth):
            raise ArchiveError(f"release {release.id} is not what its id says")
        self.same[place] = nth + 1
        if release.revisit:
            origin = self.stored.get(release.revisit)
            if release.revisit in self.revisits:
                raise ArchiveError(f"revisits {release.revisit}, which is a revisit itself")
            if origin is None or origin.release is None:
                raise ArchiveError(f"revisits {release.revisit}, which is not held")
            if origin.release.body_hash != release.body_hash:
                raise ArchiveError(f"revisits {release.revisit}, which has another body")
            if entry.type == "revisit" and origin.payload != entry.payload:
                raise ArchiveError(f"revisits {release.revisit}, which has other bytes")
        elif entry.type == "revisit":
            raise ArchiveError("a revisit of nothing")
        if entry.type != "revisit":
            self._check_body(entry, release, member)
            self.stored[release.id] = entry
        else:
            self.revisits[release.id] = entry.file, entry.offset

    @staticmethod
    def _check_body(entry: Entry, release: Release, member: Member) -> None:
        headers, wire = split_http(member.block) if entry.type == "response" else ((), member.block)
        if digest(wire) != entry.payload:
            raise ArchiveError("a payload that does not match its digest")
        unpacked = decoded(wire, headers)
        body = wire if unpacked is None else unpacked
        if digest(body) != release.body_hash or len(body) != release.size:
            raise ArchiveError("a body that does not match its hash")

    def check_head(self) -> None:
        if self.headed:
            return
        number, file, end = 0, str(self.folder), 0
        if self.last is not None:
            number, file, end = self.last.number, self.last.file, self.last.offset + self.last.length
        raise _Stop(
            Fault(number, file, end, f"no entry has the hash {str(self.head)[:64]}: entries were altered or removed")
        )

    def stand(self, observations: Iterable[Observation], cells: Cells) -> int:
        checked = 0
        entry, find = None, None
        for observation in observations:
            if entry is None or entry.release is None or entry.release.id != observation.release:
                entry, find = self._entry(observation), None
            fault = Fault(entry.number, entry.file, entry.offset, f"{_named(observation)} is not in its cell")
            try:
                if find is None and entry.release is not None:
                    find = cells(entry.release, self._body(entry))
                text = find(observation.cell) if find is not None else None
            except TallywireError as error:
                raise _Stop(msgspec.structs.replace(fault, what=f"{fault.what}: {error}")) from None
            if text is None or text.strip() != observation.literal.strip():
                found = "there is no such cell" if text is None else f"the cell says {text[:60]!r}"
                raise _Stop(msgspec.structs.replace(fault, what=f"{fault.what}: {found}"))
            checked += 1
        return checked

    def _entry(self, observation: Observation) -> Entry:
        """The entry of the release that an observation is from."""
        if observation.release in self.stored:
            return self.stored[observation.release]
        if observation.release not in self.revisits:
            raise _Stop(Fault(0, "record", 0, f"{_named(observation)} is from a release that is not held"))
        file, offset = self.revisits[observation.release]
        try:
            return entry_from(self._member(file, offset), file=file, offset=offset)
        except ArchiveError as error:
            raise _Stop(Fault(0, file, offset, error.what)) from None

    def _body(self, entry: Entry) -> bytes:
        origin = entry
        if entry.type == "revisit" and entry.release is not None:
            origin = self.stored[entry.release.revisit]
        member = self._member(origin.file, origin.offset)
        if member.hash != origin.hash:
            raise ArchiveError("was altered while it was being verified")
        headers, wire = split_http(member.block) if origin.type == "response" else ((), member.block)
        body = decoded(wire, headers)
        return wire if body is None else body

    def _member(self, file: str, offset: int) -> Member:
        try:
            with (self.folder / file).open("rb") as handle:
                member = read_member(handle, offset)
        except OSError as error:
            raise ArchiveError(f"cannot be read: {error.strerror}") from None
        if member is None:
            raise ArchiveError("was altered while it was being verified")
        return member


def _check_bare(entry: Entry, member: Member) -> None:
    """A request, or a redirect: heads only."""
    if entry.type == "request":
        check_request(member.block)
    elif split_http(member.block)[1]:
        raise ArchiveError("a redirect with a body")
    if entry.payload != NOTHING:
        raise ArchiveError("a payload that does not match its digest")


def _named(observation: Observation) -> str:
    cell = observation.cell
    return (
        f"{observation.series} {observation.period} = {observation.literal!r}"
        f" (table {cell.table}, row {cell.row}, column {cell.column})"
    )
