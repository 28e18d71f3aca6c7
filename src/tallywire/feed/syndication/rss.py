"""RSS 2.0 with the whole text, tombstones and archive documents as extensions."""

from __future__ import annotations

from datetime import datetime

from tallywire.feed.dates import utc
from tallywire.feed.syndication.entries import Entries, Item
from tallywire.feed.syndication.extensions import ATOM, SPACES, deleted, picture, sealed
from tallywire.feed.syndication.head import head
from tallywire.feed.syndication.markup import DECLARATION, element, spaces, text, wrapped
from tallywire.feed.syndication.part import Part

MEDIA_TYPE = "application/rss+xml"

_SPACES = {
    "atom": ATOM,
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    **SPACES,
}
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def rss(part: Part, entries: Entries) -> bytes:
    """RSS knows no relative address: where the site has none, items have no link and the channel's is its id."""
    frame = head(part, entries, ending="rss")
    lines = [
        f'{DECLARATION}<rss version="2.0"{spaces(_SPACES)}>\n<channel>',
        element("title", frame.title),
        element("link", frame.page if entries.base else entries.stream_id(part)),
        element("description", frame.subtitle),
        element("language", "en"),
        element("lastBuildDate", mail_date(part.updated or entries.edition.generated)),
        element("generator", "Tallywire"),
        element("docs", "https://www.rssboard.org/rss-specification"),
    ]
    if entries.base:
        lines.append(_link("self", frame.own))
    if frame.archived:
        lines.append("<fh:archive/>")
    elif frame.complete:
        lines.append("<fh:complete/>")
    if entries.base:
        places = (("current", frame.current if frame.archived else ""), ("prev-archive", frame.prior))
        lines += [_link(rel, href) for rel, href in (*places, ("next-archive", frame.next)) if href]
    lines.append(sealed(part, entries))
    lines += [deleted(gone, entries) for gone in part.withdrawn]
    written = b"\n".join(entries.written(brief, item_xml) for brief in part.briefs)
    closed = b"</channel>\n</rss>\n"
    return b"\n".join(
        piece for piece in ("\n".join(line for line in lines if line).encode("utf-8"), written, closed) if piece
    )


def item_xml(item: Item) -> bytes:
    """The description is HTML to its readers, so the lead is escaped for HTML first."""
    brief = item.brief
    inside = (
        element("title", brief.headline.text)
        + (element("link", item.address) if item.address else "")
        + element("guid", item.id, {"isPermaLink": "false"})
        + element("pubDate", mail_date(brief.published))
        + element("atom:updated", item.updated)
        + element("dc:creator", item.desk)
        + "".join(element("category", term) for term in item.tags)
        + element("description", text(brief.lead.text))
        + picture(item)
        + element("content:encoded", item.bare)
    )
    return wrapped("item", inside).encode("utf-8")


def mail_date(moment: datetime) -> str:
    """RFC 822 with a year of four digits: "Mon, 21 Nov 2022 16:40:00 +0000"."""
    at = utc(moment)
    return f"{_DAYS[at.weekday()]}, {at.day:02} {_MONTHS[at.month - 1]} {at.year:04} {at:%H:%M:%S} +0000"


def _link(rel: str, href: str) -> str:
    return element("atom:link", "", {"rel": rel, "type": MEDIA_TYPE, "href": href})
