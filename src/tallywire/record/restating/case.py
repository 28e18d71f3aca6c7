"""What a rule is handed: one release's changes, what is not yet classified of them, and what was known before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from tallywire.record.restating.change import Change, Told
from tallywire.record.restating.past import Past
from tallywire.record.restating.swaps import Swap
from tallywire.series import Absence, Class, Classified, Observation, Period, Restatement, Series


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One release of a source on its way through the rules.

    left: by series, what no rule has taken yet. past: by series, before this release. swaps: the figures of this
    release that stood, or stand, under another's date and were put back, as far as that is known by now. stands: by
    series and period, what stands after all releases.
    """

    change: Change
    left: Mapping[str, Told]
    past: Mapping[str, Past]
    series: Mapping[str, Series]
    swaps: Sequence[Swap] = ()
    stands: Mapping[tuple[str, Period], Observation]

    def restating(self) -> Iterator[tuple[str, Told]]:
        """The series of which something is left that restates."""
        return ((id, told) for id, told in self.left.items() if told.restates)

    def found(
        self,
        kind: Class,
        series: str,
        rule: str,
        why: str,
        *,
        restatements: Iterable[Restatement] = (),
        absences: Iterable[Absence] = (),
        observations: Iterable[Observation] = (),
    ) -> Classified:
        return Classified(
            kind=kind,
            series=series,
            release=self.change.release,
            known_at=self.change.known_at,
            rule=rule,
            why=why,
            restatements=tuple(restatements),
            absences=tuple(absences),
            observations=tuple(observations),
        )

    def without(self, taken: Sequence[Classified]) -> Case:
        """The case with what some rule took no longer left."""
        if not taken:
            return self
        touched = {each.series for each in taken}
        gone = {(a.series, a.presence, a.period) for each in taken for a in each.absences}
        seqs = {pair.after.seq for each in taken for pair in each.restatements}
        seqs |= {observation.seq for each in taken for observation in each.observations}
        left = {
            id: msgspec.structs.replace(
                told,
                restatements=tuple(each for each in told.restatements if each.after.seq not in seqs),
                refilled=tuple(each for each in told.refilled if each.seq not in seqs),
                gone=tuple(each for each in told.gone if (id, "gone", each.period) not in gone),
                back=tuple(each for each in told.back if (id, "back", each.period) not in gone),
            )
            if id in touched
            else told
            for id, told in self.left.items()
        }
        return msgspec.structs.replace(self, left=left)


def valued(restatements: Iterable[Restatement]) -> list[Restatement]:
    """Those that put one figure in the place of another."""
    return [
        each
        for each in restatements
        if each.before.value is not None and each.after.value is not None and each.before.value != each.after.value
    ]
