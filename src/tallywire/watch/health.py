"""A source's health: from its last state and what a fetch gave to its new state, told once when it changes."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from tallywire.errors import EmptyTableError, FetchError, TableError
from tallywire.series import Notice, State
from tallywire.watch.parse import Parsed
from tallywire.watch.response import Redirect, Response
from tallywire.watch.source import Source

_GONE = frozenset({404, 410, 451})
_PERMANENT = frozenset({301, 308})
_HEALTHY: frozenset[State] = frozenset({"ok", "unchanged", "returned"})
_AWAY: frozenset[State] = frozenset({"outage", "taken_down", "empty"})
_DETAIL = 500


def judge(
    source: Source,
    before: State | None,
    fetched: Response | FetchError,
    parsed: Parsed | TableError | None,
    *,
    at: datetime,
    release: str = "",
) -> tuple[State, Notice | None]:
    """The source's new state, and a notice if that is news.

    fetched: the response, or the error that took its place. parsed: what `parse` gave or raised; None where the
    body was not parsed because it is the one from before (status 304, or the same bytes), or where there is none.
    A page that was taken down stays so through an outage, and is not told twice.
    """
    seen, detail = _seen(fetched, parsed)
    if seen == "unchanged" and before in {"drifted", "empty"}:
        seen = before  # the same bytes as before cannot have become readable
    elif seen == "outage" and before == "taken_down":
        seen = before
    elif seen in _HEALTHY and before in _AWAY:
        seen = "returned"
    told = _told(before) != _told(seen) or (seen == "returned" and before != "returned")
    if not told:
        return seen, None
    return seen, Notice(source.id, source.address, before, seen, at, release, detail[:_DETAIL])


def _told(state: State | None) -> State:
    """The state as far as notices go: a first healthy fetch, ok, unchanged and returned are one."""
    return "ok" if state is None or state in _HEALTHY else state


def _seen(fetched: Response | FetchError, parsed: Parsed | TableError | None) -> tuple[State, str]:
    """What this fetch alone shows, and in words why."""
    if isinstance(fetched, FetchError):
        return "outage", fetched.message
    away = next((redirect for redirect in fetched.redirects if _moved(redirect)), None)
    moved = "" if away is None else f"moved for good from {away.address} to {away.location}"
    if fetched.status in _GONE:
        return "taken_down", _also(f"HTTP {fetched.status} at {fetched.final_address}", moved)
    if fetched.status not in {200, 203, 204, 205, 304}:
        return "outage", _also(f"HTTP {fetched.status} at {fetched.final_address}", moved)
    if isinstance(parsed, EmptyTableError) or fetched.status in {204, 205}:
        return "empty", _also(parsed.message if isinstance(parsed, TableError) else f"HTTP {fetched.status}", moved)
    if isinstance(parsed, TableError):
        return "drifted", _also(parsed.message, moved)
    if moved:
        return "moved", moved
    return ("unchanged", "") if parsed is None else ("ok", "")


def _moved(redirect: Redirect) -> bool:
    return redirect.status in _PERMANENT and _host(redirect.address) != _host(redirect.location)


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _also(detail: str, moved: str) -> str:
    return f"{detail} ({moved})" if moved else detail
