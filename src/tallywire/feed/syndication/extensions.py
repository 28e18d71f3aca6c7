"""What Atom and RSS carry beside their own elements: tombstones, the card, the archive's seal."""

from __future__ import annotations

from tallywire.brief import Withdrawn
from tallywire.feed.dates import stamp
from tallywire.feed.syndication.entries import Entries, Item
from tallywire.feed.syndication.markup import element, text, wrapped
from tallywire.feed.syndication.part import Part

ATOM = "http://www.w3.org/2005/Atom"
NAMESPACE = "urn:x-tallywire:feed:1"
"""Of the elements `archive` (head, entries) and `clock`."""

SPACES = {
    "tallywire": NAMESPACE,
    "fh": "http://purl.org/syndication/history/1.0",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "media": "http://search.yahoo.com/mrss/",
}


def picture(item: Item) -> str:
    """The brief's card, where the site has an address to give for it."""
    if not item.image:
        return ""
    # Without a media:description: some readers take it for the entry's text.
    kind = {"type": "image/png", "medium": "image", "width": "1200", "height": "630"}
    return element("media:content", "", {"url": item.image, **kind})


def deleted(gone: Withdrawn, entries: Entries) -> str:
    """A tombstone: what stood here, since when it does not, and why."""
    inside = wrapped("at:by", f'<name xmlns="{ATOM}">{text(entries.edition.desk)}</name>')
    if gone.reason:
        inside += element("at:comment", gone.reason)
    return wrapped("at:deleted-entry", inside, {"ref": entries.withdrawn_id(gone), "when": stamp(gone.at)})


def sealed(part: Part, entries: Entries) -> str:
    """The hash of the archive that stands behind a part, and the clock where it is not the real one."""
    seal = entries.seal(part)
    said = element("tallywire:archive", "", {"head": seal.head, "entries": str(seal.entries)}) if seal else ""
    if entries.edition.clock:
        said += element("tallywire:clock", entries.edition.clock)
    return said
