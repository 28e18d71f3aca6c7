"""JSON Feed 1.1; `_tallywire` holds the archive's seal and what was withdrawn."""

from __future__ import annotations

import msgspec

from tallywire.feed.dates import stamp
from tallywire.feed.render import clean
from tallywire.feed.syndication.entries import Entries, Item
from tallywire.feed.syndication.head import head
from tallywire.feed.syndication.part import Part

MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


class _Author(msgspec.Struct, omit_defaults=True):
    name: str
    url: str = ""


class _About(msgspec.Struct, omit_defaults=True):
    """Of one item: what it is about, and what was corrected in it."""

    source: str = ""
    series: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    minutes: int = 0
    corrections: tuple[dict[str, str], ...] = ()


class _Item(msgspec.Struct, omit_defaults=True):
    id: str
    title: str
    content_html: str
    date_published: str
    date_modified: str
    authors: tuple[_Author, ...]
    url: str = ""
    summary: str = ""
    image: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    about: _About = msgspec.field(name="_tallywire", default_factory=_About)


class _Withdrawn(msgspec.Struct, omit_defaults=True):
    id: str
    at: str
    reason: str = ""


class _Own(msgspec.Struct, omit_defaults=True):
    updated: str
    head: str = ""
    entries: int = 0
    complete: bool = False
    archived: bool = False
    clock: str = ""
    current_url: str = ""
    withdrawn: tuple[_Withdrawn, ...] = ()


class _Feed(msgspec.Struct, omit_defaults=True):
    version: str
    title: str
    description: str
    authors: tuple[_Author, ...]
    language: str
    own: _Own = msgspec.field(name="_tallywire")
    items: tuple[msgspec.Raw, ...]
    home_page_url: str = ""
    feed_url: str = ""
    next_url: str = ""


def json_feed(part: Part, entries: Entries) -> bytes:
    """`next_url` leads to the archive document before. JSON Feed knows no relative address: without one, none."""
    frame = head(part, entries, ending="json")
    edition, seal = entries.edition, entries.seal(part)
    absolute = bool(entries.base)
    feed = _Feed(
        version=VERSION,
        title=clean(frame.title),
        description=clean(frame.subtitle),
        authors=(_Author(clean(edition.desk), entries.base),),
        language="en",
        own=_Own(
            head=clean(seal.head) if seal else "",
            entries=seal.entries if seal else 0,
            updated=entries.changed(part),
            complete=frame.complete,
            archived=frame.archived,
            clock=clean(edition.clock),
            current_url=frame.current if absolute and frame.archived else "",
            withdrawn=tuple(
                _Withdrawn(entries.withdrawn_id(gone), stamp(gone.at), clean(gone.reason)) for gone in part.withdrawn
            ),
        ),
        items=tuple(msgspec.Raw(entries.written(brief, item_json)) for brief in part.briefs),
        home_page_url=frame.page if absolute else "",
        feed_url=frame.own if absolute else "",
        next_url=frame.prior if absolute else "",
    )
    return msgspec.json.encode(feed) + b"\n"


def item_json(item: Item) -> bytes:
    brief = item.brief
    return msgspec.json.encode(
        _Item(
            id=item.id,
            title=clean(brief.headline.text),
            content_html=item.bare,
            date_published=item.published,
            date_modified=item.updated,
            authors=(_Author(clean(item.desk)),),
            url=item.address,
            summary=clean(brief.lead.text),
            image=item.image,
            tags=tuple(clean(tag) for tag in item.tags),
            about=_About(
                source=clean(brief.source),
                series=tuple(clean(id) for id in brief.series),
                labels=brief.labels,
                minutes=brief.minutes,
                corrections=tuple(
                    {"at": stamp(each.at), "text": clean(each.text.text)} for each in brief.corrections
                ),
            ),
        )
    )
