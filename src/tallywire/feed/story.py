"""The page of one brief."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlsplit

import msgspec

from tallywire.brief import Brief, Chart, Leaf, Text
from tallywire.feed.chart import Drawing, drawing
from tallywire.feed.dates import day_words, moment_words, short_day, stamp, utc
from tallywire.feed.issue import Issue
from tallywire.feed.item import Tagged, labels
from tallywire.feed.names import (
    brief_path,
    card_path,
    data_path,
    evidence_path,
    series_path,
    source_path,
    spec_path,
    topic_path,
    way_up,
    web_address,
)
from tallywire.feed.note import Paragraph, paragraph
from tallywire.feed.page import Page, write
from tallywire.feed.pieces import blocks
from tallywire.feed.syndication import news_article

SHOWN = 4
"""Releases listed at once; those before them are folded away."""


class Figure(msgspec.Struct, frozen=True):
    """A row of the table beside a chart; the figure leads to its evidence where it has one."""

    label: str
    figure: str
    href: str
    change: str


class Plot(msgspec.Struct, frozen=True):
    title: str
    sentence: str
    drawing: Drawing | None
    columns: tuple[str, ...]
    rows: tuple[Figure, ...]
    moves: bool
    data: str
    spec: str


class Archived(msgspec.Struct, frozen=True):
    """A release that the brief rests on."""

    source: str
    address: str
    href: str
    fetched: str
    fetched_stamp: str
    entry: str
    chain: str
    imported: bool
    memento: bool
    note: str


class Corrected(msgspec.Struct, frozen=True):
    """A correction as readers see it."""

    date: str
    stamp: str
    text: Paragraph


class Passed(msgspec.Struct, frozen=True):
    """A number published though the record does not bear it out, and why."""

    number: str
    reason: str
    date: str
    stamp: str


class Related(msgspec.Struct, frozen=True):
    href: str
    headline: str
    labels: tuple[Tagged, ...]
    date: str
    stamp: str


def story_leaf(issue: Issue, brief: Brief) -> Leaf:
    path = brief_path(brief.id)
    related = "".join(issue.digests[other.id] for other in issue.related(brief))
    return Leaf(path, issue.key(path, issue.digests[brief.id], related), partial(story, issue, brief))


def story(issue: Issue, brief: Brief) -> bytes:
    """The brief with every number linked, its chart and table, what is not known, how it was found, and whence."""
    path = brief_path(brief.id)
    root = way_up(path)
    archived = _archived(issue, brief)
    page = Page(
        path=path,
        title=f"{brief.headline.text} · {issue.edition.title}",
        description=brief.lead.text,
        kind="article",
        data=news_article(brief, issue.edition, based_on=tuple(each.href for each in archived if each.href)),
        image=card_path(brief.id),
    )
    return write(
        page,
        "brief.html",
        issue.edition,
        {
            "kicker": brief.kicker,
            "topic_href": root + topic_path(brief.topic) if brief.topic else "",
            "labels": labels(brief),
            "badge": brief.badge,
            "headline": paragraph(issue, brief, brief.headline, id="headline", root=root),
            "lead": paragraph(issue, brief, brief.lead, id="lead", root=root),
            "body": _told(issue, brief, brief.body, "text", root),
            "blocks": blocks(brief.body),
            "caveats": _told(issue, brief, brief.caveats, "open", root),
            "corrections": tuple(
                Corrected(
                    day_words(utc(each.at).date()),
                    stamp(each.at),
                    paragraph(issue, brief, each.text, id=f"correction-{place}", root=root),
                )
                for place, each in enumerate(brief.corrections, 1)
            ),
            "overrides": tuple(
                Passed(each.number, each.reason, day_words(utc(each.at).date()), stamp(each.at))
                for each in brief.overrides
            ),
            "video": web_address(brief.video),
            "video_host": (urlsplit(brief.video).hostname or "") if web_address(brief.video) else "",
            "found": paragraph(issue, brief, brief.found, id="found", root=root) if brief.found.text else None,
            "published": moment_words(brief.published),
            "published_stamp": stamp(brief.published),
            "updated": moment_words(brief.updated) if brief.updated else "",
            "updated_stamp": stamp(brief.updated) if brief.updated else "",
            "minutes": brief.minutes,
            "source": brief.source_name,
            "source_href": root + source_path(brief.source) if brief.source else "",
            "series": _series(issue, brief, root),
            "plot": _plot(brief, brief.chart, root) if brief.chart else None,
            "chart_date": archived[-1].fetched if archived else "",
            "archived": archived[-SHOWN:],
            "archived_before": archived[:-SHOWN],
            "related": _related(issue, brief, root),
        },
    )


def _told(issue: Issue, brief: Brief, texts: tuple[Text, ...], id: str, root: str) -> tuple[Paragraph, ...]:
    return tuple(paragraph(issue, brief, text, id=f"{id}-{place}", root=root) for place, text in enumerate(texts, 1))


def _series(issue: Issue, brief: Brief, root: str) -> tuple[tuple[str, str], ...]:
    """The pages of the series that it is about."""
    return tuple(
        (issue.series[id].series.title, root + series_path(id))
        for id in dict.fromkeys(brief.series)
        if id in issue.series
    )


def _plot(brief: Brief, chart: Chart, root: str) -> Plot:
    return Plot(
        title=chart.title,
        sentence=chart.sentence,
        drawing=drawing(chart),
        columns=chart.columns,
        rows=tuple(
            Figure(row.label, row.figure, root + evidence_path(brief.id, row.proof) if row.proof else "", row.change)
            for row in chart.rows
        ),
        moves=any(row.change for row in chart.rows),
        data=root + data_path(brief.id),
        spec=root + spec_path(brief.id),
    )


def _archived(issue: Issue, brief: Brief) -> tuple[Archived, ...]:
    """The releases behind the brief's proofs, each once, by archive entry."""
    releases = {
        excerpt.release: excerpt for proof in brief.proofs for excerpt in issue.sheet(brief, proof.id).excerpts
    }
    return tuple(
        Archived(
            source=excerpt.source_name,
            address=excerpt.address,
            href=web_address(excerpt.address),
            fetched=day_words(utc(excerpt.fetched_at).date()),
            fetched_stamp=stamp(excerpt.fetched_at),
            entry=f"{excerpt.entry:,}",
            chain=excerpt.chain[:16],
            imported=excerpt.kind == "imported",
            memento=excerpt.kind == "memento",
            note=excerpt.note,
        )
        for excerpt in sorted(releases.values(), key=lambda excerpt: (excerpt.entry, excerpt.release))
    )


def _related(issue: Issue, brief: Brief, root: str) -> tuple[Related, ...]:
    return tuple(
        Related(
            root + brief_path(other.id),
            other.headline.text,
            labels(other),
            short_day(utc(other.published).date()),
            stamp(other.published),
        )
        for other in issue.related(brief)
    )
