"""What happened to a story, and at the desk: steps in words, with who and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from tallywire.desk.stories import History, LogLine, differences
from tallywire.desk.wording import to_markdown
from tallywire.feed.dates import moment_words, stamp
from tallywire.web.desk_pages.tabs import story_href

LONGEST = 400
MOST_DETAILS = 12

STORY_STEPS = frozenset(
    {
        *("told", "told anew", "offered", "reviewed", "written", "edited", "undone", "approved", "unapproved"),
        *("dismissed", "restored", "published", "withdrawn", "reinstated", "let stand"),
    }
)
"""Steps whose subject is a story."""

_PAGES = {"mute": "/desk/mutes", "rule": "/desk/rules", "check": "/desk/checks"}

_OWN = {"before", "state", "version", "undoes", "action", "first"}
"""What the log keeps for the desk's own use."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the log. details: what it says beside who and what. words: the draft it made, as Markdown."""

    id: int
    when: str
    stamp: str
    who: str
    action: str
    subject: str
    href: str
    details: tuple[str, ...]
    version: int = 0
    words: str = ""


def steps(history: History) -> tuple[Step, ...]:
    """Everything that happened to a story, newest first; a step that made a draft says what it changed."""
    places = {version.id: place for place, version in enumerate(history.versions)}
    made: set[int] = set()
    found = []
    for line in history.log:
        number = line.detail.get("version")
        details, words = detail_lines(line.detail), ""
        if isinstance(number, int) and number in places and number not in made:
            made.add(number)
            place = places[number]
            version = history.versions[place]
            words = to_markdown((version.brief.headline, version.brief.lead, *version.brief.body))
            if place and not line.detail.get("changes"):
                details = (*details, *differences(history.versions[place - 1].brief, version.brief))
        kept = number if words and isinstance(number, int) else 0
        found.append(_step(line, details[:MOST_DETAILS], version=kept, words=words))
    return tuple(reversed(found))


def logged(lines: Sequence[LogLine]) -> tuple[Step, ...]:
    """Lines of the desk's log as they stand."""
    return tuple(_step(line, detail_lines(line.detail)[:MOST_DETAILS]) for line in lines)


def detail_lines(detail: Mapping[str, object]) -> tuple[str, ...]:
    """What a line of the log says beside who and what, one thing a line."""
    found: list[str] = []
    for name, value in detail.items():
        if name in _OWN or value in ("", [], {}, None):
            continue
        if isinstance(value, list):
            found += [_words(each) for each in value]
        else:
            found.append(
                _words(value) if name in {"reason", "changes"} else f"{name.replace('_', ' ')}: {_words(value)}"
            )
    return tuple(found)


def _words(value: object) -> str:
    if isinstance(value, dict):
        text = ": ".join(str(each) for each in value.values())
    else:
        text = str(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _step(line: LogLine, details: tuple[str, ...], *, version: int = 0, words: str = "") -> Step:
    return Step(
        id=line.id,
        when=moment_words(line.at),
        stamp=stamp(line.at),
        who=line.who,
        action=line.action,
        subject=line.subject,
        href=_href(line.action, line.subject),
        details=details,
        version=version,
        words=words,
    )


def _href(action: str, subject: str) -> str:
    if action in STORY_STEPS:
        return story_href(subject)
    head, _, rest = subject.partition("/")
    return _PAGES.get(head, "") if rest else ""
