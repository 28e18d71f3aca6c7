"""A name as a slug: Cyrillic and accented letters in Latin ones, small, joined by hyphens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

MAX_SLUG = 48
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_LATIN = {
    **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)),
    "ё": "yo", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu",
    "я": "ya", "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "w", "ø": "o", "ł": "l", "đ": "d", "ð": "d",
    "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "%": " percent ", "’": "", "'": "", "ʼ": "",
}  # fmt: skip


def latin(text: str) -> str:
    """Text in small Latin letters, as far as its letters are known; others are left out."""
    small = "".join(_LATIN.get(letter, letter) for letter in unicodedata.normalize("NFC", text.casefold()))
    plain = unicodedata.normalize("NFKD", small)
    return "".join(letter for letter in plain if letter.isascii())


def slug_of(text: str, otherwise: str) -> str:
    """The slug of a name, cut at a word's end; `otherwise` where no letter of it is known."""
    slug = _NOT_SLUG.sub("-", latin(text)).strip("-")
    if len(slug) > MAX_SLUG:
        slug = slug[: MAX_SLUG + 1].rpartition("-")[0] or slug[:MAX_SLUG]
    return slug.strip("-") or otherwise


def unlike(slug: str, taken: Collection[str]) -> str:
    """The slug, or the slug with the first number that no other has."""
    if slug not in taken:
        return slug
    number = 2
    while f"{slug}-{number}" in taken:
        number += 1
    return f"{slug}-{number}"
