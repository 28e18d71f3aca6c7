"""Atom (RFC 4287) with tombstones (RFC 6721) and archive documents (RFC 5005)."""

from __future__ import annotations

from tallywire.feed.syndication.entries import Entries, Item
from tallywire.feed.syndication.extensions import ATOM, SPACES, deleted, picture, sealed
from tallywire.feed.syndication.head import Head, head
from tallywire.feed.syndication.markup import DECLARATION, element, quoted, spaces, wrapped
from tallywire.feed.syndication.part import Part

MEDIA_TYPE = "application/atom+xml"


def atom(part: Part, entries: Entries) -> bytes:
    """Links are absolute where the edition's address is one, else relative to the site's root by `xml:base`."""
    frame = head(part, entries, ending="atom")
    base = f' xml:base="{quoted(frame.root)}"' if frame.root and not entries.base else ""
    lines = [
        f'{DECLARATION}<feed xmlns="{ATOM}"{spaces(SPACES)} xml:lang="en"{base}>',
        *_feed(part, entries, frame),
        *(deleted(gone, entries) for gone in part.withdrawn),
    ]
    written = b"\n".join(entries.written(brief, entry) for brief in part.briefs)
    return b"\n".join(piece for piece in ("\n".join(lines).encode("utf-8"), written, b"</feed>\n") if piece)


def entry(item: Item) -> bytes:
    brief = item.brief
    inside = (
        element("id", item.id)
        + element("title", brief.headline.text)
        + _link("alternate", item.link, "text/html")
        + element("published", item.published)
        + element("updated", item.updated)
        + wrapped("author", element("name", item.desk))
        + "".join(element("category", "", {"term": term}) for term in item.tags)
        + element("summary", brief.lead.text)
        + picture(item)
        + element("content", item.content, {"type": "html"})
    )
    return wrapped("entry", inside).encode("utf-8")


def _feed(part: Part, entries: Entries, frame: Head) -> list[str]:
    seal = entries.seal(part)
    lines = [
        element("id", entries.stream_id(part)),
        element("title", frame.title),
        element("subtitle", frame.subtitle),
        element("updated", entries.changed(part)),
        _link("self", _from(frame, frame.own, entries), MEDIA_TYPE),
        _link("alternate", _from(frame, frame.page, entries), "text/html"),
    ]
    if frame.archived:
        lines += ["<fh:archive/>", _link("current", _from(frame, frame.current, entries), MEDIA_TYPE)]
    elif frame.complete:
        lines.append("<fh:complete/>")
    if frame.prior:
        lines.append(_link("prev-archive", _from(frame, frame.prior, entries), MEDIA_TYPE))
    if frame.next:
        lines.append(_link("next-archive", _from(frame, frame.next, entries), MEDIA_TYPE))
    lines += [
        wrapped("author", element("name", entries.edition.desk)),
        element("generator", "Tallywire"),
        element("rights", f"Archive head {seal.head}, {seal.entries} entries.") if seal else "",
        sealed(part, entries),
    ]
    return [line for line in lines if line]


def _from(frame: Head, address: str, entries: Entries) -> str:
    """An address as it is written below `xml:base`, which already leads to the site's root."""
    return address if entries.base else address.removeprefix(frame.root)


def _link(rel: str, href: str, media: str) -> str:
    return element("link", "", {"rel": rel, "type": media, "href": href})
