"""How long a text takes to read."""

from __future__ import annotations

from collections.abc import Iterable

PACE = 238
"""Words a minute: silent reading of English non-fiction, M. Brysbaert, Journal of Memory and Language 109 (2019)."""


def words(texts: Iterable[str]) -> int:
    """How many words the texts have: what stands between spaces."""
    return sum(len(text.split()) for text in texts)


def minutes(count: int) -> int:
    """Whole minutes for `count` words, rounded up, at least one."""
    return max(1, -(-count // PACE))
