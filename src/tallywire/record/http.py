"""The head of an HTTP response as it stands in a WARC block."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from tallywire.errors import ArchiveError
from tallywire.record.redact import redact

# The bytes that follow are no longer in chunks, and readers would look for them: the name that archives use.
_KEPT_ASIDE = {"transfer-encoding": "X-Archive-Orig-Transfer-Encoding"}
_ADDRESSES = frozenset({"location", "content-location", "refresh"})


def http_block(status: int, headers: Sequence[tuple[str, str]]) -> bytes:
    """Status line, headers and the blank line; keys are taken out of addresses."""
    reason = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "Unknown"
    lines = [f"HTTP/1.1 {status:03d} {reason}"]
    for name, value in headers:
        written = redact(value) if name.lower() in _ADDRESSES else value
        lines.append(f"{_flat(_KEPT_ASIDE.get(name.lower(), name))}: {_flat(written)}")
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "replace")


def _flat(text: str) -> str:
    return " ".join(text.splitlines()).replace("\0", "")


def split_http(block: bytes) -> tuple[tuple[tuple[str, str], ...], bytes]:
    """Headers and payload of a block; raises ArchiveError if it is no response."""
    head, blank, payload = block.partition(b"\r\n\r\n")
    first, *lines = head.decode("utf-8", "replace").split("\r\n")
    if not blank or not first.startswith("HTTP/"):
        raise ArchiveError("a block that is no HTTP response")
    pairs = (line.partition(": ") for line in lines)
    return tuple((name, value) for name, _, value in pairs), payload
