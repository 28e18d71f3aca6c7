"""Which addresses in an editor's words may become links."""

from __future__ import annotations

from urllib.parse import urlsplit

MAX_ADDRESS = 2048


def web_address(text: str) -> str:
    """`text` where it is an http or https address that may become a link, else an empty string."""
    if len(text) > MAX_ADDRESS or any(letter <= " " or letter == "\x7f" or letter == "\\" for letter in text):
        return ""
    try:
        parts = urlsplit(text)
        host = parts.hostname
        text.encode("utf-8")
    except (ValueError, UnicodeEncodeError):
        return ""
    return text if parts.scheme in {"http", "https"} and host else ""
