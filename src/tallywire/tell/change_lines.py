"""The change itself: the lead's sentence, its steps, its pace."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from tallywire.brief import Proof
from tallywire.errors import StatementError
from tallywire.series import Interval, Length, Observation, Period, plain
from tallywire.statement import Amount, Change, Comparison, Direction, Extreme, Level, Neighbours, Sum, Window
from tallywire.tell.openness import left_open, softened
from tallywire.tell.phrase import Phrase, fill, listed
from tallywire.tell.scene import Remark, Scene, told
from tallywire.tell.worded import length_of


class Moved(msgspec.Struct, frozen=True):
    """The main change: as told, between which counts, and its proof."""

    change: Change
    start: Period
    end: Period
    proof: Proof

    @property
    def length(self) -> Length | None:
        return length_of(self.start.start, self.end.start)


def main_change(scene: Scene) -> Moved | None:
    """The change that the story is about; None where its main finding is a level."""
    for finding in scene.findings("main"):
        statement = finding.statement
        if isinstance(statement, Extreme) and statement.of == "change":
            direction: Direction = "down" if statement.sense == "low" else "up"
            statement = Change(statement.series, statement.window, direction, statement.amount)
        if not isinstance(statement, Change):
            return None
        used = finding.evidence.used
        if len(used) < 2:
            raise StatementError(f"the lead {scene.lead.id!r} has no two counts", hint="Find it again")
        if statement.amount is None or statement.direction is None:
            statement = _sized(statement, finding.evidence.actual)
        exact = msgspec.structs.replace(statement, window=Window(used[0].period, used[-1].period))
        change = softened(exact, used, scene)
        return Moved(change, used[0].period, used[-1].period, scene.prove("main", change))
    return None


def _sized(change: Change, actual: Amount | None) -> Change:
    """The change with direction and size as its evidence has them."""
    if actual is None or actual.interval.high is None or actual.interval.low is None:
        raise StatementError("a change that could not be measured cannot be told", hint="Find it again")
    down = actual.interval.high <= 0
    size = -actual.interval if down else actual.interval
    return msgspec.structs.replace(change, direction="down" if down else "up", amount=Amount(size, actual.unit, ""))


def level_of(scene: Scene, id: str, series: str, observation: Observation) -> tuple[Phrase, Proof]:
    """A published level in words, proved."""
    held = scene.voice.of(series)
    assert observation.value is not None
    interval = (
        observation.rounding.scaled(held.factor)
        if observation.bounds is not None
        else Interval.point(observation.value * held.factor)
    )
    level = Level(series, observation.period, Amount(interval, held.unit, ""))
    return scene.voice.amount(held, level.amount, id), scene.prove(id, level)


def change_remark(scene: Scene, moved: Moved) -> Remark:
    """ "The number of ... fell by about 23,000 (6.6%) between ..., from 348,000 to 325,000."""
    assert moved.change.amount is not None and isinstance(moved.change.series, str)
    series = scene.voice.of(moved.change.series)
    forms, words = scene.voice.words.brief, scene.voice.moved(moved.change.direction)
    first, last = scene.held(moved.proof.evidence.used, scene.as_of)[:: len(moved.proof.evidence.used) - 1]
    if first is None or last is None:
        raise StatementError(f"the record no longer holds the counts of the lead {scene.lead.id!r}")
    opening, opening_proof = level_of(scene, "first", series.id, first)
    closing, closing_proof = level_of(scene, "last", series.id, last)
    slots: dict[str, Phrase | str] = {
        "subject": scene.voice.subject(series),
        "moved": words.moved,
        "amount": scene.voice.amount(series, moved.change.amount, "main", moved.change.measure),
        "start": scene.voice.date(moved.start),
        "end": scene.voice.date(moved.end),
        "first": opening,
        "last": closing,
    }
    proofs = [moved.proof, opening_proof, closing_proof]
    form = forms.change
    for finding in scene.findings("percent")[:1]:
        percent = finding.statement
        if isinstance(percent, Change) and percent.amount is not None:
            slots["percent"] = scene.voice.amount(series, percent.amount, "percent", percent.measure)
            proofs.append(scene.prove("percent", percent))
            form = forms.change_percent
    return Remark("lead", 100, told(form, slots), tuple(proofs))


def steps_remark(scene: Scene, moved: Moved) -> Remark | None:
    """ "It fell by about 10,000 to 1 October 2022, then by about 13,000 to 1 November 2022."""
    forms = scene.voice.words.brief
    for finding in scene.findings("steps")[:1]:
        total = finding.statement
        if not isinstance(total, Sum):
            continue
        parts: list[Phrase] = []
        softer: list[Change] = []
        proofs: list[Proof] = []
        for place, part in enumerate(total.parts, 1):
            if not isinstance(part, Change) or part.amount is None or part.window.end is None:
                return None
            id = f"step-{place}"
            step = softened(part, scene.prove(id, part).evidence.used, scene)
            assert step.amount is not None
            series = scene.voice.of(step.series)
            amount = scene.voice.amount(series, step.amount, id, step.measure)
            end = scene.voice.date(part.window.end)
            parts.append(fill(forms.step, {"amount": amount, "end": end}))
            softer.append(step)
            proofs.append(scene.prove(id, step))
        words = scene.voice.moved(moved.change.direction)
        steps = listed(tuple(parts), forms.step_list, forms.step_last)
        phrase = told(forms.steps, {"moved": words.moved, "steps": steps})
        proofs.append(scene.prove("steps", Sum(moved.change, tuple(softer))))
        return Remark("body", 90, phrase, tuple(proofs), paragraph=1)
    return None


def pace_remark(scene: Scene, moved: Moved) -> Remark | None:
    """The change per month, against the sharpest between earlier neighbouring counts."""
    forms = scene.voice.words.brief
    rate_finding = next(iter(scene.findings("rate")), None)
    if rate_finding is None or not isinstance(rate_finding.statement, Change):
        return None
    rate = softened(rate_finding.statement, rate_finding.evidence.used, scene)
    if rate.amount is None:
        return None
    series = scene.voice.of(rate.series)
    words = scene.voice.moved(rate.direction)
    slots: dict[str, Phrase | str] = {
        "rate": scene.voice.amount(series, rate.amount, "rate", "per_month"),
        **scene.voice.named(series),
        "noun": words.noun,
        "move": words.move,
    }
    proofs = [scene.prove("rate", rate)]
    for finding in scene.findings("pace")[:1]:
        statement, rival = finding.statement, finding.evidence.rival
        if not isinstance(statement, Comparison) or not isinstance(statement.right, Neighbours) or rival is None:
            continue
        if rival.interval.high is None or rival.interval.high <= 0:
            proofs.append(scene.prove("pace", msgspec.structs.replace(statement, left=rate)))
            return Remark("body", 92, told(forms.pace_none, slots), tuple(proofs), paragraph=2)
        limit = Amount(Interval(None, rival.interval.high), rival.unit, "")
        against = Comparison(rate, ">", msgspec.structs.replace(statement.right, amount=limit))
        slots["limit"] = scene.voice.amount(series, limit, "pace", "per_month")
        proofs.append(scene.prove("pace", against))
        return Remark("body", 92, told(forms.pace, slots), tuple(proofs), paragraph=2)
    return Remark("body", 60, told(forms.rate, slots), tuple(proofs), paragraph=2)


def range_remark(scene: Scene, moved: Moved) -> Remark | None:
    """What the rounding of the published figures leaves open of the change."""
    change = moved.change
    interval = left_open(change, moved.proof.evidence.used, scene)
    if interval is None or change.measure != "amount" or change.amount is None:
        return None
    assert interval.low is not None and interval.high is not None
    wide = msgspec.structs.replace(change, amount=Amount(interval, change.amount.unit, ""))
    series = scene.voice.of(change.series)
    low, high = (
        scene.voice.amount(series, Amount(Interval.point(Decimal(plain(end))), change.amount.unit, ""), "open")
        for end in (interval.low, interval.high)
    )
    slots: dict[str, Phrase | str] = {"noun": scene.voice.moved(change.direction).noun, "low": low, "high": high}
    proof = scene.prove("open", wide)
    return Remark("caveat", 40, told(scene.voice.words.brief.open_range, slots), (proof,))
