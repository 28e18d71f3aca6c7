"""What stands in the place of a brief that was withdrawn."""

from __future__ import annotations

from functools import partial

from tallywire.brief import Leaf, Withdrawn
from tallywire.feed.dates import moment_words, stamp
from tallywire.feed.issue import Issue
from tallywire.feed.names import brief_path
from tallywire.feed.page import Page, write


def withdrawn_leaf(issue: Issue, gone: Withdrawn) -> Leaf:
    path = brief_path(gone.id)
    return Leaf(path, issue.key(path, gone), partial(withdrawn, issue, gone))


def withdrawn(issue: Issue, gone: Withdrawn) -> bytes:
    """The page says when and why; a server that knows its mark answers with 410 Gone."""
    page = Page(
        path=brief_path(gone.id),
        title=f"Withdrawn · {issue.edition.title}",
        description="This item was withdrawn by the desk.",
    )
    return write(
        page,
        "withdrawn.html",
        issue.edition,
        {
            "reason": gone.reason,
            "published": moment_words(gone.published),
            "published_stamp": stamp(gone.published),
            "at": moment_words(gone.at),
            "at_stamp": stamp(gone.at),
        },
    )
