"""Restatements: a past that was changed is a story of its own, never news of a new change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from tallywire.find.held import figure, held_level
from tallywire.find.rank import restatement_score
from tallywire.find.together import Told, together
from tallywire.language import pack, write_period
from tallywire.series import AsOf, Classified, Period, Restatement, Series
from tallywire.statement import Holdings, Lead

Chain = Sequence[Restatement]
"""What was restated of one figure, one step after the other."""


class _Step(msgspec.Struct, frozen=True):
    """The last restatement of `chain`; stands: no later one followed it."""

    chain: Chain
    stands: bool

    @property
    def pair(self) -> Restatement:
        return self.chain[-1]

    @property
    def returned(self) -> bool:
        """Whether the figure is again what it was at first."""
        return len(self.chain) > 1 and self.pair.after.value == self.chain[0].before.value

    @property
    def changed(self) -> bool:
        """Whether anything but a mark ever changed."""
        return any(
            (each.before.value, each.before.bounds) != (each.after.value, each.after.bounds) for each in self.chain
        )


def restatement_leads(
    restatements: Iterable[Restatement],
    all_series: Iterable[Series],
    holdings: Holdings,
    as_of: AsOf,
    classified: Iterable[Classified] = (),
) -> tuple[Lead, ...]:
    """One lead for what one release restated in one series, and one for what it put back to what it had been.

    Several figures are told by the one that changed by the largest share of what it was, among those that no later
    release restated again; where it stands alone, together with its earlier restatements. A mark that changed is
    told only where no figure did.
    """
    known = {s.id: s for s in all_series}
    chains: dict[tuple[str, Period], list[Restatement]] = defaultdict(list)
    for restatement in restatements:
        if restatement.after.series in known:
            chains[restatement.after.series, restatement.after.period].append(restatement)
    classes = {pair.after.seq: each for each in classified for pair in each.restatements}
    leads = []
    for (series, _, returned), steps in sorted(_releases(chains).items()):
        told = [step for step in steps if step.changed] or steps
        if len(told) > 1:
            several = Told(tuple(step.pair for step in told if step.stands), tuple(step.pair for step in told))
            if several.standing:
                leads.append(together(known[series], several, classes, holdings, as_of, returned=returned))
        elif told[0].stands:
            leads.append(_alone(known[series], told[0], holdings, as_of))
    return tuple(leads)


def _releases(chains: Mapping[tuple[str, Period], list[Restatement]]) -> Mapping[tuple[str, str, bool], list[_Step]]:
    """The steps by series, by the release that made them, and by whether they put a figure back."""
    found: dict[tuple[str, str, bool], list[_Step]] = defaultdict(list)
    for (series, _), chain in sorted(chains.items()):
        chain.sort(key=lambda pair: pair.after.seq)
        for place, pair in enumerate(chain, 1):
            step = _Step(tuple(chain[:place]), place == len(chain))
            found[series, pair.after.release, step.returned].append(step)
    return found


def _alone(series: Series, step: _Step, holdings: Holdings, as_of: AsOf) -> Lead:
    first, last, returned = step.chain[0], step.pair, step.returned
    shown = last if returned else Restatement(first.before, last.after)
    before, after = shown.before, shown.after
    findings = (
        held_level("main", series, after, holdings, as_of),
        held_level("step", series, before, holdings, AsOf(before.known_at, "proven")),
    )
    old, new = figure(before), figure(after)
    times = "once" if len(step.chain) == 1 else f"{len(step.chain)} times"
    when = write_period(pack(), after.period)
    why = (
        f"The figure for {when} was replaced by {old} and then put back to {new}."
        if returned
        else f"The figure for {when} was restated {times}, from {old} to {new}, on a page already archived."
    )
    period = str(after.period).replace("/", "-").lower()
    story = "return" if returned else "revision"
    return Lead(
        id=f"{series.id.replace('/', '-')}-{story}-{period}-{after.seq}",
        story="return" if returned else "revision",
        series=(series.id,),
        findings=tuple(found for found in findings if found is not None),
        why=why,
        score=restatement_score(before.value, after.value, returned=returned),
        as_of=as_of,
        restatement=shown,
    )
