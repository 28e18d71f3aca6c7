"""An archive entry in few bytes, for the index: hashes as bytes, what is said once elsewhere left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import msgspec

from tallywire.record.chain import file_name, file_number
from tallywire.record.entry import Entry, Type
from tallywire.series import Release

Place = tuple[str, str]
"""A source and an address."""


class _Release(msgspec.Struct, array_like=True, omit_defaults=True, frozen=True, gc=False):
    id: bytes
    status: int
    media_type: str
    body_hash: bytes
    size: int
    kind: Literal["fetched", "imported", "memento"] = "fetched"
    revisit: bytes = b"h"
    published_at: datetime | None = None
    note: str = ""


class _Entry(msgspec.Struct, array_like=True, omit_defaults=True, frozen=True, gc=False):
    # `place` is that of the release, or of a bare request or redirect; `real` only where it is not `at`.
    number: int
    type: Type
    previous: bytes
    hash: bytes
    payload: bytes
    at: datetime
    file: int
    offset: int
    length: int
    paired: bool
    place: int = 0
    release: _Release | None = None
    real: datetime | None = None
    target: str = ""
    status: int = 0
    topic: str = ""
    fields: dict[str, str] = {}


_HEX, _TEXT = b"h", b"t"

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Entry)


def place_of(entry: Entry) -> Place | None:
    """The source and address of a release, or of a bare request or redirect; None for a note."""
    if entry.release is not None:
        return entry.release.source, entry.release.address
    return (entry.source, entry.target) if entry.type != "metadata" else None


def pack(entry: Entry, places: Mapping[Place, int]) -> bytes:
    """places: their numbers, from 1. A release's time is its entry's, as it is in the archive."""
    release, place = entry.release, place_of(entry)
    return _encoder.encode(
        _Entry(
            number=entry.number,
            type=entry.type,
            previous=_short(entry.previous),
            hash=_short(entry.hash),
            payload=_short(entry.payload),
            at=entry.at,
            file=file_number(entry.file),
            offset=entry.offset,
            length=entry.length,
            paired=entry.paired,
            place=places[place] if place is not None else 0,
            release=_packed(release) if release is not None else None,
            real=entry.real if entry.real != entry.at else None,
            target=entry.target if release is not None else "",
            status=entry.status,
            topic=entry.topic,
            fields=dict(entry.fields),
        )
    )


def _packed(release: Release) -> _Release:
    return _Release(
        id=_short(release.id),
        status=release.status,
        media_type=release.media_type,
        body_hash=_short(release.body_hash),
        size=release.size,
        kind=release.kind,
        revisit=_short(release.revisit),
        published_at=release.published_at,
        note=release.note,
    )


def unpack(raw: bytes, places: Mapping[int, Place]) -> Entry:
    """The entry as it was; raises msgspec.MsgspecError or KeyError for what is none."""
    found = _decoder.decode(raw)
    release, (source, address) = found.release, places[found.place] if found.place else ("", "")
    return Entry(
        number=found.number,
        type=found.type,
        previous=_long(found.previous),
        at=found.at,
        real=found.real or found.at,
        payload=_long(found.payload),
        release=_unpacked(release, source, address, found.at) if release is not None else None,
        topic=found.topic,
        fields=found.fields,
        source=source if release is None else "",
        target=found.target if release is not None else address,
        status=found.status,
        paired=found.paired,
        file=file_name(found.file),
        offset=found.offset,
        length=found.length,
        hash=_long(found.hash),
    )


def _unpacked(release: _Release, source: str, address: str, at: datetime) -> Release:
    return Release(
        id=_long(release.id),
        source=source,
        address=address,
        fetched_at=at,
        status=release.status,
        media_type=release.media_type,
        body_hash=_long(release.body_hash),
        size=release.size,
        kind=release.kind,
        revisit=_long(release.revisit),
        published_at=release.published_at,
        note=release.note,
    )


def _short(text: str) -> bytes:
    """Hex digits as half as many bytes, another text as it is; the first byte says which."""
    try:
        raw = bytes.fromhex(text)
    except ValueError:
        raw = b""
    return _HEX + raw if raw.hex() == text else _TEXT + text.encode()


def _long(held: bytes) -> str:
    return held[1:].hex() if held[:1] == _HEX else held[1:].decode()
