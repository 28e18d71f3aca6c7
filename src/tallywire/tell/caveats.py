"""What is not known: gaps, provisional figures, how the record was read."""

from __future__ import annotations

from itertools import pairwise

from tallywire.language import write_date
from tallywire.series import Observation
from tallywire.tell.phrase import Phrase, dated
from tallywire.tell.scene import Remark, Scene, arithmetic, told


def gap_remark(scene: Scene, series: str) -> Remark | None:
    """How many gaps the counts have, and the longest."""
    coverage = scene.holdings.coverage(series, as_of=scene.as_of)
    if coverage is None or not coverage.gaps:
        return None
    gaps = coverage.gaps
    longest = max(gaps, key=lambda gap: (gap.end - gap.start, gap.end))
    slots: dict[str, Phrase | str] = {
        **scene.voice.named(scene.voice.of(series)),
        "count": scene.voice.number(len(gaps), "gaps"),
        "start": dated(write_date(scene.voice.pack, longest.start)),
        "end": dated(write_date(scene.voice.pack, longest.last_day)),
    }
    forms = scene.voice.words.brief
    if len(gaps) == 1:
        return Remark("caveat", 78, told(forms.gap, slots))
    uneven = scene.voice.of(series).frequency == "_O"
    phrase = told(forms.gaps_uneven if uneven else forms.gaps, slots)
    ends = [
        end.ref
        for a, b in pairwise(scene.counted(series))
        if any(gap.start < b.period.start and a.period.end < gap.end for gap in gaps)
        for end in (a, b)
    ]
    proof = arithmetic("gaps", phrase.text, ends, basis=scene.as_of.basis, compared=coverage.count, gaps=tuple(gaps))
    return Remark("caveat", 78, phrase, (proof,))


def latest_remarks(scene: Scene, latest: Observation | None) -> tuple[Remark, ...]:
    """What to know of the latest figure and of the clock it was read by."""
    forms = scene.voice.words.brief
    remarks = []
    if latest is not None and latest.status == "provisional":
        remarks.append(Remark("caveat", 65, Phrase(forms.provisional)))
    if scene.as_of.basis == "asserted":
        remarks.append(Remark("caveat", 45, Phrase(forms.asserted)))
    return tuple(remarks)


def source_remark(scene: Scene, latest: Observation | None) -> tuple[Remark, ...]:
    """Who published the figures, and when the latest was archived."""
    if latest is None:
        return ()
    slots: dict[str, Phrase | str] = {"source": scene.source, "when": scene.moment(latest)}
    return (Remark("body", 88, told(scene.voice.words.brief.source, slots), paragraph=6),)
