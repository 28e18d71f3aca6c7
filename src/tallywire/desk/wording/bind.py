"""The verdicts as bindings and proofs of the brief."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tallywire.brief import Binding, Brief, Proof, Text
from tallywire.desk.wording.judged import Judged
from tallywire.desk.wording.manuscript import places
from tallywire.errors import UsageError
from tallywire.tell.reading_time import minutes, words


def bind(brief: Brief, judged: Sequence[Judged]) -> Brief:
    """The brief with every number that the record bears out bound to its proof, and no other.

    judged: what `judge` said of this very brief; raises UsageError where it is about other words. Dates are not
    bound, unless they were told so. Proofs that neither a number nor the chart's table opens are left out.
    """
    texts = dict(places(brief))
    for one in judged:
        if one.where not in texts or texts[one.where].text[one.start : one.end] != one.text:
            raise UsageError(f"the verdict on {one.text!r} is about other words", hint="Judge the brief again")
    held: dict[str, Proof] = {proof.id: proof for proof in brief.proofs}
    held |= {one.proof.id: one.proof for one in judged if one.proof is not None and one.supported}
    used = {one.proof.id: None for one in judged if one.proof is not None and one.supported}
    used |= {row.proof: None for row in (brief.chart.rows if brief.chart is not None else ()) if row.proof}

    def bound(where: str, text: Text) -> Text:
        own = sorted((one for one in judged if one.where == where), key=lambda one: one.start)
        return msgspec.structs.replace(
            text,
            bindings=tuple(Binding(o.start, o.end, o.proof.id) for o in own if o.proof is not None and o.supported),
        )

    return msgspec.structs.replace(
        brief,
        headline=bound("headline", brief.headline),
        lead=bound("lead", brief.lead),
        body=tuple(bound(f"body-{number}", text) for number, text in enumerate(brief.body, 1)),
        caveats=tuple(bound(f"caveat-{number}", text) for number, text in enumerate(brief.caveats, 1)),
        found=bound("found", brief.found),
        proofs=tuple(proof for id, proof in held.items() if id in used),
    )


def reading_minutes(brief: Brief) -> int:
    """Whole minutes at 238 words a minute, rounded up, at least one."""
    return minutes(words(text.text for _, text in places(brief)))
