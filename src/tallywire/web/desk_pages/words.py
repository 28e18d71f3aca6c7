"""The words of a story as its form holds them: from a brief, from what was sent, and back to a brief."""

from __future__ import annotations

from datetime import datetime
from typing import get_args

import msgspec
from starlette.datastructures import FormData

from tallywire.brief import Brief, Label, Text
from tallywire.desk.wording import from_markdown, to_markdown
from tallywire.errors import TextError
from tallywire.feed.names import web_address
from tallywire.web.session import field

LABELS: tuple[Label, ...] = get_args(Label)

HEADLINE = 90
"""Characters that a headline should have at most; more are allowed, and said."""

MOST_HEADLINE = 300
MOST_NAME = 80


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What an editor types. lead, body, caveats: Markdown. kicker, topic, place: of items written by hand."""

    headline: str = ""
    lead: str = ""
    body: str = ""
    caveats: str = ""
    labels: tuple[str, ...] = ()
    video: str = ""
    kicker: str = ""
    topic: str = ""
    place: str = ""


def words_of(brief: Brief) -> Words:
    return Words(
        headline=brief.headline.text,
        lead=to_markdown((brief.lead,)).rstrip("\n"),
        body=to_markdown(brief.body),
        caveats=to_markdown(brief.caveats),
        labels=brief.labels,
        video=brief.video,
        kicker=brief.kicker,
        topic=brief.topic,
        place=brief.place,
    )


def sent_words(form: FormData) -> Words:
    """What a form holds, as it was typed; browsers send line ends as two characters."""
    labels = [value for value in form.getlist("label") if isinstance(value, str)]
    return Words(
        headline=field(form, "headline"),
        lead=_lines(field(form, "lead")),
        body=_lines(field(form, "body")),
        caveats=_lines(field(form, "caveats")),
        labels=tuple(label for label in LABELS if label in labels),
        video=field(form, "video").strip(),
        kicker=field(form, "kicker"),
        topic=field(form, "topic"),
        place=field(form, "place"),
    )


def brief_of(words: Words, base: Brief) -> Brief:
    """`base` with these words, its numbers not yet bound. Raises TextError for words that cannot stand in a brief."""
    lead = from_markdown(words.lead)
    if len(lead) > 1:
        raise TextError("the first paragraph is several", hint="Move what follows it into the text below")
    if words.video and not web_address(words.video):
        raise TextError("the video's address is no web address", hint="It begins with https:// or http://")
    made = msgspec.structs.replace(
        base,
        headline=Text(_line(words.headline, "headline", MOST_HEADLINE)),
        lead=lead[0] if lead else Text(""),
        body=from_markdown(words.body),
        caveats=from_markdown(words.caveats),
        labels=tuple(label for label in LABELS if label in words.labels),
        video=words.video,
    )
    if base.source:
        return made
    topic, place = _line(words.topic, "topic", MOST_NAME), _line(words.place, "place", MOST_NAME)
    kicker = _line(words.kicker, "kicker", MOST_NAME) or " · ".join(part for part in (topic, place) if part)
    return msgspec.structs.replace(made, topic=topic, place=place, kicker=kicker)


def empty_brief(at: datetime) -> Brief:
    """What an item written by hand begins with."""
    nothing = Text("")
    return Brief(
        id="",
        kicker="",
        headline=nothing,
        lead=nothing,
        body=(),
        found=nothing,
        source="",
        source_name="",
        published=at,
    )


def _line(text: str, name: str, most: int) -> str:
    plain = " ".join(text.split())
    if len(plain) > most:
        raise TextError(f"the {name} has {len(plain)} characters", hint=f"It may have {most} at most")
    return plain


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
