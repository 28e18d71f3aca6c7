"""Publishing a story: every number borne out by the record, or passed by the desk with its reason for all to see."""

from __future__ import annotations

import msgspec
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from tallywire.brief import Override
from tallywire.desk.store import DeskDB
from tallywire.desk.stories import DeskError, UnknownError, approve, edit, publish
from tallywire.web.desk_pages.asking import OURS, Asking, asking, desk_page, go
from tallywire.web.desk_pages.desk_list import story_id, story_page
from tallywire.web.desk_pages.judging import same_bindings
from tallywire.web.desk_pages.steps import MOST_REASON, NOT_WRITTEN, problem_of, sent_with
from tallywire.web.desk_pages.story_view import Held, drafted, held, judged
from tallywire.web.desk_pages.tabs import story_href
from tallywire.web.desk_pages.verdicts import Number
from tallywire.web.refusals import Missing
from tallywire.web.session import field, form_of

MOST_CORRECTION = 2000


class Refused(msgspec.Struct, frozen=True):
    """Why a story was not published yet, and what the form held. open: each number with the reason given so far."""

    one: Held
    open: tuple[tuple[Number, str], ...]
    correction: str
    correcting: bool
    problem: str


async def published(request: Request) -> Response:
    """POST /desk/stories/{id}/publish"""
    ask, id = await asking(request), story_id(request)
    sent, form = await sent_with(request), await form_of(request)
    try:
        refused = await ask.think(lambda db: _publish(ask, db, id, sent.version, form))
    except UnknownError:
        raise Missing("the desk has no such story") from None
    except OURS as error:
        return await story_page(ask, id, tab=sent.tab, status=409, problem=problem_of(error))
    if refused is not None:
        values = {"refused": refused, "story": refused.one.story, "version": refused.one.version, "tab": sent.tab}
        return await desk_page(
            ask, "publish.html", values, title="Not published yet · Desk", status=422, problem=refused.problem
        )
    said = "Published." + NOT_WRITTEN[await ask.room.writer.write()]
    return go(ask, story_href(id, sent.tab), done=said)


def _publish(ask: Asking, db: DeskDB, id: str, seen: int, form: FormData) -> Refused | None:
    """Publish, or say what is missing; then nothing is changed."""
    one = held(db, id)
    if one.version != seen:
        last = one.history.versions[-1]
        raise DeskError(f"{last.who} changed it in the meantime", hint="Read it as it stands now, then decide")
    if one.story.state not in ("approved", "published"):
        publish(db, id, who=ask.name, at=ask.at, seen=seen)  # which says what has to be done first
    found = judged(ask.snapshot, one, ask.at)
    correcting = one.story.public is not None
    correction = field(form, "correction").replace("\r\n", "\n").strip() if correcting else ""
    reasons = [(number, _reason(form, number)) for number in found.open]
    problem = _missing(reasons, correction, correcting)
    if problem:
        return Refused(one, tuple(reasons), correction or drafted(one.story), correcting, problem)
    if not same_bindings(found.brief, one.story.brief) and one.story.state in ("approved", "published"):
        # The record bears out more, or other, numbers than when the draft was saved: readers get today's evidence.
        edited = edit(db, id, found.brief, who=ask.name, at=ask.at, seen=seen)
        seen = held(db, id).version
        if edited.state == "draft":
            approve(db, id, who=ask.name, at=ask.at, seen=seen)
    overrides = [Override(number.text, reason, ask.at) for number, reason in reasons]
    # A correction that was drafted keeps its own bound numbers where nobody changed a word of it.
    own = "" if correction == drafted(one.story).strip() else correction
    publish(db, id, who=ask.name, at=ask.at, corrections=own, overrides=overrides, seen=seen)
    return None


def _reason(form: FormData, number: Number) -> str:
    return " ".join(field(form, f"because.{number.key}").split())


def _missing(reasons: list[tuple[Number, str]], correction: str, correcting: bool) -> str:
    """What keeps the story from being published; "" where nothing does."""
    silent = [number.text for number, reason in reasons if not reason]
    if silent:
        listed = ", ".join(silent)
        return f"The record does not bear out {'this number' if len(silent) == 1 else 'these numbers'}: {listed}."
    if any(len(reason) > MOST_REASON for _, reason in reasons):
        return f"A reason has {MOST_REASON} characters at most."
    if correcting and not correction:
        return "A published story is changed with a correction: say what was wrong, and what is right."
    if len(correction) > MOST_CORRECTION:
        return f"A correction has {MOST_CORRECTION:,} characters at most."
    return ""
