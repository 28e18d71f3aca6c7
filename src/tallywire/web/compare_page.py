"""/compare/SOURCE?a=RELEASE&b=RELEASE: any two releases of a source, side by side."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from tallywire.brief import Edition, SourceSheet
from tallywire.desk.sheets import series_sheets
from tallywire.errors import UsageError
from tallywire.feed.record_pages import compare_page
from tallywire.feed.record_pages.paths import compare_path
from tallywire.web.file import SERVED
from tallywire.web.house import charge, house
from tallywire.web.refusals import Missing
from tallywire.web.snapshot import Snapshot

MAX_ID = 200


async def compare(request: Request) -> Response:
    """The published page of the two, where there is one; else it is made now, and not stored."""
    own = house(request)
    name = str(request.path_params["source"])
    a, b = (request.query_params.get(key, "")[:MAX_ID] for key in ("a", "b"))
    snapshot = await own.snapshot()
    sheet = await own.think(lambda: snapshot.sheets.get(name))
    if sheet is None:
        raise Missing("there is no such source", hint="The sources are listed on the front page")
    if not a or not b:
        raise Missing("two releases are needed", hint="Choose them on the page of the source")
    published = await own.read(lambda: _published(snapshot, sheet, a, b))
    if published:
        return RedirectResponse(published, 303)
    charge(request, own.checks)
    made = await own.think(lambda: _made(snapshot, sheet, a, b))
    return HTMLResponse(made.replace(SERVED, b""), headers={"Cache-Control": "no-cache"})


def _made(snapshot: Snapshot, sheet: SourceSheet, a: str, b: str) -> bytes:
    try:
        return compare_page(_edition(snapshot, sheet), sheet, a, b, snapshot.stacks)
    except UsageError as error:
        raise Missing(error.what, hint=error.hint) from None


def _published(snapshot: Snapshot, sheet: SourceSheet, a: str, b: str) -> str:
    """The address of the site's own page of the two, in either order; "" where there is none."""
    for path in (compare_path(sheet.id, a, b), compare_path(sheet.id, b, a)):
        if Path(snapshot.newsroom.folder, "site", path).is_file():
            return f"/{path}"
    return ""


def _edition(snapshot: Snapshot, sheet: SourceSheet) -> Edition:
    """What the frame of a page of the site needs, without briefs, and the series of the source."""
    newsroom = snapshot.newsroom
    settings = newsroom.settings
    return Edition(
        title=settings.title,
        desk=settings.desk,
        contact=settings.contact,
        about=settings.about,
        address=settings.address,
        generated=newsroom.clock.now(),
        head=newsroom.archive.head,
        entries=newsroom.archive.count,
        clock=newsroom.clock_word,
        briefs=(),
        series=series_sheets(newsroom, source=sheet.id) if sheet.series else (),
    )
