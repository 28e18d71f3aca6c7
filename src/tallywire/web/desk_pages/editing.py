"""Editing a story, and writing one: the form, its check, its live verdicts, and saving what nobody else changed."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tallywire.brief import Brief
from tallywire.desk.store import DeskDB
from tallywire.desk.stories import DeskError, UnknownError, edit, write
from tallywire.desk.wording import reading_minutes
from tallywire.web.desk_pages.asking import OURS, Asking, asking, desk_page, go
from tallywire.web.desk_pages.desk_list import story_id
from tallywire.web.desk_pages.judging import Opinion, opinion, same_bindings
from tallywire.web.desk_pages.steps import problem_of, version_number
from tallywire.web.desk_pages.story_view import Held, held, offered
from tallywire.web.desk_pages.tabs import story_href
from tallywire.web.desk_pages.words import HEADLINE, LABELS, Words, brief_of, empty_brief, sent_words, words_of
from tallywire.web.refusals import Missing, Refusal
from tallywire.web.session import field, form_of

SAVED = 303


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """The form as it is shown. one: the story, None for a new one. version: the draft it was made from.

    theirs: the draft as somebody else left it meanwhile. source: of which version the words are, where another
    than the draft was taken up.
    """

    one: Held | None
    words: Words
    version: int
    opinion: Opinion | None
    problem: str = ""
    theirs: Words | None = None
    theirs_by: str = ""
    source: str = ""
    offered: int = 0


async def edit_form(request: Request) -> Response:
    """GET /desk/stories/{id}/edit; `from` takes up the words of another version."""
    ask, id = await asking(request), story_id(request)
    other = version_number(request.query_params.get("from", ""))

    def work(db: DeskDB) -> Form:
        one = _editable(ask, held(db, id))
        chosen = next((version for version in one.history.versions if version.id == other), None)
        brief = one.story.brief if chosen is None else chosen.brief
        aside = offered(one.history)
        return Form(
            one=one,
            words=words_of(brief),
            version=one.version,
            opinion=opinion(ask.snapshot, brief, told=one.told, at=ask.at),
            source=chosen.what if chosen is not None else "",
            offered=aside.id if aside is not None else 0,
        )

    try:
        form = await ask.think(work)
    except UnknownError:
        raise Missing("the desk has no such story") from None
    except DeskError as error:
        return go(ask, story_href(id), problem=problem_of(error))
    return await _page(ask, form)


async def edited(request: Request) -> Response:
    """POST /desk/stories/{id}/edit: checks the words, or saves them as a version. Whatever is refused is kept."""
    ask, id = await asking(request), story_id(request)
    sent = await form_of(request)
    words, version = sent_words(sent), version_number(field(sent, "version"))
    saving = field(sent, "do") == "save"

    def work(db: DeskDB) -> tuple[Form, int]:
        one = _open_to(ask, held(db, id))
        form = _judged(ask, one, words, version)
        if form.opinion is None:
            return form, 422
        if not saving:
            return form, 200
        try:
            edit(db, id, _made(form.opinion.brief, one), who=ask.name, at=ask.at, seen=version)
        except DeskError as error:
            now = held(db, id)
            if now.version != version:
                return _overtaken(form, now), 409
            return msgspec.structs.replace(form, problem=problem_of(error)), 422
        return form, SAVED

    try:
        form, status = await ask.think(work)
    except UnknownError:
        raise Missing("the desk has no such story") from None
    if status == SAVED:
        return go(ask, story_href(id), done=_saved(form))
    return await _page(ask, form, status=status)


async def new_form(request: Request) -> Response:
    """GET /desk/new"""
    ask = await asking(request)
    return await _page(ask, Form(one=None, words=Words(), version=0, opinion=None))


async def written(request: Request) -> Response:
    """POST /desk/new: checks the words, or puts them on the desk as a draft."""
    ask = await asking(request)
    sent = await form_of(request)
    words, saving = sent_words(sent), field(sent, "do") == "save"
    form = await ask.think(lambda db: _judged(ask, None, words, 0))
    if form.opinion is None or not saving:
        return await _page(ask, form, status=422 if form.opinion is None else 200)
    brief = form.opinion.brief
    try:
        if not brief.headline.text:
            raise DeskError("a story has a headline", hint="Write one; the rest can wait")
        made = await ask.desk(lambda db: write(db, brief, who=ask.name, at=ask.at))
    except OURS as error:
        return await _page(ask, msgspec.structs.replace(form, problem=problem_of(error)), status=422)
    return go(ask, story_href(made.id), done=_saved(form))


async def verdicts(request: Request) -> Response:
    """POST /desk/stories/{id}/verdicts, and /desk/new/verdicts: the numbers of unsaved words, as JSON."""
    ask = await asking(request)
    sent = await form_of(request)
    words = sent_words(sent)
    id = story_id(request) if "id" in request.path_params else ""

    def work(db: DeskDB) -> Form:
        return _judged(ask, held(db, id) if id else None, words, 0)

    try:
        form = await ask.think(work)
    except UnknownError:
        raise Missing("the desk has no such story") from None
    if form.opinion is None:
        return JSONResponse({"problem": form.problem}, 422, headers={"Cache-Control": "no-store"})
    body = {
        "numbers": msgspec.to_builtins(form.opinion.numbers),
        "open": len(form.opinion.open),
        "minutes": reading_minutes(form.opinion.brief),
        "summary": summary(form.opinion),
    }
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


def summary(found: Opinion) -> str:
    """How the numbers stand, in one line."""
    if not found.numbers:
        return "No number in the text."
    count = f"{len(found.numbers)} {'number' if len(found.numbers) == 1 else 'numbers'}"
    if not found.open:
        return f"{count}, every one borne out by the record."
    return f"{count}, {len(found.open)} not borne out by the record."


def _editable(ask: Asking, one: Held) -> Held:
    """Raises DeskError for a story that cannot be edited, and Refusal for one that only an editor may edit."""
    if one.story.state == "withdrawn":
        raise DeskError("was withdrawn, so it cannot be edited", hint="Reinstate it first")
    if one.story.state == "dismissed":
        raise DeskError("was dismissed, so it cannot be edited", hint="Restore it first")
    return _open_to(ask, one)


def _open_to(ask: Asking, one: Held) -> Held:
    """Raises Refusal where a story is decided and a reporter asks."""
    if one.story.state != "draft" and not ask.is_editor:
        raise Refusal(403, f"this story is {one.story.state}, and only an editor edits it", hint="Ask an editor")
    return one


def _made(brief: Brief, one: Held) -> Brief:
    """Where no number is bound otherwise than before, the proofs stay too, so that nothing saved is no change."""
    now = one.story.brief
    return msgspec.structs.replace(brief, proofs=now.proofs) if same_bindings(brief, now) else brief


def _judged(ask: Asking, one: Held | None, words: Words, version: int) -> Form:
    base: Brief = empty_brief(ask.at) if one is None else one.story.brief
    form = Form(one=one, words=words, version=version, opinion=None)
    try:
        made = brief_of(words, base)
    except OURS as error:
        return msgspec.structs.replace(form, problem=problem_of(error))
    told = None if one is None else one.told
    return msgspec.structs.replace(form, opinion=opinion(ask.snapshot, made, told=told, at=ask.at))


def _overtaken(form: Form, one: Held) -> Form:
    """Both texts side by side; the form is now made from theirs, so that saving it again is a decision."""
    last = next(version for version in one.history.versions if version.id == one.version)
    return msgspec.structs.replace(
        form,
        version=one.version,
        theirs=words_of(one.story.brief),
        theirs_by=last.who,
        problem=f"{last.who} changed this story while you wrote. Nothing is lost: both texts are below.",
    )


def _saved(form: Form) -> str:
    assert form.opinion is not None, "what was saved was judged"
    return f"Saved. {summary(form.opinion)}"


async def _page(ask: Asking, form: Form, *, status: int = 200) -> Response:
    headline = form.one.story.brief.headline.text if form.one is not None else ""
    values = {
        "form": form,
        "story": None if form.one is None else form.one.story,
        "labels": LABELS,
        "most_headline": HEADLINE,
        "summary": "" if form.opinion is None else summary(form.opinion),
        "by_hand": form.one is None or not form.one.story.brief.source,
        "action": "/desk/new" if form.one is None else f"{story_href(form.one.story.id)}/edit",
        "verdicts": "/desk/new/verdicts" if form.one is None else f"{story_href(form.one.story.id)}/verdicts",
    }
    title = f"Edit: {headline} · Desk" if form.one is not None else "Write · Desk"
    return await desk_page(ask, "edit.html", values, title=title, status=status, problem=form.problem)
