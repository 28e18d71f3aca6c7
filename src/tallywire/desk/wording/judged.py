"""Judged: a number of a brief, and whether the record bears it out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from tallywire.brief import Proof

VerdictWord = Literal["bound", "holds", "holds_roughly", "date", "contradicted", "unsupported"]


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """One number of one text of a brief: offsets in code points of that text, and the stretch itself.

    where: "headline", "lead", "body-1", "caveat-1", "found". bound: the machine told it so, and it says the same.
    holds, holds_roughly: the checker bears out what its sentence says. date: a date that the record knows.
    contradicted: the record has another figure, which `reason` gives. unsupported: nothing bears it out; `reason`
    says why. proof: what it rests on; None for dates, numbers in names, and what is not borne out.
    """

    where: str
    start: int
    end: int
    text: str
    verdict: VerdictWord
    reason: str = ""
    proof: Proof | None = None

    @property
    def supported(self) -> bool:
        return self.verdict not in ("contradicted", "unsupported")


def unsupported(judged: Iterable[Judged]) -> tuple[Judged, ...]:
    """Those that keep a brief from being published: contradicted, or borne out by nothing."""
    return tuple(one for one in judged if not one.supported)
