"""The feed pages, newest first, and the same for one topic; "Show more" is the next page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tallywire.brief import Brief
from tallywire.feed.column import column, topics
from tallywire.feed.issue import Issue
from tallywire.feed.item import days
from tallywire.feed.names import front_path, topic_path, way_up
from tallywire.feed.page import Page, write

PER_PAGE = 20


def front(issue: Issue) -> Mapping[str, bytes]:
    """`index.html`, `page/2.html` and so on; one page even where there is nothing yet."""
    return _run(issue, issue.briefs, topic="", path=front_path)


def topic_pages(issue: Issue) -> Mapping[str, bytes]:
    files: dict[str, bytes] = {}
    for topic in topics(issue):
        briefs = tuple(brief for brief in issue.briefs if brief.topic == topic)
        files.update(_run(issue, briefs, topic=topic, path=_topic_paths(topic)))
    return files


def _topic_paths(topic: str) -> Callable[[int], str]:
    return lambda page: topic_path(topic, page)


def _run(issue: Issue, briefs: tuple[Brief, ...], *, topic: str, path: Callable[[int], str]) -> dict[str, bytes]:
    edition = issue.edition
    last = max(1, -(-len(briefs) // PER_PAGE))
    files = {}
    for number in range(1, last + 1):
        root = way_up(path(number))
        name = topic or edition.title
        title = name if number == 1 else f"{name}, page {number}"
        page = Page(
            path=path(number),
            title=f"{title} · {edition.title}" if topic else title,
            description=f"{topic}: what is new and unusual in official statistics." if topic else edition.about,
        )
        shown = briefs[(number - 1) * PER_PAGE : number * PER_PAGE]
        files[page.path] = write(
            page,
            "front.html",
            edition,
            {
                "topic": topic,
                "number": number,
                "days": days(shown, root=root, top=number == 1),
                "column": column(issue, root=root),
                "older": root + path(number + 1) if number < last else "",
                "newer": root + path(number - 1) if number > 1 else "",
            },
        )
    return files
