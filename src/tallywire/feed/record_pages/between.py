"""What was restated between two versions of a source, and the key of it for the pages that tell it."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from tallywire.brief import SourceSheet, Version
from tallywire.feed.record_pages.register import Register
from tallywire.feed.record_pages.restated import last_of_each, restating_key
from tallywire.feed.record_pages.versions import pages
from tallywire.series import Classified

FEW = 64
"""Of more restatings than these the key of a comparison is made from all before them, so that it is made at once."""


class Between:
    """All that the versions of a page restated, in the order in which it became known."""

    def __init__(self, register: Register, sheet: SourceSheet) -> None:
        self._register = register
        self._found = sorted(
            (each for version in pages(sheet) for each in register.classified(version.release.id)),
            key=lambda each: (each.known_at, each.series),
        )
        self._times = [each.known_at for each in self._found]
        self._heads = [b""]
        for each in self._found:
            told = msgspec.json.encode((each, restating_key(register, (each,))))
            self._heads.append(hashlib.sha256(self._heads[-1] + told).digest())

    def of(self, before: Version, after: Version) -> Sequence[Classified]:
        """The last change of each figure that became known after `before` and up to `after`."""
        start, end = self._span(before, after)
        return last_of_each(self._found[start:end])

    def key(self, before: Version, after: Version) -> tuple[object, ...]:
        """Another one wherever what `of` gives is told otherwise."""
        start, end = self._span(before, after)
        if start == end:
            return ()
        if end - start <= FEW:
            found = self._found[start:end]
            return tuple(found), restating_key(self._register, found)
        return self._heads[start].hex(), self._heads[end].hex()

    def _span(self, before: Version, after: Version) -> tuple[int, int]:
        start, end = (bisect_right(self._times, each.release.fetched_at) for each in (before, after))
        return start, max(start, end)
