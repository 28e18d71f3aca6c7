"""The index of a WACZ file: CDXJ lines in blocks, and the list of pages (specs.webrecorder.net: CDXJ, WACZ 1.1.1)."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

import msgspec

from tallywire.record.entry import Entry, warc_digest

INDEX = "index.cdx.gz"
LINES = 1024
"""Lines in a block."""

_SLASHES = re.compile("/+")
_WEB = ("http://", "https://")


class Placed(msgspec.Struct, frozen=True):
    """An entry and where it stands in the WACZ file's own WARC files."""

    entry: Entry
    file: str
    offset: int


class Blocks(msgspec.Struct, frozen=True):
    """The index, each block a gzip member of its own, and the list that says where each block begins."""

    index: bytes
    places: bytes


def blocks(placed: Iterable[Placed]) -> Blocks:
    """What has a web address, by address and time; the rest (notes, imported files) is in the WARC files only."""
    lines = sorted(line for each in placed if (line := _line(each)))
    index = bytearray()
    places = [b'!meta 0 {"format":"cdxj-gzip-1.0","filename":"%s"}\n' % INDEX.encode()]
    for at in range(0, len(lines), LINES):
        block = gzip.compress(b"".join(lines[at : at + LINES]), mtime=0)
        key, time, _ = lines[at].split(b" ", 2)
        where = {
            "offset": len(index),
            "length": len(block),
            "digest": f"sha256:{hashlib.sha256(block).hexdigest()}",
            "filename": INDEX,
        }
        places.append(b"%s %s %s\n" % (key, time, msgspec.json.encode(where)))
        index += block
    return Blocks(bytes(index), b"".join(places))


def pages(placed: Iterable[Placed], title: str) -> Iterator[bytes]:
    """JSON lines: every release that stores a page of its own."""
    yield msgspec.json.encode({"format": "json-pages-1.0", "id": "pages", "title": title}) + b"\n"
    for each in placed:
        release = each.entry.release
        if release is None or each.entry.type != "response" or not 200 <= release.status < 300:
            continue
        page = {
            "id": release.id,
            "url": each.entry.target or release.address,
            "ts": f"{each.entry.real:%Y-%m-%dT%H:%M:%SZ}",
            "title": release.source,
        }
        yield msgspec.json.encode(page) + b"\n"


def _line(placed: Placed) -> bytes:
    entry = placed.entry
    release = entry.release
    address = entry.target or (release.address if release is not None else "")
    if entry.type in ("request", "metadata") or not address.startswith(_WEB):
        return b""
    said: dict[str, str] = {"url": address}
    if entry.type == "revisit":
        said["mime"] = "warc/revisit"
    elif release is not None:
        said["mime"] = release.media_type.partition(";")[0].strip() or "unk"
    status = entry.status or (release.status if release is not None else 0)
    if status and entry.type != "resource":
        said["status"] = str(status)
    said |= {
        "digest": warc_digest(entry.payload),
        "recordDigest": f"sha256:{entry.hash}",
        "length": str(entry.length),
        "offset": str(placed.offset),
        "filename": placed.file,
    }
    key = f"{search_key(address)} {entry.real:%Y%m%d%H%M%S} "
    return key.encode() + msgspec.json.encode(said) + b"\n"


def search_key(address: str) -> str:
    """`address` as web archives sort and look it up: host backwards, without what seldom tells pages apart.

    Sort-friendly URI Reordering Transform, as the Internet Archive's `surt` package makes it of usual addresses.
    """
    lower = address.partition("#")[0].lower()
    try:
        parts = urlsplit(lower)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return lower
    labels = host.split(".")
    if len(labels) > 2 and labels[0].startswith("www") and not labels[0][3:].strip("0123456789"):
        del labels[0]
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    path = _SLASHES.sub("/", parts.path).rstrip("/") or "/"
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    where = ",".join(reversed(labels)) + (f":{port}" if port and port != usual else "")
    return f"{where}){path}" + (f"?{query}" if query else "")
