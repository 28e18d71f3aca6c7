"""Series of the same family that moved together: one story, told by the one that holds them."""

from __future__ import annotations

from tallywire.statement import Change, Evidence, Finding, Window, evaluate
from tallywire.tell.change_lines import Moved
from tallywire.tell.openness import softened
from tallywire.tell.phrase import Phrase
from tallywire.tell.scene import Remark, Scene, arithmetic, told

MOST_SIBLINGS = 500


def sibling_remarks(scene: Scene, moved: Moved) -> tuple[Remark, ...]:
    """How many other series moved the same way over the same window, and the one that moved most."""
    voice, forms = scene.voice, scene.voice.words.brief
    siblings = scene.findings("sibling")
    shown = [f for f in siblings if isinstance(f.statement, Change) and f.statement.amount is not None]
    if not shown:
        return ()
    largest = max(shown, key=_size)
    change = largest.statement
    assert isinstance(change, Change)
    change = softened(change, largest.evidence.used, scene)
    assert change.amount is not None
    series = voice.of(change.series)
    slots: dict[str, Phrase | str] = {
        "label": voice.title(series),
        "moved": voice.moved(moved.change.direction).moved,
        "amount": voice.amount(series, change.amount, "sibling", change.measure),
    }
    proof = scene.prove("sibling", change)
    others = _moved_too(scene, moved, [str(f.statement.series) for f in shown if isinstance(f.statement, Change)])
    if len(others) < 2:
        return (Remark("body", 70, told(forms.sibling_one, slots), (proof,), paragraph=3),)
    slots["count"] = voice.number(len(others), "siblings")
    phrase = told(forms.sibling, slots)
    counted = arithmetic(
        "siblings",
        phrase.text,
        (ref for evidence in others.values() for ref in evidence.used),
        basis=scene.as_of.basis,
        compared=len(others),
        working=tuple(line for evidence in others.values() for line in evidence.working[:1]),
    )
    return (Remark("body", 70, phrase, (counted, proof), paragraph=3),)


def _moved_too(scene: Scene, moved: Moved, shown: list[str]) -> dict[str, Evidence]:
    """Which of the lead's other series moved the same way over the same window, as the evaluator says."""
    found = {}
    for id in list(dict.fromkeys((*shown, *scene.lead.series[1:])))[:MOST_SIBLINGS]:
        change = Change(id, Window(moved.start, moved.end), moved.change.direction, None, moved.change.measure)
        evidence = evaluate(change, scene.holdings, scene.as_of)
        if evidence.outcome == "true":
            found[id] = evidence
    return found


def _size(finding: Finding) -> float:
    assert isinstance(finding.statement, Change) and finding.statement.amount is not None
    return float(finding.statement.amount.interval.low or 0)
