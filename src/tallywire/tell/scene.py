"""What the sentences of one brief are written from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from tallywire.brief import Proof
from tallywire.errors import StatementError
from tallywire.language import write_date
from tallywire.series import AsOf, Observation, ObservationRef, Period, Series
from tallywire.statement import Evidence, Finding, Holdings, Lead, Statement, evaluate
from tallywire.statement.lead import Role
from tallywire.tell.phrase import Phrase, dated, fill
from tallywire.tell.sentence import sentence
from tallywire.tell.title import name
from tallywire.tell.voice import Voice
from tallywire.tell.worded import as_worded


class Scene(msgspec.Struct, frozen=True, eq=False):
    """The lead, the record it was found in, the language, and who published the figures."""

    lead: Lead
    holdings: Holdings
    voice: Voice
    source_name: str

    @property
    def as_of(self) -> AsOf:
        return self.lead.as_of

    @property
    def source(self) -> str:
        return name(self.source_name)

    def findings(self, role: Role) -> tuple[Finding, ...]:
        return tuple(f for f in self.lead.findings if f.role == role)

    def series(self) -> Series:
        """The one that carries the story; raises StatementError where it is not held."""
        if not self.lead.series:
            raise StatementError(f"the lead {self.lead.id!r} is about no series", hint="A brief needs one")
        return self.voice.of(self.lead.series[0])

    def counted(self, series: str) -> tuple[Observation, ...]:
        """Its counts as of the lead, those without a value left out."""
        return tuple(o for o in self.holdings.observations(series, as_of=self.as_of) if o.value is not None)

    def held(self, refs: Sequence[ObservationRef], as_of: AsOf) -> tuple[Observation | None, ...]:
        """The observations behind `refs`, in their order."""
        known: dict[tuple[str, Period], Observation] = {}
        for series in dict.fromkeys(ref.series for ref in refs):
            known |= {(series, o.period): o for o in self.holdings.observations(series, as_of=as_of)}
        return tuple(known.get((ref.series, ref.period)) for ref in refs)

    def prove(self, id: str, statement: Statement, as_of: AsOf | None = None) -> Proof:
        """`statement` as its words give it, with the evaluator's evidence.

        Raises StatementError where the evaluator does not say true: what is told must hold.
        """
        when = as_of if as_of is not None else self.as_of
        said = as_worded(statement, self.voice.pack)
        evidence = evaluate(said, self.holdings, when)
        if evidence.outcome != "true":
            said, evidence = statement, evaluate(statement, self.holdings, when)
        if evidence.outcome != "true":
            raise StatementError(
                f"{id} of the lead {self.lead.id!r} does not hold: {evidence.reason or evidence.outcome}",
                hint="Find it again on the record as it stands",
            )
        return Proof(id, self.wording(statement), said, evidence)

    def wording(self, statement: Statement, otherwise: str = "") -> str:
        """The statement's canonical sentence, or `otherwise` where it has none."""
        try:
            return sentence(statement, self.voice).text
        except StatementError:
            return otherwise

    def moment(self, observation: Observation) -> Phrase:
        """The day on which it was archived, "on 20 November 2022"."""
        day = observation.known_at.date()
        return self.voice.when(Period.day(day))

    def day(self, observation: Observation) -> Phrase:
        return dated(write_date(self.voice.pack, observation.known_at.date()))


class Remark(msgspec.Struct, frozen=True):
    """One sentence of a brief: where it stands, how much it weighs when words are short, and what it rests on.

    The spans of its numbers name proofs. weight: the smallest are left out first; at 100 it always stays.
    paragraph: which paragraph of the body.
    """

    part: str
    weight: int
    phrase: Phrase
    proofs: tuple[Proof, ...] = ()
    paragraph: int = 0


def arithmetic(
    id: str,
    wording: str,
    used: Iterable[ObservationRef],
    *,
    basis: str,
    working: tuple[str, ...] = (),
    compared: int = 0,
    gaps: tuple[Period, ...] = (),
    reason: str = "",
) -> Proof:
    """A proof without a statement: what a number that only counts or subtracts rests on."""
    evidence = Evidence(
        outcome="true",
        basis=basis,
        used=tuple(dict.fromkeys(used)),
        compared=compared,
        gaps=gaps,
        reason=reason,
        working=working,
    )
    return Proof(id, wording, None, evidence)


def told(template: str, slots: dict[str, Phrase | str]) -> Phrase:
    """A filled template that begins as a sentence does."""
    return fill(template, slots).opened
