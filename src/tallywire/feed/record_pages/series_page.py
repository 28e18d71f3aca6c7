"""The page of one series: its latest figure, its chart, how far it reaches, every figure, what was restated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import msgspec

from tallywire.brief import Leaf, SeriesSheet
from tallywire.feed.chart import Drawing, drawing
from tallywire.feed.dates import period_words, short_day, stamp, utc
from tallywire.feed.issue import Issue
from tallywire.feed.names import place_path, source_path, topic_path, way_up
from tallywire.feed.page import Page, write
from tallywire.feed.record_pages.paths import (
    STYLE_PATH,
    figures_csv_path,
    series_page_path,
    vintages_csv_path,
)
from tallywire.feed.record_pages.register import Register
from tallywire.feed.record_pages.series_csv import figures_csv, vintages_csv
from tallywire.feed.record_pages.told import telling
from tallywire.feed.record_pages.words import (
    change_words,
    class_words,
    definition_words,
    gone_words,
    published_words,
    reach_words,
    status_words,
    unit_words,
)
from tallywire.feed.sheaves import Sheaf, sheaves, turn
from tallywire.feed.stream import Stream
from tallywire.series import Observation, Period, Restatement

OPEN_ROWS = 24
"""Rows of the newest page that stand open; those below are folded."""

MOST_RESTATEMENTS = 200
OPEN_RESTATEMENTS = 8
MOST_PARTS = 60


class FigureRow(msgspec.Struct, frozen=True):
    """A figure as it stands; `first` is what was first published, where that is another."""

    period: str
    figure: str
    href: str
    status: str
    archived: str
    archived_stamp: str
    first: str
    first_href: str


class Hero(msgspec.Struct, frozen=True):
    """The latest figure. change: on the figure before it, of `since`."""

    figure: str
    unit: str
    href: str
    period: str
    status: str
    change: str
    since: str


class RestatedRow(msgspec.Struct, frozen=True):
    period: str
    before: str
    before_href: str
    after: str
    after_href: str
    status: str
    date: str
    stamp: str
    release_href: str
    kind: str
    why: str


class Drawn(msgspec.Struct, frozen=True):
    title: str
    sentence: str
    drawing: Drawing


def series_leaves(issue: Issue, register: Register, stream: Stream) -> Iterator[Leaf]:
    """Every page and file of a series; of one that is told about and not watched, a page with its briefs."""
    sheet = register.series.get(stream.id)
    told = "".join(issue.digests[brief.id] for brief in stream.briefs)
    if sheet is None:
        path = series_page_path(stream.id)
        yield Leaf(path, issue.key(path, told), partial(_unwatched, issue, stream))
        return
    badge = register.badge(sheet.series.source)
    whole = issue.key(sheet, badge, [register.release(each.release) for each in sheet.observations])
    for sheaf in sheaves(sheet.observations[::-1]):
        path = series_page_path(stream.id, sheaf.number)
        if sheaf.number is None:
            key = issue.key(path, whole, told, _kin(register, sheet, root=""))
        else:
            rows = _rows(register, sheet, sheaf.items, root=way_up(path))
            key = issue.key(path, sheet.series, sheet.source_name, rows, (sheaf.older, sheaf.newer))
        yield Leaf(path, key, partial(series_page, issue, register, stream, sheet, sheaf))
    for path, make in ((figures_csv_path(stream.id), figures_csv), (vintages_csv_path(stream.id), vintages_csv)):
        yield Leaf(path, issue.key(path, whole), partial(make, sheet))


def series_page(
    issue: Issue, register: Register, stream: Stream, sheet: SeriesSheet, sheaf: Sheaf[Observation]
) -> bytes:
    """The newest page of a series, or one with a stretch of its older figures."""
    path = series_page_path(stream.id, sheaf.number)
    root = way_up(path)
    series = sheet.series
    title = series.title[:1].upper() + series.title[1:]
    rows = _rows(register, sheet, sheaf.items, root=root)
    newest = sheaf.number is None
    restated = _restated(register, sheet, root=root) if newest else ()
    chart = issue.stacks.chart(sheet) if newest else None
    drawn = drawing(chart) if chart is not None else None
    page = Page(
        path=path,
        title=f"{title}{'' if newest else f', page {sheaf.number}'} · {issue.edition.title}",
        description=f"{title}: {reach_words(series, sheet.coverage)}",
        styles=(STYLE_PATH,),
        feeds=(stream.path, title),
    )
    return write(
        page,
        "series.html",
        issue.edition,
        {
            "title": title,
            "newest": newest,
            "number": sheaf.number,
            "unit": unit_words(series),
            "note": series.note,
            "source": sheet.source_name,
            "source_href": root + source_path(series.source),
            "badge": register.badge(series.source),
            "topic": series.topic,
            "topic_href": root + topic_path(series.topic) if series.topic else "",
            "place": series.place,
            "place_href": root + place_path(series.place) if series.place else "",
            "hero": _hero(register, sheet, root=root),
            "chart": Drawn(chart.title, chart.sentence, drawn) if chart is not None and drawn is not None else None,
            "definition": definition_words(series),
            "kin": _kin(register, sheet, root=root),
            "reach": reach_words(series, sheet.coverage),
            "rows": rows[:OPEN_ROWS] if newest else rows,
            "folded": rows[OPEN_ROWS:] if newest else (),
            "restated": restated[:OPEN_RESTATEMENTS],
            "restated_folded": restated[OPEN_RESTATEMENTS:],
            "restated_more": max(len(sheet.restatements) - MOST_RESTATEMENTS, 0),
            "told": telling(stream.briefs, root=root),
            "feeds": root + stream.path,
            "data_href": root + figures_csv_path(series.id),
            "vintages_href": root + vintages_csv_path(series.id),
            "first_href": root + series_page_path(series.id),
            "turn": turn(sheaf, partial(series_page_path, series.id), root=root),
        },
    )


def _unwatched(issue: Issue, stream: Stream) -> bytes:
    path = series_page_path(stream.id)
    title = stream.title or stream.id
    page = Page(
        path=path,
        title=f"{title} · {issue.edition.title}",
        description=f"What was told about {title}, which is not watched now.",
        styles=(STYLE_PATH,),
        feeds=(stream.path, title),
    )
    root = way_up(path)
    told = telling(stream.briefs, root=root)
    values = {"title": title, "kind": "series", "told": told, "feeds": root + stream.path}
    return write(page, "unwatched.html", issue.edition, values)


def _hero(register: Register, sheet: SeriesSheet, *, root: str) -> Hero | None:
    counted = [each for each in sheet.observations if each.value is not None]
    if not counted:
        return None
    last, before = counted[-1], counted[-2] if len(counted) > 1 else None
    return Hero(
        published_words(last),
        unit_words(sheet.series),
        _up(root, register.cell(last.release, last.cell)),
        period_words(last.period),
        status_words(last),
        change_words(sheet.series, before, last) if before is not None else "",
        period_words(before.period) if before is not None else "",
    )


def _rows(
    register: Register, sheet: SeriesSheet, observations: Sequence[Observation], *, root: str
) -> tuple[FigureRow, ...]:
    firsts = _first_published(sheet)
    gone = {each.period: each for each in sheet.gone}
    rows = []
    for each in observations:
        first = firsts.get(each.period)
        if first is not None and first.value == each.value:
            first = None
        rows.append(
            FigureRow(
                period_words(each.period),
                published_words(each),
                _up(root, register.cell(each.release, each.cell)),
                gone_words(gone[each.period]) if each.period in gone else status_words(each),
                short_day(utc(each.known_at).date()),
                stamp(each.known_at),
                published_words(first) if first is not None else "",
                _up(root, register.cell(first.release, first.cell)) if first is not None else "",
            )
        )
    return tuple(rows)


def _first_published(sheet: SeriesSheet) -> dict[Period, Observation]:
    """By period, the value that was published first, where it was restated since."""
    firsts: dict[Period, Observation] = {}
    for pair in _by_time(sheet):
        firsts.setdefault(pair.before.period, pair.before)
    return firsts


def _by_time(sheet: SeriesSheet) -> list[Restatement]:
    """Restatements in the order in which they became known."""
    return sorted(
        sheet.restatements, key=lambda pair: (max(pair.before.known_at, pair.after.known_at), pair.after.seq)
    )


def _restated(register: Register, sheet: SeriesSheet, *, root: str) -> tuple[RestatedRow, ...]:
    """The latest 200, newest first, each with its class; a sentence that is that of the row above is not repeated."""
    classes = {pair.after.seq: each for each in sheet.classes for pair in each.restatements}
    rows, told = [], ""
    for pair in _by_time(sheet)[::-1][:MOST_RESTATEMENTS]:
        found = classes.get(pair.after.seq)
        why = "" if found is None else found.why
        rows.append(
            RestatedRow(
                period_words(pair.after.period),
                published_words(pair.before),
                _up(root, register.cell(pair.before.release, pair.before.cell)),
                published_words(pair.after) if pair.after.value is not None else "blank",
                _up(root, register.cell(pair.after.release, pair.after.cell)),
                status_words(pair.after) if pair.after.status != pair.before.status else "",
                short_day(utc(pair.after.known_at).date()),
                stamp(pair.after.known_at),
                _up(root, register.release(pair.after.release)),
                "" if found is None else class_words(found.kind),
                "" if why == told else why,
            )
        )
        told = why
    return tuple(rows)


def _kin(register: Register, sheet: SeriesSheet, *, root: str) -> tuple[tuple[str, str, str], ...]:
    """The series that it is part of, and those that are parts of it: which, title, page."""
    parent = ("Part of", sheet.series.parent)
    parts = (("Among its parts", id) for id in register.parts(sheet.series.id)[:MOST_PARTS])
    return tuple(
        (kind, register.series[id].series.title, root + series_page_path(id))
        for kind, id in (parent, *parts)
        if id in register.series
    )


def _up(root: str, path: str) -> str:
    return root + path if path else ""
