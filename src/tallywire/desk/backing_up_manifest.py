"""What a backup says of itself: every file with its size and hash, and how far its archive reaches."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import PurePosixPath

import msgspec

from tallywire.errors import NewsroomError

MANIFEST = "tallywire-backup.json"
SCHEMA = "tallywire.backup/1"
MOST = 64 << 20
"""Bytes of a manifest."""

SETTINGS = "tallywire.toml"
FOLDERS = ("sources", "events", "calendars")
_TOP = frozenset({SETTINGS, "desk.db", "record", "archive", *FOLDERS})
_STATE = re.compile(r"state-[0-9]{1,9}\Z")
_ARCHIVED = re.compile(r"archive/tallywire-[0-9]{5}\.warc\.gz\Z")


class Kept(msgspec.Struct, frozen=True):
    """A file: its path in the newsroom, bytes, and SHA-256."""

    path: str
    size: int
    sha256: str


class KeptArchive(Kept, frozen=True):
    """A file of the archive, and the number and hash of the last entry in it."""

    entry: int
    hash: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """A whole backup. `state` is the folder in it with everything but the archive; `head` that of the archive."""

    schema: str = SCHEMA
    made: datetime
    title: str
    simulated: bool
    state: str
    files: tuple[Kept, ...]
    archive: tuple[KeptArchive, ...]
    entries: int
    head: str

    @property
    def size(self) -> int:
        return sum(each.size for each in (*self.files, *self.archive))

    def place(self, kept: Kept) -> str:
        """Where a file stands in the backup."""
        return kept.path if isinstance(kept, KeptArchive) else f"{self.state}/{kept.path}"


def manifest_from(raw: bytes, where: str) -> Manifest:
    """Read a manifest; raises NewsroomError for one that does not fit, or names files elsewhere."""
    try:
        found = msgspec.json.decode(raw, type=Manifest)
    except msgspec.MsgspecError as error:
        raise NewsroomError(f"is no manifest of a backup: {error}", where=where) from None
    if found.schema != SCHEMA:
        raise NewsroomError(
            f"is of the kind {found.schema[:40]!r}, not {SCHEMA}", where=where, hint="Use the version that made it"
        )
    paths = [each.path for each in (*found.files, *found.archive)]
    if not _STATE.fullmatch(found.state):
        raise NewsroomError(f"names {found.state[:80]!r}, which is no folder of a backup", where=where)
    for each in found.files:
        _check(each.path, where)
    for kept in found.archive:
        if not _ARCHIVED.fullmatch(kept.path):
            raise NewsroomError(f"names {kept.path[:80]!r}, which is no file of an archive", where=where)
    if len(set(paths)) != len(paths) or any(each.size < 0 for each in (*found.files, *found.archive)):
        raise NewsroomError("does not fit: a file twice, or with less than nothing", where=where)
    return found


def _check(path: str, where: str) -> None:
    parts = PurePosixPath(path).parts
    sound = path == "/".join(parts) and ".." not in parts and not any(c in path for c in "\\\0:")
    if not sound or parts[0] not in _TOP:
        raise NewsroomError(f"names {path[:80]!r}, which is no file of a newsroom", where=where)
