"""What a document has said so far: its claims, and what later sentences may lean on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from tallywire.language import Pack
from tallywire.read.chunks import Chunk
from tallywire.read.limits import LEAN_SENTENCES
from tallywire.series import Period
from tallywire.statement import (
    Attribution,
    Change,
    Claim,
    Coincidence,
    Comparison,
    Description,
    Extreme,
    Level,
    Nature,
    Pledge,
    Relation,
    Statement,
    Sum,
)


class Clause(msgspec.Struct, frozen=True):
    """A stretch of a sentence with one speaker: its chunks, the chain of attribution, the day it was said."""

    chunks: Sequence[Chunk]
    chain: tuple[Attribution, ...] = ()
    said: date | None = None


class Story:
    """Reads one document in order. `sentence` counts sentences; claims keep the order of the text."""

    def __init__(self, pack: Pack, text: str, published: date) -> None:
        self.pack = pack
        self.text = text
        self.published = published
        self.sentence = 0
        self.context = ""
        self.claims: list[Claim] = []
        self.chain: tuple[Attribution, ...] = ()
        self.chain_sentence = 0
        self.period: Period | None = None
        self.topic = ""
        self._leaned: tuple[str, Description, int] | None = None
        self._change: tuple[str, Change, int] | None = None
        self._last: tuple[Level | Change, int] | None = None

    def add(
        self,
        clause: Clause,
        span: tuple[int, int],
        statement: Statement,
        *,
        value: Decimal | None = None,
        relation: Relation = "=",
        hedge: str = "",
        nature: Nature = "fact",
    ) -> Claim:
        """Take a claim up, and remember what can be leaned on."""
        claim = Claim(
            id=f"c{len(self.claims) + 1}",
            span=span,
            statement=statement,
            value=value,
            relation=relation,
            attribution=clause.chain,
            hedge=hedge,
            nature=nature,
            said=clause.said,
        )
        self.claims.append(claim)
        subject = subject_of(statement)
        if subject is not None and not isinstance(statement, (Pledge, Extreme, Comparison, Coincidence)):
            root = subject.leans_on or claim.id
            if not subject.leans_on or self._leaned is None:
                self._leaned = (root, subject, self.sentence)
            else:
                self._leaned = (root, self._leaned[1], self.sentence)
        if isinstance(statement, (Level, Change)):
            self._last = (statement, self.sentence)
            when = statement.when if isinstance(statement, Level) else statement.window.end
            self.period = when or self.period
        if isinstance(statement, Change) and nature == "fact" and (subject is None or not subject.leans_on):
            self._change = (claim.id, statement, self.sentence)
        return claim

    def antecedent(self) -> tuple[str, Description] | None:
        """The claim and subject that "it" takes over; None where the last one lies too far back."""
        if self._leaned is None or self.sentence - self._leaned[2] > LEAN_SENTENCES:
            return None
        return self._leaned[0], self._leaned[1]

    def last_change(self) -> tuple[str, Change] | None:
        """The last change with a subject of its own, and its claim."""
        return None if self._change is None else (self._change[0], self._change[1])

    def last_count(self) -> Level | Change | None:
        """The last level or change, where a step that follows it begins; None where it lies too far back."""
        if self._last is None or self.sentence - self._last[1] > LEAN_SENTENCES:
            return None
        return self._last[0]


def subject_of(statement: Statement) -> Description | None:
    """The description that a statement is about; None where it has none."""
    match statement:
        case Level(series=subject) | Change(series=subject) | Extreme(series=subject):
            return subject if isinstance(subject, Description) else None
        case Comparison(left=inner):
            return subject_of(inner)
        case Coincidence(change=change):
            return subject_of(change)
        case Sum(total=total):
            return subject_of(total)
        case Pledge(outcome=outcome):
            return None if outcome is None else subject_of(outcome)
