"""Entry: one record of the archive, and how it stands in WARC header fields."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Literal, get_args

import msgspec

from tallywire.errors import ArchiveError
from tallywire.record.member import Member
from tallywire.series import Release

Type = Literal["request", "response", "revisit", "resource", "metadata"]
GENESIS = "0" * 64
NOTHING = hashlib.sha256(b"").hexdigest()
"""The payload of what has none: a request, a redirect."""

_PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
_REQUEST = "application/http; msgtype=request"
_RESPONSE = "application/http; msgtype=response"


NO_FIELDS: Mapping[str, str] = MappingProxyType({})


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One archive entry. `hash` is the SHA-256 of its stored bytes, `previous` that of the entry before.

    `at` is the newsroom's time, `real` the real one; they differ in a simulated newsroom. `payload` is the
    SHA-256 of the bytes on the wire. A note has a topic and fields; a request has a source and a target; a redirect
    (a response that is no release) has a status too; everything else has a release, and a target only where the
    bytes came from another address than the release's. `paired`: whether this is a request or its answer; each of
    the two names the other's WARC record.
    """

    number: int
    type: Type
    previous: str
    at: datetime
    real: datetime
    payload: str
    release: Release | None = None
    topic: str = ""
    fields: Mapping[str, str] = NO_FIELDS
    source: str = ""
    target: str = ""
    status: int = 0
    paired: bool = False
    file: str = ""
    offset: int = 0
    length: int = 0
    hash: str = ""


def stamp(moment: datetime) -> str:
    """UTC, to the microsecond, as WARC/1.1 writes dates; raises ArchiveError for a time without a zone."""
    if moment.tzinfo is None:
        raise ArchiveError(f"the time {moment.isoformat()} has no time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def unstamp(text: str) -> datetime:
    try:
        if len(text) != 27 or not text.endswith("Z"):
            raise ValueError
        return datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)
    except ValueError:
        raise ArchiveError(f"{text[:40]!r} is not a time") from None


def sound(text: str) -> str:
    """`text` with signs replaced that no text file can hold (lone surrogates)."""
    return text.encode("utf-8", "replace").decode()


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def release_id(address: str, at: datetime, body_hash: str, nth: int = 0) -> str:
    """Hash of address, time and body hash, 20 hex digits; `nth` tells apart what is equal in all three."""
    text = "\n".join([address, stamp(at), body_hash, *([str(nth)] if nth else [])])
    return digest(text.encode())[:20]


def warc_digest(hex_digest: str) -> str:
    return "sha256:" + base64.b32encode(bytes.fromhex(hex_digest)).decode()


def identity(previous: str, number: int) -> str:
    """The WARC-Record-ID of an entry that answers no request."""
    return _urn(f"{previous}\n{number}")


def answer_to(request: str) -> str:
    """The WARC-Record-ID of the answer to the request of this WARC-Record-ID."""
    return _urn(f"{request}\nanswer")


def _urn(text: str) -> str:
    return f"<{uuid.UUID(digest(text.encode())[:32]).urn}>"


def identities(entry: Entry, last: Entry | None) -> tuple[str, str]:
    """The WARC-Record-ID of an entry that follows `last`, and of the record that it is paired with, or ""."""
    own = identity(entry.previous, entry.number)
    if not entry.paired:
        return own, ""
    if entry.type == "request":
        return own, answer_to(own)
    request = identity(last.previous, last.number) if last is not None else ""
    return answer_to(request), request


def header_fields(
    entry: Entry, block: bytes, *, origin: Entry | None = None, last: Entry | None = None
) -> list[tuple[str, str]]:
    """The WARC header fields of an entry; `origin` is the entry whose body a revisit refers to."""
    own, other = identities(entry, last)
    fields = [
        ("WARC-Type", entry.type),
        ("WARC-Record-ID", own),
        ("WARC-Date", stamp(entry.real)),
        *([("WARC-Concurrent-To", other)] if other else []),
        ("Tallywire-Entry", str(entry.number)),
        ("Tallywire-Previous", entry.previous),
        ("Tallywire-Time", stamp(entry.at)),
    ]
    release = entry.release
    if release is not None:
        fields += _release_fields(entry, release)
        if entry.type == "revisit" and origin is not None and origin.release is not None:
            profile = "server-not-modified" if release.status == 304 else "identical-payload-digest"
            fields += [
                ("WARC-Profile", _PROFILE + profile),
                ("WARC-Refers-To-Target-URI", origin.target or origin.release.address),
                ("WARC-Refers-To-Date", stamp(origin.real)),
            ]
    elif entry.type == "metadata":
        fields += [("Tallywire-Topic", entry.topic), ("Content-Type", "application/json")]
    else:
        kind = _REQUEST if entry.type == "request" else _RESPONSE
        fields += [("WARC-Target-URI", entry.target), ("Tallywire-Source", entry.source), ("Content-Type", kind)]
        if entry.type == "response":
            # What a redirect may carry beside its headers is not asked for.
            fields += [("Tallywire-Status", str(entry.status)), ("WARC-Truncated", "unspecified")]
    fields += [
        ("WARC-Payload-Digest", warc_digest(entry.payload)),
        ("WARC-Block-Digest", warc_digest(digest(block))),
        ("Content-Length", str(len(block))),
    ]
    return fields


def _release_fields(entry: Entry, release: Release) -> list[tuple[str, str]]:
    return [
        ("WARC-Target-URI", entry.target or release.address),
        *([("Tallywire-Address", release.address)] if entry.target else []),
        ("Tallywire-Source", release.source),
        ("Tallywire-Release", release.id),
        ("Tallywire-Kind", release.kind),
        ("Tallywire-Status", str(release.status)),
        ("Tallywire-Media-Type", release.media_type),
        ("Tallywire-Body-Hash", release.body_hash),
        ("Tallywire-Size", str(release.size)),
        ("Tallywire-Revisit", release.revisit),
        ("Tallywire-Published", stamp(release.published_at) if release.published_at else ""),
        ("Tallywire-Note", release.note),
        ("Content-Type", release.media_type if release.kind == "imported" else _RESPONSE),
    ]


def entry_from(member: Member, *, file: str, offset: int) -> Entry:
    """The entry that a member holds; raises ArchiveError if its header does not describe one."""
    fields = member.fields
    kind = fields.get("warc-type", "")
    if kind not in get_args(Type):
        raise ArchiveError(f"a record of type {kind[:40]!r}, which this archive does not have")
    if warc_digest(digest(member.block)) != fields.get("warc-block-digest"):
        raise ArchiveError("a block that does not match its digest")
    bare = kind == "request" or (kind == "response" and "tallywire-release" not in fields)
    try:
        note = {"fields": msgspec.json.decode(member.block, type=dict[str, str])} if kind == "metadata" else {}
        raw = {
            "number": int(fields["tallywire-entry"]),
            "type": kind,
            "previous": fields["tallywire-previous"],
            "at": unstamp(fields["tallywire-time"]),
            "real": unstamp(fields["warc-date"]),
            "payload": _hex(fields["warc-payload-digest"]),
            "topic": fields.get("tallywire-topic", ""),
            **note,
            "source": fields["tallywire-source"] if bare else "",
            "status": int(fields["tallywire-status"]) if bare and kind == "response" else 0,
            "target": fields["warc-target-uri"] if bare or "tallywire-address" in fields else "",
            "paired": "warc-concurrent-to" in fields,
            "release": None if bare or kind == "metadata" else _release(fields),
            "file": file,
            "offset": offset,
            "length": member.length,
            "hash": member.hash,
        }
        return msgspec.convert(raw, Entry)
    except KeyError as error:
        raise ArchiveError(f"a record without the header {error.args[0]}") from None
    except (ValueError, msgspec.MsgspecError) as error:
        raise ArchiveError(f"a record whose header does not fit ({error})") from None


def _release(fields: dict[str, str]) -> dict[str, object]:
    published = fields["tallywire-published"]
    return {
        "id": fields["tallywire-release"],
        "source": fields["tallywire-source"],
        "address": fields.get("tallywire-address", fields["warc-target-uri"]),
        "fetched_at": unstamp(fields["tallywire-time"]),
        "status": int(fields["tallywire-status"]),
        "media_type": fields["tallywire-media-type"],
        "body_hash": fields["tallywire-body-hash"],
        "size": int(fields["tallywire-size"]),
        "kind": fields["tallywire-kind"],
        "revisit": fields["tallywire-revisit"],
        "published_at": unstamp(published) if published else None,
        "note": fields["tallywire-note"],
    }


def _hex(text: str) -> str:
    name, _, value = text.partition(":")
    if name != "sha256":
        raise ArchiveError("a payload digest that is not SHA-256")
    return base64.b32decode(value).hex()
