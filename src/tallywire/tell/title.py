"""Names from outside (titles, events, sources), made fit to stand in a sentence: nothing in them is trusted."""

from __future__ import annotations

import unicodedata

LONGEST = 100
"""Code points of a name in a text; a longer one is cut at a word."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def name(text: str, *, longest: int = LONGEST, ellipsis: str = "…", otherwise: str = "—") -> str:
    """`text` on one line, without controls and direction marks, at most `longest` code points.

    `otherwise` stands for a name of which nothing is left.
    """
    seen = "".join(" " if unicodedata.category(c) in _UNSEEN else c for c in text[: longest * 20])
    plain = " ".join(seen.split())
    if not plain:
        return otherwise
    if len(plain) <= longest:
        return plain
    head = plain[: max(longest - len(ellipsis), 1)]
    whole = head.rsplit(" ", 1)[0] if " " in head[longest // 2 :] else head
    return whole.rstrip(" ,;:-") + ellipsis
