"""Rows of text as CSV (RFC 4180) that a spreadsheet shows and does not run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tallywire.feed.render import clean

_NUMBER = re.compile(r"[-+]?[\d,.]*%?\Z", re.ASCII)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_rows(rows: Iterable[Sequence[str]]) -> bytes:
    """Text that a spreadsheet would run as a formula gets an apostrophe; numbers stay numbers."""
    return "".join(",".join(_field(text) for text in row) + "\r\n" for row in rows).encode("utf-8")


def _field(text: str) -> str:
    text = clean(text)
    if text.startswith(_FORMULA) and not _NUMBER.match(text):
        text = "'" + text
    if any(letter in text for letter in ',"\r\n') or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text
