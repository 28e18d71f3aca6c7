"""A text cut at the ends of its claims, for any page that marks them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from tallywire.check.verdict import Verdict


class Stretch(msgspec.Struct, frozen=True):
    """A run of a text. Claims are numbered from 1, in the order of their verdicts.

    claim: the first one that it belongs to, 0 for none. ends: those that end where it ends.
    """

    text: str
    claim: int = 0
    ends: tuple[int, ...] = ()


def stretches(verdicts: Sequence[Verdict], text: str) -> tuple[Stretch, ...]:
    """The text in order and whole; spans may overlap, so it is cut at every end of one. None is longer than it."""
    opens: dict[int, list[int]] = {}
    closes: dict[int, list[int]] = {}
    for number, verdict in enumerate(verdicts, 1):
        start, end = (max(0, min(place, len(text))) for place in verdict.claim.span)
        if start < end:
            opens.setdefault(start, []).append(number)
            closes.setdefault(end, []).append(number)
    active: set[int] = set()
    run = []
    for cut, following in pairwise(sorted({0, len(text), *opens, *closes})):
        active.difference_update(closes.get(cut, ()))
        active.update(opens.get(cut, ()))
        run.append(Stretch(text[cut:following], min(active, default=0), tuple(closes.get(following, ()))))
    return tuple(run)


def sentence(text: str) -> str:
    """With a capital at the start and a full stop at the end."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "…", "?")) else ".")
