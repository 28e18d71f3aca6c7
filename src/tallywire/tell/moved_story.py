"""A fall or a rise, told: the change, its steps, the record, the pace, what stands beside it."""

from __future__ import annotations

from tallywire.tell.beside_lines import class_remarks, event_remarks, gross_remarks
from tallywire.tell.caveats import gap_remark, latest_remarks, source_remark
from tallywire.tell.change_lines import Moved, change_remark, pace_remark, range_remark, steps_remark
from tallywire.tell.found import found_remarks
from tallywire.tell.headline import headline
from tallywire.tell.phrase import Phrase
from tallywire.tell.record_lines import record_remarks
from tallywire.tell.scene import Remark, Scene
from tallywire.tell.sibling_lines import sibling_remarks


def moved_remarks(scene: Scene, moved: Moved) -> tuple[Remark, ...]:
    """Everything that can be told of the change, in reading order."""
    series = scene.voice.of(moved.change.series)
    (latest,) = scene.held(moved.proof.evidence.used[-1:], scene.as_of)
    remarks = [
        change_remark(scene, moved),
        steps_remark(scene, moved),
        *record_remarks(scene),
        pace_remark(scene, moved),
        *sibling_remarks(scene, moved),
        *event_remarks(scene),
        *gross_remarks(scene),
        *source_remark(scene, latest),
        *class_remarks(scene),
        gap_remark(scene, series.id),
        range_remark(scene, moved),
        *latest_remarks(scene, latest),
        *found_remarks(scene),
    ]
    return tuple(r for r in remarks if r is not None)


def moved_headline(scene: Scene, moved: Moved) -> Phrase:
    """ "About 23,000 fewer people in correctional colonies in Russia in two months"."""
    series, voice = scene.voice.of(moved.change.series), scene.voice
    words = voice.moved(moved.change.direction)
    assert moved.change.amount is not None
    length = moved.length
    slots: dict[str, Phrase | str] = {
        "amount": voice.amount(series, moved.change.amount, "main", moved.change.measure),
        "fewer": words.fewer,
        "moved": words.moved,
        "title": voice.title(series),
        "length": voice.length(length, "main") if length is not None else "",
    }
    forms = voice.words.headlines
    things = voice.counts_things(series) and moved.change.measure == "amount"
    chosen = forms.fewer if things else forms.moved
    return headline(chosen if length is not None else chosen[-1:], slots)
