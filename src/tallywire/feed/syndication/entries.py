"""Briefs as entries of feeds: each is put into words once, and then stands in every stream it belongs to."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from tallywire.brief import Brief, Edition, Withdrawn
from tallywire.feed.dates import stamp
from tallywire.feed.names import base_address, brief_path, card_path
from tallywire.feed.syndication.content import content
from tallywire.feed.syndication.ids import brief_tag, stream_tag
from tallywire.feed.syndication.part import Part, moment

MOST_ITEMS = 256
"""Items kept as values; what was written of them is kept for all."""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A brief in a feed's terms.

    link: its page, relative to the site's root where the site has no address; address: the same, or "" there.
    published, updated: RFC 3339. content: HTML whose numbers lead to their evidence; `bare` is the same without
    these links where they would have to be relative, else the same. image: address of its card, or "".
    """

    brief: Brief
    id: str
    link: str
    address: str
    published: str
    updated: str
    tags: tuple[str, ...]
    content: str
    bare: str
    image: str
    desk: str


class Seal(msgspec.Struct, frozen=True):
    """A hash of the archive's chain, and how many entries it seals."""

    head: str
    entries: int


Writer = Callable[[Item], bytes]


class Entries:
    """The briefs of an edition as entries, by any writer, each written once. base: "" or the site's address."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.base = base_address(edition.address)
        self._items: dict[str, Item] = {}
        self._written: dict[Writer, dict[str, bytes]] = {}
        self._seals: dict[str, Seal | None] = {}
        self._releases = {
            version.release.id: Seal(version.chain, version.entry)
            for source in edition.sources
            for version in source.versions
        }

    def written(self, brief: Brief, write: Writer) -> bytes:
        kept = self._written.setdefault(write, {})
        if brief.id not in kept:
            kept[brief.id] = write(self._item(brief))
        return kept[brief.id]

    def seal(self, part: Part) -> Seal | None:
        """The archive's head for the newest of the whole; else of the last entry that a brief of the part rests on.

        So a part says how much of the archive stands behind it, and changes only when its briefs do. None where
        nothing of the archive does.
        """
        if part.number == 0 and not part.stream.kind:
            return Seal(self.edition.head, self.edition.entries)
        seals = (self._seal(brief) for brief in part.briefs)
        return max((seal for seal in seals if seal is not None), key=lambda seal: seal.entries, default=None)

    def changed(self, part: Part) -> str:
        """When a part last changed, RFC 3339; the time of publication where nothing is in it yet."""
        return stamp(part.updated or self.edition.generated)

    def stream_id(self, part: Part) -> str:
        return stream_tag(self.base, part.stream.path)

    def withdrawn_id(self, gone: Withdrawn) -> str:
        return brief_tag(self.base, gone.id, gone.published)

    def _item(self, brief: Brief) -> Item:
        if brief.id not in self._items:
            if len(self._items) >= MOST_ITEMS:
                self._items.clear()
            self._items[brief.id] = self._made(brief)
        return self._items[brief.id]

    def _made(self, brief: Brief) -> Item:
        edition = self.edition
        whole = content(brief, root=self.base, clock=edition.clock, desk=edition.desk, contact=edition.contact)
        bare = whole
        if not self.base:
            bare = content(brief, root=None, clock=edition.clock, desk=edition.desk, contact=edition.contact)
        return Item(
            brief=brief,
            id=brief_tag(self.base, brief.id, brief.published),
            link=self.base + brief_path(brief.id),
            address=self.base + brief_path(brief.id) if self.base else "",
            published=stamp(brief.published),
            updated=stamp(moment(brief)),
            tags=tuple(dict.fromkeys(term for term in (brief.topic, brief.place, *brief.labels) if term)),
            content=whole,
            bare=bare,
            image=self.base + card_path(brief.id) if self.base else "",
            desk=edition.desk,
        )

    def _seal(self, brief: Brief) -> Seal | None:
        if brief.id not in self._seals:
            releases = {
                ref.release for proof in brief.proofs for ref in (*proof.evidence.used, *proof.evidence.rivals)
            }
            seals = (self._releases.get(release) for release in releases)
            self._seals[brief.id] = max(
                (seal for seal in seals if seal is not None), key=lambda seal: seal.entries, default=None
            )
        return self._seals[brief.id]
