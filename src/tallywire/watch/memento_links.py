"""Web links as TimeMaps and Link headers write them (RFC 8288, section 3; RFC 6690, section 2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from tallywire.errors import FetchError

MAX_TARGET = 8192
_BETWEEN = re.compile(r"[\s,]*")
_PARAMETER = re.compile(
    r'\s*;\s*(?P<name>[^\s=;,<>"]{1,64})(?:\s*=\s*(?:"(?P<quoted>(?:[^"\\]|\\.){0,8192})"|(?P<bare>[^\s;,<>"]{0,8192})))?'
)
_EMPTY = re.compile(r"\s*;(?=\s*(?:[;,]|\Z))")


class Link(msgspec.Struct, frozen=True):
    """Where a link leads, the words of its `rel`, and its other parameters by name in small letters."""

    target: str
    rel: tuple[str, ...]
    parameters: dict[str, str]


def links(text: str, where: str = "") -> Iterator[Link]:
    """The links of a text, in one pass; raises FetchError, with its place, for what is no link."""
    at = 0
    while True:
        found = _BETWEEN.match(text, at)
        at = found.end() if found else at
        if at >= len(text):
            return
        if text[at] != "<":
            raise _no_link(text, at, where)
        end = text.find(">", at, at + MAX_TARGET)
        if end < 0:
            raise _no_link(text, at, where)
        target, at = text[at + 1 : end].strip(), end + 1
        parameters: dict[str, str] = {}
        while True:
            parameter = _PARAMETER.match(text, at) or _EMPTY.match(text, at)
            if parameter is None:
                break
            at = parameter.end()
            if parameter.re is _PARAMETER:
                quoted, bare = parameter["quoted"], parameter["bare"] or ""
                value = bare if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
                # Of a parameter that comes twice the first counts (RFC 8288, section 3.3).
                parameters.setdefault(parameter["name"].lower(), value)
        rest = _BETWEEN.match(text, at)
        if rest is not None and rest.end() < len(text) and "," not in rest[0]:
            raise _no_link(text, at, where)
        yield Link(target, tuple(parameters.pop("rel", "").lower().split()), parameters)


def _no_link(text: str, at: int, where: str) -> FetchError:
    return FetchError(
        f"no list of links: {text[at : at + 40]!r} stands at character {at}",
        where=where,
        hint='Expected application/link-format, such as <https://...>; rel="memento"; datetime="..."',
    )
