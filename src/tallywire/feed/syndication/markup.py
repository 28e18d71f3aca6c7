"""XML put together from text: escaped, and without the characters that XML forbids."""

from __future__ import annotations

from collections.abc import Mapping

from tallywire.feed.render import clean

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def text(words: str) -> str:
    """`words` as they may stand in an element."""
    return clean(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(words: str) -> str:
    """`words` as they may stand in an attribute between double quotes."""
    return text(words).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;")


def element(name: str, words: str = "", attributes: Mapping[str, str] | None = None) -> str:
    """One element that holds text. Names are written as they are."""
    return wrapped(name, text(words), attributes)


def wrapped(name: str, inside: str, attributes: Mapping[str, str] | None = None) -> str:
    """One element around markup that is already escaped; an empty one closes itself."""
    opened = name + "".join(f' {key}="{quoted(value)}"' for key, value in (attributes or {}).items())
    return f"<{opened}>{inside}</{name}>" if inside else f"<{opened}/>"


def spaces(prefixes: Mapping[str, str]) -> str:
    """The declarations of namespaces, by prefix."""
    return "".join(f' xmlns:{prefix}="{quoted(space)}"' for prefix, space in prefixes.items())
