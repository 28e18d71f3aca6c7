"""What edited words are judged on: the record at a moment, the names of its series, and the days it knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec

from tallywire.brief import Proof
from tallywire.check import Linked, Verdict, check, link
from tallywire.errors import StatementError
from tallywire.language import pack, write_period
from tallywire.series import AsOf, ObservationRef, Series
from tallywire.statement import Catalogue, Claim, Holdings, evaluate
from tallywire.tell import sentence, voice


class Grounds(msgspec.Struct, frozen=True, kw_only=True):
    """said: the day of the brief, from which "last month" counts."""

    holdings: Holdings
    catalogue: Catalogue
    as_of: AsOf
    said: date

    def check(self, claims: Sequence[Claim]) -> tuple[Verdict, ...]:
        """Verdicts as the record stands at the moment of judging, which is when the words are being said."""
        return check(
            claims,
            holdings=self.holdings,
            catalogue=self.catalogue,
            as_of=self.as_of,
            published=self.as_of.time.date(),
        )

    def link(self, claims: Sequence[Claim]) -> tuple[Linked, ...]:
        return link(
            claims,
            catalogue=self.catalogue,
            holdings=self.holdings,
            as_of=self.as_of,
            published=self.as_of.time.date(),
        )

    def series(self, ids: Iterable[str]) -> tuple[Series, ...]:
        held = (self.holdings.series(id) for id in dict.fromkeys(ids))
        return tuple(series for series in held if series is not None)

    def worded(self, verdict: Verdict, otherwise: str) -> str:
        """The statement that was judged, in one sentence."""
        if verdict.judged is None:
            return otherwise
        try:
            return sentence(verdict.judged, voice(self.holdings.series, pack().code)).text
        except StatementError:
            return otherwise

    def restated(self, proof: Proof, told: datetime) -> str:
        """What of a proof's figures has been restated since `told`; "" where it still stands."""
        for ref in dict.fromkeys((*proof.evidence.used, *proof.evidence.rivals)):
            before = self._value(ref, AsOf(told, self.as_of.basis))
            now = self._value(ref, self.as_of)
            if before is None or now is None or before != ref.value or now == ref.value:
                continue
            statement = proof.statement
            if statement is None or evaluate(statement, self.holdings, self.as_of).outcome != "true":
                return f"the figure for {write_period(pack(), ref.period)} was restated after this was told"
        return ""

    def _value(self, ref: ObservationRef, as_of: AsOf) -> object:
        if self.holdings.series(ref.series) is None:
            return None
        held = self.holdings.observations(ref.series, as_of=as_of)
        return next((o.value for o in held if o.period == ref.period), None)
