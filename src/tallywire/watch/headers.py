"""Request headers: this program's own, and those that a source may add."""

from __future__ import annotations

import re

from tallywire import __version__

MAX_HEADERS = 16
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}\Z")
_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,1022}[\x21-\x7e])?\Z")
_ACCEPT = "text/html, text/csv, application/xhtml+xml;q=0.9, text/plain;q=0.8, */*;q=0.5"
_OWN = frozenset(
    {
        *("accept-encoding", "connection", "content-length", "cookie", "expect", "host", "keep-alive"),
        *("range", "te", "trailer", "transfer-encoding", "upgrade", "user-agent", "via", "referer"),
    }
)


def user_agent(contact: str) -> str:
    """Who asks, and where the agency can write to."""
    note = "".join(letter for letter in contact if " " <= letter <= "~" and letter not in "()\\")[:200].strip()
    return f"Tallywire/{__version__}" + (f" (+{note})" if note else "")


def asking(host: str, contact: str, more: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The headers of a request, `more` among them; an Accept of its own takes the place of ours."""
    accepts = any(name.lower() == "accept" for name, _ in more)
    return (
        ("Host", host),
        ("User-Agent", user_agent(contact)),
        *(() if accepts else (("Accept", _ACCEPT),)),
        ("Accept-Encoding", "gzip, deflate"),
        *more,
        ("Connection", "close"),
    )


def header_mistake(name: str, value: str) -> str:
    """What is wrong with a header that a source wants to send, or ""."""
    lower = name.lower()
    if not _NAME.match(name):
        return f"{name[:40]!r} is no header"
    if lower in _OWN or lower.startswith(("if-", "proxy-", "sec-")):
        return f"{name} is not for a source to send"
    if not _VALUE.match(value):
        return f"the value of {name} is not printable ASCII text of 1 to 1024 letters"
    return ""
