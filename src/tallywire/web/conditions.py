"""Conditional requests and the choice of a content coding (RFC 9110, sections 8.4, 12.5.3 and 13)."""

from __future__ import annotations

import re
from email.utils import formatdate, parsedate_to_datetime

MAX_HEADER = 4096
"""Bytes of a header that are looked at; a longer one counts as not sent."""

_TAG = re.compile(rb'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')


def matched(header: bytes, tags: tuple[bytes, ...]) -> bytes | None:
    """The first of `tags` that an If-None-Match header names, compared weakly; `*` names the first one."""
    if len(header) > MAX_HEADER:
        return None
    if header.strip() == b"*":
        return tags[0]
    asked = set(_TAG.findall(header))
    return next((tag for tag in tags if tag.removeprefix(b"W/") in asked), None)


def unchanged_since(header: bytes, modified: int) -> bool:
    """Whether a file changed at `modified` (seconds since 1970) is not newer than an If-Modified-Since header."""
    if len(header) > 64:
        return False
    try:
        asked = parsedate_to_datetime(header.decode("ascii"))
        return asked.tzinfo is not None and modified <= asked.timestamp()
    except (ValueError, OverflowError):
        return False


def http_date(seconds: float) -> bytes:
    return formatdate(seconds, usegmt=True).encode("ascii")


def takes_gzip(header: bytes) -> bool:
    """Whether an Accept-Encoding header prefers gzip to the plain body, or likes it as much."""
    if header in _PLAIN_ANSWERS:
        return _PLAIN_ANSWERS[header]
    if len(header) > MAX_HEADER:
        return False
    weights: dict[bytes, float] = {}
    for part in header.lower().split(b","):
        coding, _, rest = part.partition(b";")
        weights[coding.strip()] = _weight(rest)
    gzip = weights.get(b"gzip", weights.get(b"x-gzip", weights.get(b"*", 0.0)))
    identity = weights.get(b"identity", 0.0)
    return gzip > 0 and gzip >= identity


def _weight(rest: bytes) -> float:
    for parameter in rest.split(b";"):
        name, _, value = parameter.partition(b"=")
        if name.strip() == b"q":
            try:
                weight = float(value)
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0
    return 1.0


# What browsers and feed readers send, word for word.
_PLAIN_ANSWERS = {
    b"": False,
    b"identity": False,
    b"gzip": True,
    b"gzip, deflate": True,
    b"gzip, deflate, br": True,
    b"gzip, deflate, br, zstd": True,
}
