"""A lead becomes a brief: one minute to read, every number bound to what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import groupby

from tallywire.brief import Binding, Brief, Chart, Label, Proof, Text
from tallywire.errors import StatementError
from tallywire.statement import Holdings, Lead
from tallywire.tell.change_lines import main_change
from tallywire.tell.draw import svg
from tallywire.tell.level_story import level_remarks, main_level
from tallywire.tell.moved_story import moved_headline, moved_remarks
from tallywire.tell.phrase import Phrase, fill, joined
from tallywire.tell.pictured import pictured
from tallywire.tell.reading_time import PACE, minutes, words
from tallywire.tell.restated import restated
from tallywire.tell.scene import Remark, Scene
from tallywire.tell.taken_down import taken_down
from tallywire.tell.title import name
from tallywire.tell.voice import voice

KEPT = 100
"""Remarks of this weight are never left out."""

LABELS: dict[str, Label] = {
    "revision": "Revision",
    "return": "Returned",
    "takedown": "Taken down",
}


def tell(
    lead: Lead,
    *,
    holdings: Holdings,
    source_name: str,
    published: datetime,
    badge: str = "",
    language: str = "en",
    draw: Callable[[str], str] | None = svg,
) -> Brief:
    """Tell `lead` from the record it was found in, in at most a minute at 238 words a minute.

    published: with its zone. badge: a standing remark about the source. draw: a Vega-Lite spec to SVG; None
    leaves the chart out. Raises StatementError where a finding does not hold on the record as of the lead.
    """
    if published.tzinfo is None:
        raise StatementError("a published time needs a time zone", where=lead.id, hint="Give it in UTC")
    scene = Scene(lead, holdings, voice(holdings.series, language), source_name)
    series = scene.series()
    title, remarks = _story(scene)
    kept = cut(title, remarks)
    proofs = _proofs(kept)
    known = {proof.id for proof in proofs}
    parts = {part: [r for r in kept if r.part == part] for part in ("lead", "body", "caveat", "found")}
    body = tuple(
        _text([r.phrase for r in paragraph], known)
        for _, paragraph in groupby(sorted(parts["body"], key=lambda r: r.paragraph), key=lambda r: r.paragraph)
    )
    topic, place = name(series.topic, longest=40, otherwise=""), name(series.place, longest=40, otherwise="")
    told = {
        "headline": _text([title], known),
        "lead": _text([r.phrase for r in parts["lead"]], known),
        "found": _text([r.phrase for r in parts["found"]], known),
    }
    caveats = tuple(_text([r.phrase], known) for r in parts["caveat"])
    chart: Chart | None = None if draw is None else pictured(scene, proofs, draw)
    texts = (*told.values(), *body, *caveats)
    return Brief(
        id=lead.id,
        kicker=_kicker(scene, topic, place),
        headline=told["headline"],
        lead=told["lead"],
        body=body,
        caveats=caveats,
        found=told["found"],
        labels=_labels(scene, proofs),
        source=series.source,
        source_name=source_name,
        topic=series.topic,
        place=series.place,
        series=lead.series,
        badge=badge,
        chart=chart,
        proofs=proofs,
        score=lead.score,
        published=published,
        minutes=minutes(words(text.text for text in texts)),
    )


def _story(scene: Scene) -> tuple[Phrase, tuple[Remark, ...]]:
    """The headline and everything that could be told."""
    lead = scene.lead
    if lead.story in {"revision", "return"} and lead.restatement is not None:
        return restated(scene, lead.restatement)
    if lead.notice is not None:
        return taken_down(scene, lead.notice)
    if lead.story in {"revision", "takedown"}:
        raise StatementError(f"the lead {lead.id!r} is a {lead.story} without what happened", hint="Find it again")
    moved = main_change(scene)
    if moved is not None:
        return moved_headline(scene, moved), moved_remarks(scene, moved)
    stood = main_level(scene)
    return stood.headline, level_remarks(scene, stood)


def cut(title: Phrase, remarks: Sequence[Remark], *, most: int = PACE) -> tuple[Remark, ...]:
    """The remarks that fit into `most` words together with the headline; the least important go first."""
    kept = list(remarks)
    while title.words + sum(r.phrase.words for r in kept) > most:
        lightest = min(range(len(kept)), key=lambda place: (kept[place].weight, -place))
        if kept[lightest].weight >= KEPT:
            break
        del kept[lightest]
    return tuple(kept)


def _text(phrases: Iterable[Phrase], proofs: set[str]) -> Text:
    """Sentences one after the other; the numbers that name a proof are bound to it."""
    phrase = joined(phrases, " ")
    bindings = tuple(Binding(span.start, span.end, span.what) for span in phrase.spans if span.what in proofs)
    return Text(phrase.text, bindings)


def _proofs(remarks: Iterable[Remark]) -> tuple[Proof, ...]:
    """Each proof once, in reading order."""
    found: dict[str, Proof] = {}
    for remark in remarks:
        for proof in remark.proofs:
            found.setdefault(proof.id, proof)
    return tuple(found.values())


def _kicker(scene: Scene, topic: str, place: str) -> str:
    if topic and place:
        return fill(scene.voice.words.words.kicker, {"first": topic, "second": place}).opened.text
    return Phrase(topic or place or scene.source).opened.text


def _labels(scene: Scene, proofs: Sequence[Proof]) -> tuple[Label, ...]:
    story = scene.lead.story
    if story in LABELS:
        return (LABELS[story],)
    records = [p for p in proofs if p.id.startswith("record-") or (p.id == "main" and story in {"low", "high"})]
    return ("New record",) if any(not p.evidence.tied for p in records) else ()
