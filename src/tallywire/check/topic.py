"""What the claims of a text are about, as far as their own words and their leaning on each other tell."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tallywire.check.subjects import subjects
from tallywire.statement import Claim, Description, Subject

_EMPTY = frozenset(
    [
        *("the", "and", "for", "with", "from", "that", "this", "its", "his", "her", "their", "our", "all", "some"),
        *("total", "totals", "number", "numbers", "figure", "figures", "count", "counts", "level", "levels"),
        *("amount", "rate", "people", "country", "countries"),
    ]
)


class Topic(msgspec.Struct, frozen=True):
    """The claim at whose end a chain of leaning stops, and the telling words of its subject."""

    root: int
    words: frozenset[str]

    def same(self, other: Topic) -> bool:
        """By leaning, or word for word."""
        return self.root == other.root or bool(self.words and self.words == other.words)

    def kin(self, other: Topic) -> bool:
        """They share a telling word at least."""
        return self.root == other.root or bool(self.words & other.words)


def topics(claims: Sequence[Claim]) -> tuple[Topic, ...]:
    """One for each claim, in order."""
    where: dict[str, int] = {}
    for index, claim in enumerate(claims):
        where.setdefault(claim.id, index)
    leading = [next(iter(subjects(claim.statement)), None) for claim in claims]
    found = []
    for index in range(len(claims)):
        root, seen = index, {index}
        while isinstance(about := leading[root], Description) and about.leans_on:
            target = where.get(about.leans_on)
            if target is None or target in seen:
                break
            seen.add(target)
            root = target
        found.append(Topic(root, _words(leading[root])))
    return tuple(found)


def _words(subject: Subject | None) -> frozenset[str]:
    if subject is None:
        return frozenset()
    if isinstance(subject, str):
        return frozenset([subject])
    words = "".join(
        c if c.isalnum() else " " for c in subject.text.casefold().replace("’", "'").replace("'s", "")
    ).split()
    return frozenset(w.removesuffix("s") for w in words if len(w) > 2 and w not in _EMPTY)
