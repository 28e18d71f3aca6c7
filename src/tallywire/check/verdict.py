"""Verdict: what check says of one claim."""

from __future__ import annotations

from typing import Literal

import msgspec

from tallywire.statement import Amount, Claim, Evidence, Statement

VerdictName = Literal[
    "not_judged",
    "pending",
    "wrong_scope",
    "unverifiable",
    "undetermined",
    "contradicted",
    "outdated",
    "holds_roughly",
    "holds",
]


class Alternative(msgspec.Struct, frozen=True):
    """A series that the claim may mean instead, and the figure it has where that could be told."""

    series: str
    title: str
    actual: Amount | None = None


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """`name` is the first that fits, in the order of VerdictName.

    not_judged: a cause, an opinion or a forecast. pending: a pledge not yet due. wrong_scope: the scope as
    described has no series or another value, and exactly one other series, named in `series`, bears the figure.
    unverifiable: no series, no period, or words that fit several. undetermined: gaps, rounding or an imprecise
    date leave it open. contradicted: false as the record stood when it was said and as it stands. outdated: false
    at only one of the two. holds_roughly: true, but shared with another at published precision, or given by an
    approximate wording ("about") that is not the published figure. holds: true.

    right: the figure as the record has it, where the claim's is another. evidence: as the record stands, then,
    where that differs, as it stood when it was said. judged: the statement about series of the record. basis:
    the clock of the record, proven or asserted.
    """

    claim: Claim
    name: VerdictName
    reason: str
    right: Amount | None = None
    evidence: tuple[Evidence, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    notes: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    judged: Statement | None = None
    basis: str = "proven"
