"""The page about the site, and the one for addresses that lead nowhere."""

from __future__ import annotations

from tallywire.feed.dates import moment_words, stamp
from tallywire.feed.issue import Issue
from tallywire.feed.names import source_path
from tallywire.feed.page import Page, write


def about(issue: Issue) -> bytes:
    edition = issue.edition
    page = Page(
        path="about.html",
        title=f"About · {edition.title}",
        description=f"What {edition.title} is, how its briefs are made, and how to verify its archive.",
    )
    paragraphs = tuple(part.strip() for part in edition.about.split("\n\n") if part.strip())
    return write(
        page,
        "about.html",
        edition,
        {
            "paragraphs": paragraphs,
            "sources": tuple((source.name, source_path(source.id)) for source in edition.sources),
            "head": edition.head,
            "entries": f"{edition.entries:,}",
            "generated": moment_words(edition.generated),
            "generated_stamp": stamp(edition.generated),
        },
    )


def missing(issue: Issue) -> bytes:
    """`404.html`; a host shows it at any address, so its links start at the site's own path."""
    page = Page(
        path="404.html",
        title=f"Not found · {issue.edition.title}",
        description="There is no page at this address.",
        anywhere=True,
    )
    return write(page, "missing.html", issue.edition, {})
