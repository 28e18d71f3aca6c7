"""The feed for programs: Atom (RFC 4287), carrying the hash of the archive's head."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from lxml import etree

from tallywire.brief import Brief, Text
from tallywire.feed.dates import stamp, utc
from tallywire.feed.issue import Issue
from tallywire.feed.names import base_address, brief_path, file_name
from tallywire.feed.pieces import pieces
from tallywire.feed.render import clean, fill

MOST_ENTRIES = 100
NAMESPACE = "urn:x-tallywire:feed:1"
"""Of the elements `archive` (head, entries) and `clock`."""

_ATOM = "http://www.w3.org/2005/Atom"
_FEED_DATE = "2026"
"""Feed ids say since when the authority stands, and must never change with the feed (RFC 4151)."""


def atom(issue: Issue) -> bytes:
    """The newest 100 briefs. Links are absolute where the edition's address is one, else relative to the feed."""
    edition = issue.edition
    base = base_address(edition.address)
    feed = etree.fromstring(f'<feed xmlns="{_ATOM}" xmlns:tallywire="{NAMESPACE}"/>')
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", "en")
    _add(feed, "id", _tag(base, _FEED_DATE, "feed"))
    _add(feed, "title", edition.title)
    _add(feed, "subtitle", _subtitle(issue))
    _add(feed, "updated", stamp(edition.generated))
    _link(feed, "self", base + "feed.atom", "application/atom+xml")
    _link(feed, "alternate", base + "index.html", "text/html")
    author = _add(feed, "author")
    _add(author, "name", edition.desk)
    _add(feed, "generator", "Tallywire")
    _add(feed, "rights", f"Archive head {edition.head}, {edition.entries} entries.")
    archive = etree.SubElement(feed, f"{{{NAMESPACE}}}archive")
    archive.set("head", clean(edition.head))
    archive.set("entries", str(edition.entries))
    if edition.clock:
        etree.SubElement(feed, f"{{{NAMESPACE}}}clock").text = clean(edition.clock)
    for brief in issue.briefs[:MOST_ENTRIES]:
        _entry(feed, brief, base=base, clock=edition.clock)
    return etree.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"


def _subtitle(issue: Issue) -> str:
    edition = issue.edition
    parts = [edition.about.split("\n")[0].strip(), f"Archive head: {edition.head}."]
    if edition.clock:
        parts.append(f"{edition.clock[:1].upper()}{edition.clock[1:]}: the dates are not those of the real clock.")
    return " ".join(part for part in parts if part)


def _entry(feed: etree._Element, brief: Brief, *, base: str, clock: str) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", _tag(base, utc(brief.published).date().isoformat(), f"brief/{file_name(brief.id)}"))
    _add(entry, "title", brief.headline.text)
    _link(entry, "alternate", base + brief_path(brief.id), "text/html")
    _add(entry, "published", stamp(brief.published))
    _add(entry, "updated", stamp(max(brief.published, brief.updated or brief.published)))
    for term in dict.fromkeys(term for term in (brief.topic, brief.place, *brief.labels) if term):
        _add(entry, "category").set("term", clean(term))
    _add(entry, "summary", brief.lead.text)
    content = _add(entry, "content", _content(brief, base=base, clock=clock))
    content.set("type", "html")


def _content(brief: Brief, *, base: str, clock: str) -> str:
    def run(text: Text) -> object:
        return pieces(text, brief=brief.id, root=base)

    return fill(
        "entry.html",
        {
            "kicker": brief.kicker,
            "clock": clock,
            "badge": brief.badge,
            "lead": run(brief.lead),
            "body": [run(text) for text in brief.body],
            "sentence": brief.chart.sentence if brief.chart else "",
            "caveats": [run(text) for text in brief.caveats],
            "found": run(brief.found),
            "source": brief.source_name,
        },
    )


def _tag(base: str, day: str, what: str) -> str:
    """A tag URI (RFC 4151) of the site's authority; `localhost` stands in where the site has no address."""
    parts = urlsplit(base)
    host = (parts.hostname or "localhost").replace(":", "-")
    return f"tag:{quote(host, safe='.-')},{day}:{quote((parts.path or '/') + what, safe='/._-~')}"


def _add(parent: etree._Element, name: str, text: str = "") -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    if text:
        element.text = clean(text)
    return element


def _link(parent: etree._Element, rel: str, href: str, media: str) -> None:
    link = _add(parent, "link")
    link.set("rel", rel)
    link.set("type", media)
    link.set("href", clean(href))
