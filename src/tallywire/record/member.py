"""One archive entry on disk: one gzip member that holds one WARC record (ISO 28500, WARC/1.1).

Written and read here rather than with a general WARC library, because entries are proved byte by byte: a reader
that forgives, or a writer that rewrites HTTP headers, would do harm. Any WARC tool reads the result.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from json.encoder import encode_basestring_ascii
from typing import BinaryIO

import msgspec

from tallywire.errors import ArchiveError

VERSION = b"WARC/1.1"
MAX_RECORD = 384 * 1024 * 1024
MAX_HEAD = 256 * 1024
_CHUNK = 256 * 1024


class Member(msgspec.Struct, frozen=True):
    """A record as read back: header fields by lower-case name, block, bytes on disk and their hash."""

    fields: dict[str, str]
    block: bytes
    length: int
    hash: str


def pack(fields: Sequence[tuple[str, str]], block: bytes) -> bytes:
    """One gzip member with the record of these header fields and this block."""
    head = b"".join(f"{name}: {escape(value)}\r\n".encode("ascii") for name, value in fields)
    if len(head) > MAX_HEAD or len(head) + len(block) > MAX_RECORD - 64:
        raise ArchiveError(f"a record of {len(head) + len(block):,} bytes is too large for the archive")
    stream = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    out = [stream.compress(part) for part in (VERSION, b"\r\n", head, b"\r\n", block, b"\r\n\r\n")]
    return b"".join([*out, stream.flush()])


def escape(value: str) -> str:
    """As inside a JSON string, in ASCII: a header field cannot hold line breaks, and addresses stay as they are."""
    return encode_basestring_ascii(value)[1:-1]


def read_member(handle: BinaryIO, offset: int) -> Member | None:
    """The record that begins at `offset`; None if the file ends inside it.

    Raises ArchiveError if what stands there is no entry.
    """
    handle.seek(offset)
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
    digest = hashlib.sha256()
    length = 0
    parts: list[bytes] = []
    size = 0
    while not stream.eof:
        chunk = handle.read(_CHUNK)
        if not chunk:
            return None
        try:
            part = stream.decompress(chunk, MAX_RECORD - size + 1)
        except zlib.error as error:
            raise ArchiveError(f"not a gzip member ({error})") from None
        size += len(part)
        if size > MAX_RECORD or stream.unconsumed_tail:
            raise ArchiveError(f"a record of more than {MAX_RECORD:,} bytes")
        parts.append(part)
        used = chunk[: len(chunk) - len(stream.unused_data)] if stream.eof else chunk
        digest.update(used)
        length += len(used)
    fields, block = _split(b"".join(parts))
    return Member(fields=fields, block=block, length=length, hash=digest.hexdigest())


def _split(record: bytes) -> tuple[dict[str, str], bytes]:
    head, blank, rest = record.partition(b"\r\n\r\n")
    if not blank or len(head) > MAX_HEAD:
        raise ArchiveError("a record without a header")
    first, *lines = head.split(b"\r\n")
    if first != VERSION:
        raise ArchiveError("not a WARC/1.1 record")
    fields: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(b": ")
        if not colon:
            raise ArchiveError("a header line without a name")
        try:
            key = name.decode("ascii").lower()
            text = json.loads(f'"{value.decode("ascii")}"')
        except ValueError:
            raise ArchiveError("a header line that is not text") from None
        if not isinstance(text, str):
            raise ArchiveError("a header line that is not text")
        if key in fields:
            raise ArchiveError(f"two header lines {key}")
        fields[key] = text
    size = fields.get("content-length", "")
    if not (size.isascii() and size.isdigit()) or len(rest) != int(size[:12]) + 4 or not rest.endswith(b"\r\n\r\n"):
        raise ArchiveError("a record whose length is not what its header says")
    return fields, rest[:-4]
