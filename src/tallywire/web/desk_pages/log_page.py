"""The desk's log: who did what, when; nothing is ever taken out of it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from tallywire.desk.store import DeskDB
from tallywire.desk.stories import LogLine, log
from tallywire.web.desk_pages.asking import asking, desk_page
from tallywire.web.desk_pages.past import logged
from tallywire.web.desk_pages.steps import version_number

PAGE = 100
AT_A_TIME = 500
MOST_LOOKED_AT = 20_000
"""Lines that one request goes through in search of a name; "older" goes on from there."""

LONGEST = 200


async def log_page(request: Request) -> Response:
    """GET /desk/log; `who`, `what` and `subject` narrow it, `before` goes back."""
    ask = await asking(request)
    query = request.query_params
    wanted = {name: query.get(name, "").strip()[:LONGEST] for name in ("who", "what", "subject")}
    before = version_number(query.get("before", "")) or None
    lines, older = await ask.desk(lambda db: _found(db, wanted, before))
    asked = {name: value for name, value in wanted.items() if value}
    values = {
        "lines": logged(lines),
        "wanted": wanted,
        "narrowed": bool(asked),
        "older": f"/desk/log?{urlencode({**asked, 'before': older})}" if older else "",
        "newest": before is None,
    }
    return await desk_page(ask, "log.html", values, title="Log · Desk")


def _found(db: DeskDB, wanted: Mapping[str, str], before: int | None) -> tuple[tuple[LogLine, ...], int]:
    """A page of lines that fit, newest first, and the number that the next one starts before; 0 at the end."""
    found: list[LogLine] = []
    looked = 0
    while looked < MOST_LOOKED_AT:
        lines = log(db, subject=wanted["subject"] or None, limit=AT_A_TIME, before=before)
        for line in lines:
            before = line.id
            if _fits(line, wanted):
                found.append(line)
            if len(found) == PAGE:
                return tuple(found), before
        looked += len(lines)
        if len(lines) < AT_A_TIME:
            return tuple(found), 0
    return tuple(found), before or 0


def _fits(line: LogLine, wanted: Mapping[str, str]) -> bool:
    who, what = wanted["who"].casefold(), wanted["what"].casefold()
    return (not who or line.who.casefold() == who) and (not what or what in line.action.casefold())
