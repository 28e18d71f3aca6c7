"""Which characters a body's bytes are."""

from __future__ import annotations

import codecs
import re

from tallywire.errors import TableError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FAMILIES = re.compile(
    r"utf-8|utf-16(-[lb]e)?|ascii|iso8859-\d+|cp\d+|koi8-[rut]|mac-[a-z0-9]+|tis-620"
    r"|shift_jis|euc_(jp|kr)|gb2312|gbk|gb18030|big5|big5hkscs\Z"
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:+-]{1,40})", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:+-]{1,40})", re.IGNORECASE)
_META_WITHIN = 4096
_WEB_LATIN = frozenset({"iso8859-1", "ascii"})


def known_encoding(name: str) -> str | None:
    """Python's name for an encoding of text, or None for one that is not known or is none of text."""
    try:
        canonical = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return canonical if _FAMILIES.fullmatch(canonical) else None


def charset_of(media_type: str) -> str | None:
    """The encoding that a Content-Type declares, or None."""
    found = _CHARSET.search(media_type)
    return known_encoding(found[1]) if found else None


def csv_text(body: bytes, media_type: str, encoding: str = "") -> str:
    """A CSV body as text: by its byte order mark, as UTF-8, as declared, as the source says; nothing is guessed.

    Raises TableError where none of these fits.
    """
    if (marked := _by_mark(body, "strict")) is not None:
        return marked
    tried = ["utf-8"]
    for name in ("utf-8", charset_of(media_type), known_encoding(encoding) if encoding else None):
        text = _strictly(body, name) if name else None
        if name and name not in tried:
            tried.append(name)
        # UTF-16 without a mark is valid UTF-8 full of NULs.
        if text is not None and (name != "utf-8" or "\0" not in text):
            return text
    raise TableError(
        f"the body is not text in {' or '.join(tried)}",
        hint="Set table.encoding, such as cp1252, if that is what it is",
    )


def html_text(body: bytes, media_type: str, encoding: str = "") -> str:
    """An HTML body as text, as browsers do: mark, header, meta, UTF-8, Windows-1252; bytes that do not fit show as �.

    `encoding`, where the source names one, stands in for a declaration that is missing.
    """
    marked = _by_mark(body, "replace")
    if marked is not None:
        return marked
    meta = _META.search(body[:_META_WITHIN])
    declared = charset_of(media_type) or (known_encoding(meta[1].decode("ascii")) if meta else None)
    if meta is not None and declared is not None and declared.startswith("utf-16") and not charset_of(media_type):
        declared = "utf-8"  # a meta element that can be read as ASCII is not in UTF-16
    declared = declared or (known_encoding(encoding) if encoding else None)
    if declared in _WEB_LATIN:
        declared = "cp1252"
    if declared is not None:
        return body.decode(declared, "replace")
    return _strictly(body, "utf-8") or body.decode("cp1252", "replace")


def _by_mark(body: bytes, errors: str) -> str | None:
    for mark, name in _BOMS:
        if body.startswith(mark):
            try:
                return body[len(mark) :].decode(name, errors)
            except UnicodeDecodeError:
                raise TableError(f"the body begins as {name} and is not {name}") from None
    return None


def _strictly(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except UnicodeDecodeError:
        return None
