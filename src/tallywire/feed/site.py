"""An edition as all the files of a static site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from tallywire.brief import Brief, Edition, Leaf, Stacks
from tallywire.feed.about import about, missing
from tallywire.feed.data import chart_csv, chart_spec
from tallywire.feed.evidence import evidence
from tallywire.feed.front import front, stream_pages
from tallywire.feed.issue import Issue
from tallywire.feed.names import card_path, data_path, evidence_path, spec_path
from tallywire.feed.record_pages import record_leaves
from tallywire.feed.record_pages.paths import BROWSE_PATH, EVENTS_PATH, LEDGER_PATH
from tallywire.feed.render import asset
from tallywire.feed.story import story_leaf
from tallywire.feed.syndication import Place, card_key, card_svg, documents, robots, sitemaps
from tallywire.feed.withdrawn import withdrawn_leaf


def leaves(edition: Edition, stacks: Stacks) -> Iterator[Leaf]:
    """Every file of the site with the key of what it is made from; the same edition gives the same keys and bytes.

    Links between pages are relative, so the files work from any folder. A simulated newsroom asks not to be
    indexed. Raises ValueError for a number bound to a proof that is not there, for two pages of one name, and
    for a time without a zone.
    """
    issue = Issue(edition, stacks)
    yield from front(issue)
    yield from stream_pages(issue)
    for brief in issue.briefs:
        yield from _brief(issue, brief)
    for gone in issue.withdrawn:
        yield withdrawn_leaf(issue, gone)
    sources = tuple((source.id, source.name) for source in edition.sources)
    stamps = (edition.head, edition.entries, edition.generated)
    yield Leaf("about.html", issue.key("about.html", sources, stamps), partial(about, issue))
    yield Leaf("404.html", issue.key("404.html"), partial(missing, issue))
    yield from record_leaves(issue)
    yield from documents(issue)
    yield from sitemaps(issue, [Place(path) for path in (BROWSE_PATH, EVENTS_PATH, LEDGER_PATH)])
    yield Leaf("robots.txt", issue.key("robots.txt"), partial(robots, edition))
    for name in ("style.css", "icon.svg"):
        yield Leaf(name, issue.key(name), partial(_asset, name))


def site(edition: Edition, stacks: Stacks) -> Mapping[str, bytes]:
    """Every file made, by its relative path."""
    return {leaf.path: leaf.make() for leaf in leaves(edition, stacks)}


def _brief(issue: Issue, brief: Brief) -> Iterator[Leaf]:
    key = issue.key(issue.digests[brief.id])
    yield story_leaf(issue, brief)
    card = card_key(issue.digests[brief.id], title=issue.edition.title, clock=issue.edition.clock)
    yield Leaf(card_path(brief.id), card, partial(_card, issue, brief))
    for proof in brief.proofs:
        yield Leaf(evidence_path(brief.id, proof.id), key, partial(evidence, issue, brief, proof.id))
    if brief.chart is not None:
        for path, make in ((data_path(brief.id), chart_csv), (spec_path(brief.id), chart_spec)):
            yield Leaf(path, key, partial(make, brief.chart))


def _card(issue: Issue, brief: Brief) -> bytes:
    return issue.stacks.card(card_svg(brief, title=issue.edition.title, clock=issue.edition.clock))


def _asset(name: str) -> bytes:
    return asset(name).encode("utf-8")
