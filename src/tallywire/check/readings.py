"""A linked statement on the record, now and when it was said, and what the record has for it in words."""

from __future__ import annotations

from datetime import date

import msgspec

from tallywire.check.citation import Cited
from tallywire.check.worded import figure_words, moves, period_words
from tallywire.language import Pack
from tallywire.series import AsOf
from tallywire.statement import (
    Change,
    Coincidence,
    Comparison,
    Evidence,
    Extreme,
    Holdings,
    Level,
    Pledge,
    Statement,
    Sum,
)


class Record(msgspec.Struct, frozen=True):
    """What claims are judged against: the record, the moment, the day of the text, and where the text stands."""

    holdings: Holdings
    as_of: AsOf
    published: date
    pack: Pack
    address: str = ""
    cited: Cited | None = None


class Readings(msgspec.Struct, frozen=True):
    """A statement on the record as it stands and as it stood when it was said."""

    statement: Statement
    now: Evidence
    then: Evidence

    @property
    def learned_later(self) -> bool:
        """The record held nothing for it when it was said; a pledge is only judged once due."""
        return bool(self.then.lacks) or isinstance(self.statement, Pledge)

    @property
    def differ(self) -> bool:
        return not self.learned_later and (
            self.then.outcome != self.now.outcome or self.then.actual != self.now.actual
        )


def found(readings: Readings, pack: Pack, *, then: bool = False) -> str:
    """What the record has: the figure, for when, and what it stands against; "" where there is no figure."""
    evidence = readings.then if then else readings.now
    statement = readings.statement
    if isinstance(statement, Pledge) and statement.outcome is not None:
        statement = statement.outcome
    if evidence.actual is None:
        return ""
    figure = figure_words(evidence.actual, pack, change=moves(statement))
    match statement:
        case Level():
            return figure + _when(statement, evidence, pack)
        case Change():
            return figure + (" a month" if statement.measure == "per_month" else "") + _span(evidence, pack)
        case Extreme():
            return figure + _standing(statement, evidence, pack)
        case Comparison():
            rate = " a month" if isinstance(statement.left, Change) and statement.left.measure == "per_month" else ""
            return f"{figure}{rate}{_against(evidence, statement, pack)}"
        case Sum():
            return f"{figure}{_span(evidence, pack)}"
        case Coincidence():
            return f"{figure}{_span(evidence, pack)}"
        case _:
            return figure


def why_false(readings: Readings) -> str:
    """The evaluator's reason, where `found` does not already say it."""
    if isinstance(readings.statement, Sum):
        return readings.now.working[-1] if readings.now.working else ""
    return readings.now.reason if isinstance(readings.statement, Extreme | Coincidence) else ""


def _when(statement: Level, evidence: Evidence, pack: Pack) -> str:
    refs = evidence.used
    if len(refs) == 1:
        return f" for {period_words(refs[0].period, pack)}"
    return f" for {period_words(statement.when, pack)}" if evidence.working and statement.when is not None else ""


def _span(evidence: Evidence, pack: Pack) -> str:
    if not evidence.used:
        return ""
    periods = sorted(ref.period for ref in evidence.used)
    return f" from {period_words(periods[0], pack)} to {period_words(periods[-1], pack)}"


def _standing(statement: Extreme, evidence: Evidence, pack: Pack) -> str:
    """Of a record that holds: of how many, since when."""
    if evidence.outcome != "true" or evidence.since is None or statement.rank != 1:
        return ""
    if statement.of == "level":
        word, what = ("highest" if statement.sense == "high" else "lowest"), "counts"
    else:
        word, what = "sharpest", "windows of this length"
    return f", the {word} of {evidence.compared} {what} held since {period_words(evidence.since, pack)}"


def _against(evidence: Evidence, statement: Comparison, pack: Pack) -> str:
    """The size compared with; of earlier neighbours and events the strongest."""
    if evidence.rival is None:
        return ""
    change = isinstance(statement.right, Change)
    return f" against {figure_words(evidence.rival, pack, change=change)}"
