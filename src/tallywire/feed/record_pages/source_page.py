"""The page of one source: how it does, every version of its page, its series, what was told from it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

import msgspec

from tallywire.brief import Leaf, SourceSheet, Version
from tallywire.feed.dates import day_words, period_words, stamp, utc
from tallywire.feed.issue import Issue
from tallywire.feed.names import place_path, topic_path, way_up, web_address
from tallywire.feed.page import Page, write
from tallywire.feed.record_pages.paths import (
    STYLE_PATH,
    compare_form_path,
    compare_path,
    release_path,
    series_page_path,
    source_page_path,
)
from tallywire.feed.record_pages.register import Register
from tallywire.feed.record_pages.told import telling
from tallywire.feed.record_pages.versions import compared, pages, size_words, times_words, version_words
from tallywire.feed.record_pages.words import classes_words, published_words
from tallywire.feed.sheaves import Sheaf, sheaves, turn
from tallywire.feed.states import condition, state_words
from tallywire.feed.stream import Stream

OPEN_VERSIONS = 24
MOST_NOTICES = 100
MOST_CHOICES = 500


class VersionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A version with links to its page and to the pages that set it against others."""

    href: str
    date: str
    stamp: str
    size: str
    entry: str
    chain: str
    status: str
    imported: bool
    memento: bool
    restated: tuple[str, ...]
    seen: str
    last: str
    last_stamp: str
    before_href: str
    first_href: str
    latest_href: str


class SeriesRow(msgspec.Struct, frozen=True):
    title: str
    href: str
    unit: str
    figure: str
    period: str


class Choice(msgspec.Struct, frozen=True):
    """A version that the form offers; `a` and `b`: chosen beforehand."""

    release: str
    words: str
    a: bool
    b: bool


def source_leaves(issue: Issue, register: Register, stream: Stream) -> Iterator[Leaf]:
    """Every page of a source; of one that is told about and not watched, a page with its briefs."""
    sheet = register.sources.get(stream.id)
    told = "".join(issue.digests[brief.id] for brief in stream.briefs)
    if sheet is None:
        path = source_page_path(stream.id)
        yield Leaf(path, issue.key(path, told), partial(_unwatched, issue, stream))
        return
    bare = msgspec.structs.replace(sheet, versions=(), notices=(), health=None)
    for sheaf in sheaves(sheet.versions[::-1]):
        path = source_page_path(stream.id, sheaf.number)
        if sheaf.number is None:
            classes = [register.classes(each.release.id) for each in sheaf.items]
            key = issue.key(path, sheet, told, _series(register, sheet, root=""), classes)
        else:
            key = issue.key(path, bare, _rows(register, sheet, sheaf.items, root=""), (sheaf.older, sheaf.newer))
        yield Leaf(path, key, partial(source_page, issue, register, stream, sheet, sheaf))


def source_page(issue: Issue, register: Register, stream: Stream, sheet: SourceSheet, sheaf: Sheaf[Version]) -> bytes:
    """The newest page of a source, or one with a stretch of its older versions."""
    path = source_page_path(sheet.id, sheaf.number)
    root = way_up(path)
    newest = sheaf.number is None
    rows = _rows(register, sheet, sheaf.items, root=root)
    choices = _choices(sheet) if newest else ()
    page = Page(
        path=path,
        title=f"{sheet.name}{'' if newest else f', page {sheaf.number}'} · {issue.edition.title}",
        description=f"Every archived version of the figures of {sheet.name}, and what was told from them.",
        styles=(STYLE_PATH,),
        form=len(choices) > 1,
        feeds=(stream.path, sheet.name),
    )
    return write(
        page,
        "source.html",
        issue.edition,
        {
            "name": sheet.name,
            "newest": newest,
            "number": sheaf.number,
            "badge": sheet.badge,
            "topic": sheet.topic,
            "topic_href": root + topic_path(sheet.topic) if sheet.topic else "",
            "place": sheet.place,
            "place_href": root + place_path(sheet.place) if sheet.place else "",
            "address": sheet.address,
            "address_href": web_address(sheet.address),
            "by_hand": sheet.by_hand,
            "state": _state(sheet),
            "history": tuple(condition(notice) for notice in sheet.notices[::-1][:MOST_NOTICES]),
            "history_more": max(len(sheet.notices) - MOST_NOTICES, 0),
            "count": f"{len(sheet.versions):,}",
            "reach": _reach(sheet),
            "rows": rows[:OPEN_VERSIONS] if newest else rows,
            "folded": rows[OPEN_VERSIONS:] if newest else (),
            "choices": choices,
            "compare_action": root + compare_form_path(sheet.id),
            "series": _series(register, sheet, root=root) if newest else (),
            "told": telling(stream.briefs, root=root),
            "feeds": root + stream.path,
            "first_href": root + source_page_path(sheet.id),
            "turn": turn(sheaf, partial(source_page_path, sheet.id), root=root),
        },
    )


def _unwatched(issue: Issue, stream: Stream) -> bytes:
    path = source_page_path(stream.id)
    root = way_up(path)
    title = stream.title or stream.id
    page = Page(
        path=path,
        title=f"{title} · {issue.edition.title}",
        description=f"What was told from {title}, which is not watched now.",
        styles=(STYLE_PATH,),
        feeds=(stream.path, title),
    )
    values = {
        "title": title,
        "kind": "source",
        "told": telling(stream.briefs, root=root),
        "feeds": root + stream.path,
    }
    return write(page, "unwatched.html", issue.edition, values)


def _state(sheet: SourceSheet) -> tuple[str, str, str, str, str] | None:
    """Mark, words, since when, and what was said of it."""
    health = sheet.health
    if health is None:
        return None
    mark, words = state_words(health.state)
    return mark, words, day_words(utc(health.since).date()), stamp(health.since), health.note


def _reach(sheet: SourceSheet) -> str:
    if not sheet.versions:
        return "Nothing of it is archived yet."
    first, last = sheet.versions[0].release.fetched_at, sheet.versions[-1].release.fetched_at
    if len(sheet.versions) == 1:
        return f"One version is archived, of {day_words(utc(first).date())}."
    again = sum(version.seen for version in sheet.versions)
    seen = f" The same page was met again {times_words(again)}." if again else ""
    return (
        f"{len(sheet.versions):,} versions are archived, from {day_words(utc(first).date())} "
        f"to {day_words(utc(last).date())}, byte for byte.{seen}"
    )


def _rows(
    register: Register, sheet: SourceSheet, versions: tuple[Version, ...], *, root: str
) -> tuple[VersionRow, ...]:
    own = pages(sheet)
    before = {after.release.id: early.release.id for early, after in pairwise(own)}
    there = compared(sheet)

    def against(a: str | None, b: str | None) -> str:
        return root + compare_path(sheet.id, a, b) if a and b and (a, b) in there else ""

    first, latest = (own[0].release.id, own[-1].release.id) if own else (None, None)
    return tuple(
        VersionRow(
            href=root + release_path(sheet.id, each.release.id),
            date=version_words(each),
            stamp=stamp(each.release.fetched_at),
            size=size_words(each.release.size),
            entry=f"{each.entry:,}",
            chain=each.chain[:10],
            status="" if each.release.status == 200 else f"HTTP {each.release.status}",
            imported=each.release.kind == "imported",
            memento=each.release.kind == "memento",
            restated=_restated(register, each),
            seen=times_words(each.seen),
            last=version_words(each, last=True),
            last_stamp=stamp(each.last) if each.last else "",
            before_href=against(before.get(each.release.id), each.release.id),
            first_href=against(first, each.release.id) if before.get(each.release.id) != first else "",
            latest_href=against(each.release.id, latest),
        )
        for each in versions
    )


def _restated(register: Register, version: Version) -> tuple[str, ...]:
    """How many figures of each class it restated, in words; bare numbers where no class is known."""
    words = classes_words(register.classes(version.release.id))
    return words or ((f"{version.restated:,} restated",) if version.restated else ())


def _choices(sheet: SourceSheet) -> tuple[Choice, ...]:
    """The newest 500 versions, the two latest chosen."""
    own = pages(sheet)[::-1][:MOST_CHOICES]
    return tuple(
        Choice(each.release.id, version_words(each), a=place == 1, b=place == 0) for place, each in enumerate(own)
    )


def _series(register: Register, sheet: SourceSheet, *, root: str) -> tuple[SeriesRow, ...]:
    rows = []
    for id in sheet.series:
        held = register.series.get(id)
        if held is None:
            continue
        last = next((each for each in reversed(held.observations) if each.value is not None), None)
        rows.append(
            SeriesRow(
                held.series.title,
                root + series_page_path(id),
                held.series.unit,
                published_words(last) if last is not None else "",
                period_words(last.period) if last is not None else "",
            )
        )
    return tuple(rows)
