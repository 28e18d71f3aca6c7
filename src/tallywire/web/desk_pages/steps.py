"""Steps of a story that take no more than a button: approve, dismiss, undo and their like."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from tallywire.desk.store import DeskDB
from tallywire.desk.stories import (
    DeskError,
    UnknownError,
    approve,
    dismiss,
    reinstate,
    restore,
    settle,
    unapprove,
    undo,
    withdraw,
)
from tallywire.desk.stories import story as story_named
from tallywire.errors import TallywireError
from tallywire.web.desk_pages.asking import OURS, Asking, asking, go
from tallywire.web.desk_pages.desk_list import story_id, story_page
from tallywire.web.desk_pages.site_writer import Written
from tallywire.web.desk_pages.tabs import TABS, story_href
from tallywire.web.refusals import Missing, Refusal
from tallywire.web.session import Endpoint, field, form_of

MOST_REASON = 600

NOT_WRITTEN: dict[Written, str] = {
    "written": "",
    "going on": " The site is still being written; readers see it in a moment.",
    "failed": " The site could not be written: the desk says so at its head.",
}


class Sent(msgspec.Struct, frozen=True):
    """What every form of a story's page sends. tab: the list it was opened from. version: the draft it showed."""

    tab: str
    version: int
    reason: str


class Step(msgspec.Struct, frozen=True):
    """A step and what is said after it. public: readers see it."""

    take: Callable[[DeskDB, Asking, str, Sent], object]
    done: str
    public: bool = False


def _undo(db: DeskDB, ask: Asking, id: str, sent: Sent) -> None:
    """A reporter takes back what was done to a draft; what an editor decided, editors take back."""
    if not ask.is_editor and story_named(db, id).state != "draft":
        raise DeskError("it is no draft any more, so an editor has to undo this")
    undo(db, id, who=ask.name, at=ask.at, seen=sent.version)


STEPS = {
    "approve": Step(
        lambda db, ask, id, sent: approve(db, id, who=ask.name, at=ask.at, seen=sent.version),
        "Approved. Publish it when it is time, or undo.",
    ),
    "unapprove": Step(lambda db, ask, id, sent: unapprove(db, id, who=ask.name, at=ask.at), "A draft again."),
    "dismiss": Step(
        lambda db, ask, id, sent: dismiss(db, id, who=ask.name, at=ask.at, reason=sent.reason),
        "Dismissed. Undo brings it back.",
    ),
    "restore": Step(lambda db, ask, id, sent: restore(db, id, who=ask.name, at=ask.at), "A draft again."),
    "undo": Step(_undo, "Undone."),
    "settle": Step(
        lambda db, ask, id, sent: settle(db, id, sent.reason, who=ask.name, at=ask.at, seen=sent.version),
        "It stands as readers see it. The log says why; undo brings the change back.",
    ),
    "withdraw": Step(
        lambda db, ask, id, sent: withdraw(db, id, sent.reason, who=ask.name, at=ask.at),
        "Withdrawn. Its page says when and why, and feeds carry a tombstone.",
        public=True,
    ),
    "reinstate": Step(
        lambda db, ask, id, sent: reinstate(db, id, who=ask.name, at=ask.at),
        "It stands again, marked as updated.",
        public=True,
    ),
}


def taking(name: str) -> Endpoint:
    """The endpoint of one step: POST /desk/stories/{id}/{name}"""
    step = STEPS[name]

    async def endpoint(request: Request) -> Response:
        ask, id = await asking(request), story_id(request)
        sent = await sent_with(request)
        try:
            await ask.desk(lambda db: step.take(db, ask, id, sent))
        except UnknownError:
            raise Missing("the desk has no such story") from None
        except OURS as error:
            return await story_page(ask, id, tab=sent.tab, status=409, problem=problem_of(error))
        said = step.done + (NOT_WRITTEN[await ask.room.writer.write()] if step.public else "")
        return go(ask, story_href(id, sent.tab), done=said)

    return endpoint


async def sent_with(request: Request) -> Sent:
    form = await form_of(request)
    tab, version, reason = field(form, "in"), field(form, "version"), field(form, "reason")
    if len(reason) > MOST_REASON:
        raise Refusal(422, f"the reason is longer than {MOST_REASON} characters", hint="Go back and shorten it")
    known = {each.name for each in TABS}
    return Sent(tab if tab in known else "", version_number(version), reason)


def version_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def problem_of(error: TallywireError) -> str:
    """An error of the desk in a sentence; where it is, the page says itself."""
    what = error.what[:1].upper() + error.what[1:]
    if what.startswith(("Is ", "Was ", "Has ")):
        what = f"This story {error.what}"
    return f"{what}. {error.hint}." if error.hint else f"{what}."
