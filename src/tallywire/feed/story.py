"""The page of one brief."""

from __future__ import annotations

import msgspec

from tallywire.brief import Brief, Chart
from tallywire.feed.chart import Drawing, drawing
from tallywire.feed.dates import day_words, moment_words, short_day, stamp, utc
from tallywire.feed.issue import Issue
from tallywire.feed.item import Tagged, labels
from tallywire.feed.names import brief_path, data_path, evidence_path, spec_path, way_up, web_address
from tallywire.feed.note import paragraph
from tallywire.feed.page import Page, write

SHOWN = 4
"""Releases listed at once; those before them are folded away."""

MOST_RELATED = 4


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
    note: str


class Related(msgspec.Struct, frozen=True):
    href: str
    headline: str
    labels: tuple[Tagged, ...]
    date: str
    stamp: str


def story(issue: Issue, brief: Brief) -> bytes:
    """The brief with every number linked, its chart and table, what is not known, how it was found, and whence."""
    path = brief_path(brief.id)
    root = way_up(path)
    page = Page(
        path=path,
        title=f"{brief.headline.text} · {issue.edition.title}",
        description=brief.lead.text,
        kind="article",
    )
    archived = _archived(issue, brief)
    return write(
        page,
        "brief.html",
        issue.edition,
        {
            "kicker": brief.kicker,
            "labels": labels(brief),
            "badge": brief.badge,
            "headline": paragraph(issue, brief, brief.headline, id="headline", root=root),
            "lead": paragraph(issue, brief, brief.lead, id="lead", root=root),
            "body": tuple(
                paragraph(issue, brief, text, id=f"text-{place}", root=root)
                for place, text in enumerate(brief.body, 1)
            ),
            "caveats": tuple(
                paragraph(issue, brief, text, id=f"open-{place}", root=root)
                for place, text in enumerate(brief.caveats, 1)
            ),
            "found": paragraph(issue, brief, brief.found, id="found", root=root),
            "published": moment_words(brief.published),
            "published_stamp": stamp(brief.published),
            "updated": moment_words(brief.updated) if brief.updated else "",
            "updated_stamp": stamp(brief.updated) if brief.updated else "",
            "minutes": brief.minutes,
            "source": brief.source_name,
            "plot": _plot(brief, brief.chart, root) if brief.chart else None,
            "chart_date": archived[-1].fetched if archived else "",
            "archived": archived[-SHOWN:],
            "archived_before": archived[:-SHOWN],
            "related": _related(issue, brief, root),
        },
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
        excerpt.release: excerpt for proof in brief.proofs for excerpt in issue.sheets[brief.id, proof.id].excerpts
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
            note=excerpt.note,
        )
        for excerpt in sorted(releases.values(), key=lambda excerpt: (excerpt.entry, excerpt.release))
    )


def _related(issue: Issue, brief: Brief, root: str) -> tuple[Related, ...]:
    """Other briefs about the same series first, then about the same topic; newest first in each."""
    series = set(brief.series)
    others = [other for other in issue.briefs if other.id != brief.id]
    same = [other for other in others if series.intersection(other.series)]
    near = [other for other in others if brief.topic and other.topic == brief.topic and other not in same]
    return tuple(
        Related(
            root + brief_path(other.id),
            other.headline.text,
            labels(other),
            short_day(utc(other.published).date()),
            stamp(other.published),
        )
        for other in (same + near)[:MOST_RELATED]
    )
