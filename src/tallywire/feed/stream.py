"""Streams: what a reader or a program can follow, the whole or one topic, place, source or series."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from tallywire.brief import Brief, Edition, Withdrawn
from tallywire.feed.dates import utc
from tallywire.feed.names import file_name, front_path, place_path, topic_path

StreamKind = Literal["", "topic", "place", "source", "series"]

_FOLDERS: dict[StreamKind, str] = {"topic": "topics", "place": "places", "source": "sources", "series": "series"}


_SHEETS = frozenset({"source", "series"})
"""Kinds whose pages are made from sheets: one that is watched no longer has none, and the front page stands in."""


class Stream(msgspec.Struct, frozen=True, kw_only=True):
    """kind: "" for the whole. id, title: of what it is about; the edition's title for the whole, whose id is "".

    path: of its feeds, without an extension ("feed", "topics/NAME/feed"). page: site path of its HTML page.
    briefs: newest first. withdrawn: what had been in it, the latest withdrawn first.
    """

    kind: StreamKind
    id: str
    title: str
    path: str
    page: str
    briefs: tuple[Brief, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()


def streams(edition: Edition) -> tuple[Stream, ...]:
    """The whole, then each topic, place, source and series that is watched or that a brief was told about.

    Within a kind they stand in the order of their titles. Raises ValueError where two would have one path.
    """
    found: dict[StreamKind, dict[str, str]] = {kind: {} for kind in _FOLDERS}
    for kind, id, title in _subjects(edition):
        if id and not found[kind].get(id):
            found[kind][id] = title
    briefs: dict[tuple[StreamKind, str], list[Brief]] = {}
    for brief in newest_first(edition.briefs):
        for key in _places(brief):
            briefs.setdefault(key, []).append(brief)
    withdrawn: dict[tuple[StreamKind, str], list[Withdrawn]] = {}
    for gone in sorted(edition.withdrawn, key=lambda gone: (-utc(gone.at).timestamp(), gone.id)):
        for key in _places(gone):
            withdrawn.setdefault(key, []).append(gone)
    paged = {("source", source.id) for source in edition.sources}
    paged |= {("series", sheet.series.id) for sheet in edition.series}
    all_of: list[Stream] = []
    whole: tuple[StreamKind, str] = ("", "")
    for kind, id, title in (
        (*whole, edition.title),
        *(
            (kind, id, title or id)
            for kind, titles in found.items()
            for id, title in sorted(titles.items(), key=lambda item: ((item[1] or item[0]).casefold(), item[0]))
        ),
    ):
        all_of.append(
            Stream(
                kind=kind,
                id=id,
                title=title,
                path=stream_path(kind, id),
                page=stream_page(kind, id) if kind not in _SHEETS or (kind, id) in paged else front_path(),
                briefs=tuple(briefs.get((kind, id), ())),
                withdrawn=tuple(withdrawn.get((kind, id), ())),
            )
        )
    taken: dict[str, str] = {}
    for stream in all_of:
        if stream.path in taken:
            raise ValueError(f"two feeds would be written to {stream.path}: {taken[stream.path]!r} and {stream.id!r}")
        taken[stream.path] = stream.id
    return tuple(all_of)


def stream_path(kind: StreamKind, id: str) -> str:
    """Of a stream's feeds, without an extension."""
    return f"{_FOLDERS[kind]}/{file_name(id)}/feed" if kind else "feed"


def stream_page(kind: StreamKind, id: str) -> str:
    """Of the HTML page that shows what a stream is about."""
    match kind:
        case "topic":
            return topic_path(id)
        case "place":
            return place_path(id)
        case "source" | "series":
            return f"{_FOLDERS[kind]}/{file_name(id)}/index.html"
        case _:
            return front_path()


def newest_first(briefs: tuple[Brief, ...]) -> tuple[Brief, ...]:
    """By time of publication; those of one moment by score, the highest first."""
    return tuple(sorted(briefs, key=lambda brief: (-utc(brief.published).timestamp(), -brief.score, brief.id)))


def _places(item: Brief | Withdrawn) -> Iterator[tuple[StreamKind, str]]:
    yield "", ""
    if item.topic:
        yield "topic", item.topic
    if item.place:
        yield "place", item.place
    if item.source:
        yield "source", item.source
    for series in dict.fromkeys(item.series):
        if series:
            yield "series", series


def _subjects(edition: Edition) -> Iterator[tuple[StreamKind, str, str]]:
    """Kind, id and title of everything watched or told about; the first title that is not empty stands."""
    for source in edition.sources:
        yield "source", source.id, source.name
        yield "topic", source.topic, source.topic
        yield "place", source.place, source.place
        for id in source.series:
            yield "series", id, ""
    for sheet in edition.series:
        yield "series", sheet.series.id, sheet.series.title
        yield "source", sheet.series.source, sheet.source_name
        yield "topic", sheet.series.topic, sheet.series.topic
        yield "place", sheet.series.place, sheet.series.place
    for brief in edition.briefs:
        for kind, id in _places(brief):
            if kind:
                yield kind, id, brief.source_name if kind == "source" else id if kind != "series" else ""
    for gone in edition.withdrawn:
        for kind, id in _places(gone):
            if kind:
                yield kind, id, id if kind in {"topic", "place"} else ""
