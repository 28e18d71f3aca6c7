"""The heads of HTTP requests and responses as they stand in WARC blocks."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from tallywire.errors import ArchiveError
from tallywire.record.redact import MARK, is_key, redact

# The bytes that follow are no longer in chunks, and readers would look for them: the name that archives use.
_KEPT_ASIDE = {"transfer-encoding": "X-Archive-Orig-Transfer-Encoding"}
_ADDRESSES = frozenset({"location", "content-location", "refresh", "referer"})
_KEYS = frozenset({"cookie", "proxyauthorization"})


def request_block(address: str, headers: Sequence[tuple[str, str]]) -> bytes:
    """Request line of a GET, headers as sent, and the blank line; keys are taken out of address and headers."""
    lines = [f"GET {_target(redact(address))} HTTP/1.1"]
    for name, value in headers:
        lower = name.lower()
        if lower.replace("-", "") in _KEYS or is_key(lower):
            value = MARK
        elif lower in _ADDRESSES:
            value = redact(value)
        lines.append(f"{_flat(name)}: {_flat(value)}")
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "replace")


def _target(address: str) -> str:
    """Path and query."""
    rest = address.partition("#")[0].partition("://")[2]
    begins = min((at for sign in "/?" if (at := rest.find(sign)) >= 0), default=len(rest))
    return rest[begins:] if rest[begins : begins + 1] == "/" else f"/{rest[begins:]}"


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


def check_request(block: bytes) -> None:
    """Raise ArchiveError if a block is no request without a body."""
    head, blank, payload = block.partition(b"\r\n\r\n")
    if not blank or payload or not head.partition(b"\r\n")[0].endswith(b" HTTP/1.1"):
        raise ArchiveError("a block that is no HTTP request")


def split_http(block: bytes) -> tuple[tuple[tuple[str, str], ...], bytes]:
    """Headers and payload of a block; raises ArchiveError if it is no response."""
    head, blank, payload = block.partition(b"\r\n\r\n")
    first, *lines = head.decode("utf-8", "replace").split("\r\n")
    if not blank or not first.startswith("HTTP/"):
        raise ArchiveError("a block that is no HTTP response")
    pairs = (line.partition(": ") for line in lines)
    return tuple((name, value) for name, _, value in pairs), payload
