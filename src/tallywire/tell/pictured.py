"""The chart of a brief: what it shows, said as a picture, a sentence and a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from tallywire.brief import Chart, Proof, Row
from tallywire.language import write_number, write_period
from tallywire.series import Observation, ObservationRef, Period, Series
from tallywire.statement import Coincidence, Evidence
from tallywire.tell.frame import figure_words
from tallywire.tell.level_story import label
from tallywire.tell.phrase import Phrase, fill
from tallywire.tell.plot import MOST_POINTS, Plot, Point, plot
from tallywire.tell.scene import Scene
from tallywire.tell.spec import spec
from tallywire.tell.title import name
from tallywire.tell.together import earlier
from tallywire.tell.worded import length_of


def pictured(scene: Scene, proofs: Sequence[Proof], draw: Callable[[str], str]) -> Chart | None:
    """The counts with the headline's stretch marked; None for a page that is gone, or for fewer than two counts."""
    lead = scene.lead
    if lead.notice is not None:
        return None
    replaced: Decimal | None = None
    before_it: Mapping[Period, Decimal] = {}
    if lead.restatement is not None:
        after, before = lead.restatement.after, lead.restatement.before
        if after.value is None or before.value is None or before.value == after.value:
            return None
        series = scene.voice.of(after.series)
        start, end = after.period, after.period
        replaced = before.value * series.factor
        if lead.restated is not None:
            before_it = earlier(scene, lead.restatement, lead.restated)
    else:
        main = next((p for p in proofs if p.id == "main"), None)
        if main is None or not main.evidence.used:
            return None
        used = main.evidence.used
        series = scene.voice.of(used[-1].series)
        start, end = used[0].period, used[-1].period
    coverage = scene.holdings.coverage(series.id, as_of=scene.as_of)
    shown = plot(
        series,
        _around(scene.counted(series.id), end) if before_it else scene.counted(series.id),
        coverage.gaps if coverage is not None else (),
        start=start,
        end=end,
        after=replaced is not None,
        events=_events(scene, proofs),
        rival=_rival(proofs),
        replaced=replaced,
        earlier=before_it,
    )
    return None if shown is None or not shown.marked else _chart(scene, shown, proofs, draw)


def _around(counts: tuple[Observation, ...], period: Period) -> tuple[Observation, ...]:
    """The counts up to so many after a period that a chart still shows it."""
    place = next((place for place, count in enumerate(counts) if count.period >= period), 0)
    return counts[: place + MOST_POINTS // 2]


def _events(scene: Scene, proofs: Sequence[Proof]) -> tuple[tuple[date, str], ...]:
    found = []
    for proof in proofs:
        statement = proof.statement
        if proof.id == "event" and isinstance(statement, Coincidence) and statement.event.when is not None:
            found.append((statement.event.when.start, statement.event.name))
    return tuple(found)


def _rival(proofs: Sequence[Proof]) -> tuple[Period, ...]:
    """The earlier stretch of the pace, where that is told."""
    pace: Evidence | None = next((p.evidence for p in proofs if p.id == "pace"), None)
    return () if pace is None else tuple(ref.period for ref in pace.rivals)


def _chart(scene: Scene, shown: Plot, proofs: Sequence[Proof], draw: Callable[[str], str]) -> Chart:
    title, sentence = _title(scene, shown), _sentence(scene, shown)
    text = spec(shown, scene.voice, title=title, sentence=sentence)
    return Chart(
        title=title,
        spec=text,
        svg=draw(text),
        sentence=sentence,
        columns=(scene.voice.words.chart.period, _column(scene, shown.series), scene.voice.words.chart.change),
        rows=_rows(scene, shown, proofs),
    )


def _figure(scene: Scene, value: Decimal, series: Series) -> str:
    return figure_words(scene.voice, value, series.unit)


def _ends(scene: Scene, shown: Plot) -> dict[str, Phrase | str]:
    marked = shown.marked
    first = _figure(scene, marked[0].value, shown.series)
    if shown.replaced is not None:
        first = _figure(scene, shown.replaced, shown.series)
    return {
        "first": first,
        "last": _figure(scene, marked[-1].value, shown.series),
        "start": write_period(scene.voice.pack, marked[0].period),
        "end": write_period(scene.voice.pack, marked[-1].period),
    }


def _title(scene: Scene, shown: Plot) -> str:
    forms, marked = scene.voice.words.chart, shown.marked
    slots = {**_ends(scene, shown), "label": Phrase(label(scene, shown.series.id)).opened}
    if scene.lead.restated is not None:
        return fill(forms.restated_many, slots).text
    if shown.replaced is not None:
        return fill(forms.restated, slots).text
    if len(marked) < 2:
        return fill(forms.stood, slots).text
    length = length_of(marked[0].day, marked[-1].day)
    if length is None:
        return fill(forms.moved_plain, slots).text
    return fill(forms.moved, {**slots, "length": scene.voice.length(length, "")}).text


def _sentence(scene: Scene, shown: Plot) -> str:
    forms, points = scene.voice.words.chart, shown.points
    named = scene.voice.named(shown.series)
    whole = fill(
        forms.sentence,
        {
            **named,
            "count": scene.voice.number(len(points), ""),
            "subject": scene.voice.subject(shown.series),
            "first": _figure(scene, points[0].value, shown.series),
            "last": _figure(scene, points[-1].value, shown.series),
            "start": write_period(scene.voice.pack, points[0].period),
            "end": write_period(scene.voice.pack, points[-1].period),
        },
    ).text
    form = forms.stretch if len(shown.marked) > 1 else forms.marked if shown.replaced is None else forms.replaced
    low, high, _ = shown.axis()
    axis: Mapping[str, Phrase | str] = {
        "low": _figure(scene, low, shown.series),
        "high": _figure(scene, high, shown.series),
    }
    parts = [whole, fill(form, {**_ends(scene, shown), **named}).text]
    if shown.earlier:
        parts.append(fill(forms.earlier, named).text)
    parts.append(fill(forms.axis, axis).text)
    if shown.broken:
        parts.append(fill(forms.broken, named).text)
    return " ".join(parts)


def _column(scene: Scene, series: Series) -> str:
    """What the figures of the table are in, as published."""
    forms = scene.voice.words.chart
    unit = name(series.unit, longest=40, otherwise=forms.many)
    form = {0: "{unit}", 3: forms.thousands, 6: forms.millions, 9: forms.billions}.get(
        series.multiplier, forms.powers
    )
    return fill(form, {"unit": unit, "factor": f"{series.factor:f}"}).opened.text


def _rows(scene: Scene, shown: Plot, proofs: Sequence[Proof]) -> tuple[Row, ...]:
    """One row a point, figures as published, each bound to the proof that rests on it alone where there is one."""
    held = {o.period: o for o in scene.counted(shown.series.id)}
    bound: dict[ObservationRef, str] = {}
    for proof in sorted(proofs, key=lambda p: len(p.evidence.used)):
        for ref in proof.evidence.used:
            bound.setdefault(ref, proof.id)
    rows = []
    before: tuple[Point, Observation] | None = None
    for point in shown.points:
        observation = held[point.period]
        change = ""
        if before is not None and before[0].run == point.run:
            assert observation.value is not None and before[1].value is not None
            change = _signed(scene, observation.value - before[1].value)
        rows.append(_row(scene, observation, change, bound))
        before = (point, observation)
    return tuple(rows)


def _row(scene: Scene, observation: Observation, change: str, bound: Mapping[ObservationRef, str]) -> Row:
    assert observation.value is not None
    return Row(
        write_period(scene.voice.pack, observation.period),
        write_number(scene.voice.pack, observation.value),
        change,
        bound.get(observation.ref, ""),
    )


def _signed(scene: Scene, moved: Decimal) -> str:
    text = write_number(scene.voice.pack, abs(moved))
    return f"\u2212{text}" if moved < 0 else f"+{text}" if moved > 0 else text
