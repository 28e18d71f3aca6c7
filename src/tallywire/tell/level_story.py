"""A level that is the highest or lowest held, told."""

from __future__ import annotations

import msgspec

from tallywire.errors import StatementError
from tallywire.series import Observation
from tallywire.statement import Extreme, Finding, Level
from tallywire.tell.beside_lines import class_remarks, gross_remarks
from tallywire.tell.caveats import gap_remark, latest_remarks, source_remark
from tallywire.tell.found import found_remarks
from tallywire.tell.headline import headline
from tallywire.tell.phrase import Phrase, fill
from tallywire.tell.record_lines import complete, record_slots, rival_remark
from tallywire.tell.scene import Remark, Scene, told


class Stood(msgspec.Struct, frozen=True):
    """The level that the story is about; `extreme` is None where it is told without a record."""

    finding: Finding
    extreme: Extreme | None
    remark: Remark
    headline: Phrase
    latest: Observation | None


def main_level(scene: Scene) -> Stood:
    """The main finding as a level; raises StatementError where it is none."""
    for finding in (*scene.findings("main"), *scene.findings("record")):
        statement = finding.statement
        if isinstance(statement, Extreme) and statement.of == "level" and statement.over == "counts":
            return _record(scene, complete(statement, finding), finding)
        if isinstance(statement, Level):
            return _plain(scene, statement, finding)
    raise StatementError(f"the lead {scene.lead.id!r} has no level or change to tell", hint="Find it again")


def _record(scene: Scene, extreme: Extreme, finding: Finding) -> Stood:
    voice, forms = scene.voice, scene.voice.words
    if extreme.amount is None or extreme.since is None or not finding.evidence.used:
        raise StatementError(f"the lead {scene.lead.id!r} has no figure to tell", hint="Find it again")
    series = voice.of(extreme.series)
    proof = scene.prove("main", extreme)
    slots = record_slots(scene, extreme, "main")
    slots |= {
        "subject": voice.subject(series),
        "amount": voice.amount(series, extreme.amount, "main"),
        "when": voice.when(finding.evidence.used[-1].period),
        "label": label(scene, series.id),
    }
    tied = proof.evidence.tied
    remark = Remark("lead", 100, told(forms.brief.level_tied if tied else forms.brief.level, slots), (proof,))
    (latest,) = scene.held(finding.evidence.used[-1:], scene.as_of)
    chosen = forms.headlines.tied if tied else forms.headlines.level
    return Stood(finding, extreme, remark, headline(chosen, slots), latest)


def _plain(scene: Scene, level: Level, finding: Finding) -> Stood:
    voice, forms = scene.voice, scene.voice.words
    series = voice.of(level.series)
    if not finding.evidence.used:
        raise StatementError(f"the lead {scene.lead.id!r} has no figure to tell", hint="Find it again")
    slots: dict[str, Phrase | str] = {
        "subject": voice.subject(series),
        "amount": voice.amount(series, level.amount, "main"),
        "when": voice.when(finding.evidence.used[-1].period),
        "label": label(scene, series.id),
    }
    remark = Remark("lead", 100, told(forms.brief.level_plain, slots), (scene.prove("main", level),))
    (latest,) = scene.held(finding.evidence.used[-1:], scene.as_of)
    return Stood(finding, None, remark, headline(forms.headlines.level[-1:], slots), latest)


def label(scene: Scene, series: str) -> str:
    """A series without its article: "number of people in colonies"."""
    held = scene.voice.of(series)
    labels = scene.voice.words.labels
    form = labels.counted if scene.voice.counts_things(held) else labels.measured
    return fill(form, {"title": scene.voice.title(held)}).text


def level_remarks(scene: Scene, stood: Stood) -> tuple[Remark, ...]:
    """Everything that can be told of the level, in reading order."""
    series = stood.finding.evidence.used[-1].series
    remarks = [
        stood.remark,
        rival_remark(scene, stood.finding),
        *gross_remarks(scene),
        *source_remark(scene, stood.latest),
        *class_remarks(scene),
        gap_remark(scene, series),
        *latest_remarks(scene, stood.latest),
        *found_remarks(scene),
    ]
    return tuple(r for r in remarks if r is not None)
