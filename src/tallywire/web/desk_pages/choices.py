"""What the desk does not want told, and what it lets through unasked."""

from __future__ import annotations

from typing import get_args

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from tallywire.desk.stories import KINDS, DeskError, allow, disallow, mute, mutes, rules, unmute
from tallywire.desk.stories.choices import Muted
from tallywire.errors import UsageError
from tallywire.feed.dates import moment_words, stamp
from tallywire.web.desk_pages.asking import OURS, Asking, asking, desk_page, go
from tallywire.web.desk_pages.steps import MOST_REASON, problem_of
from tallywire.web.desk_pages.tabs import story_href
from tallywire.web.session import field, form_of

MUTED: dict[str, Muted] = {name: name for name in get_args(Muted)}


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A mute or a rule in the list."""

    what: str
    value: str
    words: str
    who: str
    when: str
    stamp: str
    reason: str = ""


async def mutes_page(request: Request) -> Response:
    """GET /desk/mutes"""
    return await _mutes(await asking(request))


async def muted(request: Request) -> Response:
    """POST /desk/mutes: mutes (`do` "mute") or unmutes; `story` is where it was asked for."""
    ask = await asking(request)
    form = await form_of(request)
    reason, story = field(form, "reason"), field(form, "story")[:200]
    picked, _, choice = field(form, "pick").partition(" ")  # one list on a story's page: "kind fall"
    value = (choice or field(form, "value")).strip()
    undoing = field(form, "do") == "unmute"
    try:
        what = MUTED.get(picked or field(form, "what"))
        if what is None:
            raise UsageError("a mute is of a series, a kind or a source")
        if undoing:
            await ask.desk(lambda db: unmute(db, what, value, who=ask.name, at=ask.at))
        else:
            _known(ask, what, value)
            if not reason.strip() or len(reason) > MOST_REASON:
                raise DeskError(f"a mute has a reason of at most {MOST_REASON} characters", hint="Say why")
            await ask.desk(lambda db: mute(db, what, value, who=ask.name, at=ask.at, reason=reason))
    except OURS as error:
        return await _mutes(ask, problem=problem_of(error), status=422)
    done = f"No longer muted: {what} {value}." if undoing else f"Muted: {what} {value}. It is not told from now on."
    return go(ask, story_href(story) if story and not undoing else "/desk/mutes", done=done)


async def rules_page(request: Request) -> Response:
    """GET /desk/rules"""
    return await _rules(await asking(request))


async def ruled(request: Request) -> Response:
    """POST /desk/rules: publishes leads of a source (and kind) unasked, or no longer."""
    ask = await asking(request)
    form = await form_of(request)
    source, kind = field(form, "source"), field(form, "kind")
    stopping = field(form, "do") == "stop"
    try:
        if stopping:
            await ask.desk(lambda db: disallow(db, source, kind, who=ask.name, at=ask.at))
        else:
            _known(ask, "source", source)
            await ask.desk(lambda db: allow(db, source, kind, who=ask.name, at=ask.at))
    except OURS as error:
        return await _rules(ask, problem=problem_of(error), status=422)
    if stopping:
        done = "Stopped. What comes from there waits on the desk again."
    else:
        done = "From now on this is published without being asked. Every such step is in the log as done by a rule."
    return go(ask, "/desk/rules", done=done)


async def _mutes(ask: Asking, *, problem: str = "", status: int = 200) -> Response:
    held = await ask.desk(mutes)
    values = {
        "mutes": tuple(
            Choice(
                what=each.what,
                value=each.value,
                words=_words(ask, each.what, each.value),
                who=each.who,
                when=moment_words(each.at),
                stamp=stamp(each.at),
                reason=each.reason,
            )
            for each in held
        ),
        "kinds": KINDS,
        "sources": sorted(ask.sources.items(), key=lambda pair: pair[1]),
    }
    return await desk_page(ask, "mutes.html", values, title="Mutes · Desk", status=status, problem=problem)


async def _rules(ask: Asking, *, problem: str = "", status: int = 200) -> Response:
    held = await ask.desk(rules)
    values = {
        "rules": tuple(
            Choice(
                what=each.source,
                value=each.kind,
                words=ask.sources.get(each.source, each.source),
                who=each.who,
                when=moment_words(each.at),
                stamp=stamp(each.at),
            )
            for each in held
        ),
        "kinds": KINDS,
        "sources": sorted(ask.sources.items(), key=lambda pair: pair[1]),
    }
    title = "Automatic publishing · Desk"
    return await desk_page(ask, "rules.html", values, title=title, status=status, problem=problem)


def _known(ask: Asking, what: str, value: str) -> None:
    """Raises UsageError for a source or series that the newsroom does not have."""
    if what == "source" and value not in ask.sources:
        raise UsageError(f"there is no source {value[:80]!r}", hint="Choose one of the list")
    if what == "series" and ask.newsroom.record.series(value) is None:
        raise UsageError(f"there is no series {value[:80]!r}", hint="Its name is like source/series")


def _words(ask: Asking, what: str, value: str) -> str:
    if what == "source":
        return ask.sources.get(value, "")
    if what == "series":
        series = ask.newsroom.record.series(value)
        return series.title if series is not None else ""
    return ""
