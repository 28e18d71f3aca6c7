"""A source's health: from its last state and what a fetch gave to its new state, told once when it changes."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

import msgspec

from tallywire.errors import EmptyTableError, FetchError, TableError
from tallywire.series import Notice, State
from tallywire.watch.look import Look, layout_words, wanted_names
from tallywire.watch.parse import Parsed
from tallywire.watch.response import Redirect, Response
from tallywire.watch.source import Source

_GONE = frozenset({404, 410, 451})
_PERMANENT = frozenset({301, 308})
_HEALTHY: frozenset[State] = frozenset({"ok", "unchanged", "returned", "late"})
_AWAY: frozenset[State] = frozenset({"outage", "taken_down", "empty"})
_DETAIL = 500


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What one fetch gave.

    fetched: the response, or the error that took its place. parsed: what `parse` gave or raised; None where the
    body was not parsed because it is the one from before (status 304, or the same bytes), or where there is none.
    release: where it is archived. late: why nothing new is overdue, "" where it is not (see `late.late`). was and
    now: how the body looked when it was last read well, and how it looks now, where it could not be read.
    """

    fetched: Response | FetchError
    parsed: Parsed | TableError | None = None
    release: str = ""
    late: str = ""
    was: Look | None = None
    now: Look | None = None


def judge(source: Source, before: State | None, seen: Seen, *, at: datetime) -> tuple[State, Notice | None]:
    """The source's new state, and a notice if that is news.

    An outage is no takedown: a page that was taken down stays so through an outage, and is not told twice. A page
    that answers again is told, and that it is late only after that.
    """
    state, detail = _state(source, seen)
    if state == "unchanged" and before in {"drifted", "empty"}:
        state = before  # the same bytes as before cannot have become readable
    elif state == "outage" and before == "taken_down":
        state = before
    elif state in _HEALTHY and before in _AWAY:
        state = "returned"
    elif state in {"ok", "unchanged"} and seen.late:
        state, detail = "late", seen.late
    told = _told(before) != _told(state) or (state == "returned" and before != "returned")
    if not told:
        return state, None
    drifted = state == "drifted" and seen.now is not None
    return state, Notice(
        source=source.id,
        address=source.address,
        before=before,
        after=state,
        at=at,
        release=seen.release,
        detail=detail[:_DETAIL],
        was=layout_words(seen.was, source)[:_DETAIL] if drifted and seen.was is not None else "",
        now=layout_words(seen.now, source)[:_DETAIL] if drifted and seen.now is not None else "",
    )


def _told(state: State | None) -> State:
    """The state as far as notices go: a first healthy fetch, ok, unchanged and returned are one."""
    return "ok" if state is None or (state in _HEALTHY and state != "late") else state


def _state(source: Source, seen: Seen) -> tuple[State, str]:
    """What this fetch alone shows, and in words why."""
    fetched, parsed = seen.fetched, seen.parsed
    if isinstance(fetched, FetchError):
        return "outage", fetched.message
    away = next((redirect for redirect in fetched.redirects if _moved(redirect)), None)
    moved = "" if away is None else f"moved for good from {away.address} to {away.location}"
    if fetched.status in _GONE:
        return "taken_down", _also(f"HTTP {fetched.status} at {fetched.final_address}", moved)
    if fetched.status not in {200, 203, 204, 205, 304}:
        return "outage", _also(f"HTTP {fetched.status} at {fetched.final_address}", moved)
    if fetched.status in {204, 205}:
        return "empty", _also(f"HTTP {fetched.status}", moved)
    if isinstance(parsed, TableError):
        state, detail = _unread(source, parsed, seen.was, seen.now)
        return state, _also(detail, moved)
    if moved:
        return "moved", moved
    return ("unchanged", "") if parsed is None else ("ok", "")


def _unread(source: Source, error: TableError, was: Look | None, now: Look | None) -> tuple[State, str]:
    """A body that came with a good status and could not be read: an error page, a table that is empty or gone, drift.

    A web page where a file was asked for, or one whose title speaks of an error, is an outage. The table is gone
    from the page where the page is the same by its title, it has fewer tables than before, and of all the columns
    that the source reads there is not one left on it though they stood there. Everything else is drift, for
    somebody to look at: another wording, another order, other names.
    """
    if now is None:
        return "empty" if isinstance(error, EmptyTableError) else "drifted", error.message
    wanted = wanted_names(source)
    left = wanted & now.names()
    if now.markup and source.media not in {"html", "text"}:
        return "outage", f"a web page came where {source.media.upper()} was asked for: {now.title[:120]!r}"
    if now.seems_an_error and not left and (was is None or was.title != now.title):
        return "outage", f"an error page came with a good status: {now.title[:120]!r}"
    if isinstance(error, EmptyTableError):
        return "empty", error.message
    if was is None or source.media == "text":
        return "drifted", error.message
    same_page = bool(was.title) and was.title == now.title
    if same_page and wanted & was.names() and not left and len(now.columns) < len(was.columns):
        return "taken_down", f"the page answers, and the table is gone from it: {error.message}"
    return "drifted", error.message


def _moved(redirect: Redirect) -> bool:
    return redirect.status in _PERMANENT and _host(redirect.address) != _host(redirect.location)


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _also(detail: str, moved: str) -> str:
    return f"{detail} ({moved})" if moved else detail
