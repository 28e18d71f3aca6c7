"""Texts that were kept from the check page: put on the ledger, or dropped."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from tallywire.desk.store import DeskDB
from tallywire.desk.stories import KeptCheck, UnknownError, drop_check, kept_check, kept_checks, put_on_ledger
from tallywire.feed.dates import day_words, moment_words, stamp
from tallywire.feed.names import web_address
from tallywire.web.desk_pages.asking import asking, desk_page, go
from tallywire.web.desk_pages.steps import NOT_WRITTEN
from tallywire.web.findings import Page, findings
from tallywire.web.judging import judge
from tallywire.web.refusals import Missing
from tallywire.web.session import field, form_of

MOST = 500
OPENING = 160


class KeptLine(msgspec.Struct, frozen=True):
    """A kept text in the list."""

    id: str
    title: str
    address: str
    published: str
    who: str
    when: str
    stamp: str
    on_ledger: bool


async def checks_page(request: Request) -> Response:
    """GET /desk/checks"""
    ask = await asking(request)
    held = await ask.desk(lambda db: kept_checks(db, limit=MOST))
    values = {"checks": tuple(_line(each) for each in held)}
    return await desk_page(ask, "checks.html", values, title="Kept checks · Desk")


async def check_page(request: Request) -> Response:
    """GET /desk/checks/{id}: the text with its verdicts as the record stands now."""
    ask = await asking(request)
    id = _id(request)

    def work(db: DeskDB) -> tuple[KeptCheck, Page]:
        kept = kept_check(db, id)
        done = judge(
            ask.snapshot,
            kept.text,
            published=kept.published,
            address=kept.address,
            most=ask.own.limits.claims,
        )
        return kept, findings(ask.snapshot, done)

    try:
        kept, found = await ask.think(work)
    except UnknownError:
        raise Missing("no such check is kept") from None
    line = _line(kept)
    values = {"kept": line, "page": found, "address_href": web_address(kept.address)}
    return await desk_page(ask, "kept.html", values, title=f"{line.title} · Desk")


async def ledger(request: Request) -> Response:
    """POST /desk/checks/{id}/ledger: on the public ledger, or (`do` "off") taken off it."""
    ask = await asking(request)
    id, on = _id(request), field(await form_of(request), "do") != "off"
    try:
        await ask.desk(lambda db: put_on_ledger(db, id, who=ask.name, at=ask.at, on=on))
    except UnknownError:
        raise Missing("no such check is kept") from None
    done = "On the ledger now." if on else "Taken off the ledger."
    return go(ask, "/desk/checks", done=done + NOT_WRITTEN[await ask.room.writer.write()])


async def dropped(request: Request) -> Response:
    """POST /desk/checks/{id}/drop: erases the text and its report; a reporter only what is not on the ledger."""
    ask = await asking(request)
    id = _id(request)
    try:
        kept = await ask.desk(lambda db: kept_check(db, id))
        if kept.on_ledger and not ask.is_editor:
            return go(ask, "/desk/checks", problem="It is on the ledger, so an editor has to drop it.")
        await ask.desk(lambda db: drop_check(db, id, who=ask.name, at=ask.at))
    except UnknownError:
        raise Missing("no such check is kept") from None
    said = NOT_WRITTEN[await ask.room.writer.write()] if kept.on_ledger else ""
    return go(ask, "/desk/checks", done=f"Dropped; the text is erased.{said}")


def _id(request: Request) -> str:
    id = str(request.path_params["id"])
    if not 0 < len(id) <= 64 or not id.isprintable():
        raise Missing("no such check is kept")
    return id


def _line(kept: KeptCheck) -> KeptLine:
    opening = " ".join(kept.text.split())
    short = opening if len(opening) <= OPENING else opening[:OPENING].rstrip() + "…"
    return KeptLine(
        id=kept.id,
        title=kept.title or short or "A text without words",
        address=kept.address,
        published=day_words(kept.published),
        who=kept.who,
        when=moment_words(kept.at),
        stamp=stamp(kept.at),
        on_ledger=kept.on_ledger,
    )
