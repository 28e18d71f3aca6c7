"""All observations of one series, and which of them stands at a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from tallywire.series import AsOf, Observation, Period, Restatement

Vintages = Mapping[str, datetime]
"""Release id -> when the source put it out, for old versions of a page that were imported as a whole."""


class History:
    """The observations of one series by period, each list by seq.

    Where an old version of a page was imported later (a release with a date of its own), its figures stand where
    that date puts them, not at the end: an archived page of 2015 does not overrule the page of 2022. All other
    figures stand in the order in which they were archived.
    """

    def __init__(self, observations: Sequence[Observation], vintages: Vintages) -> None:
        self._vintages = vintages
        self._periods: dict[Period, list[Observation]] = {}
        self._last_counted: Period | None = None
        for observation in observations:
            self.add(observation)

    def add(self, observation: Observation) -> None:
        self._periods.setdefault(observation.period, []).append(observation)
        last = self._last_counted
        if observation.value is not None and (last is None or last < observation.period):
            self._last_counted = observation.period

    def periods(self) -> Sequence[Period]:
        return sorted(self._periods)

    def standing(self, observation: Observation) -> tuple[datetime, int]:
        """Where an observation stands among those of its period."""
        return self._vintages.get(observation.release, observation.known_at), observation.seq

    def of(self, period: Period) -> Sequence[Observation]:
        """Every observation of a period, by standing."""
        return sorted(self._periods.get(period, ()), key=self.standing)

    def before(self, period: Period, standing: datetime) -> Observation | None:
        """What stands for `period` just before something new at `standing` comes in."""
        held = self._periods.get(period, ())
        if len(held) == 1:
            # Most figures are said once.
            return held[0] if self.standing(held[0])[0] <= standing else None
        earlier = [each for each in held if self.standing(each)[0] <= standing]
        return max(earlier, key=self.standing, default=None)

    def last_value(self, period: Period, standing: datetime) -> Observation | None:
        """The last observation of `period`, up to `standing`, that has a value."""
        valued = (each for each in self._periods.get(period, ()) if each.value is not None)
        return max((e for e in valued if self.standing(e)[0] <= standing), key=self.standing, default=None)

    def is_last(self, period: Period, standing: datetime) -> bool:
        return all(self.standing(each)[0] <= standing for each in self._periods.get(period, ()))

    def last_counted(self) -> Period | None:
        """The latest period for which a value was ever published."""
        return self._last_counted

    def first(self) -> Sequence[Observation]:
        """For each period the value first published, sorted by period."""
        firsts = (next((e for e in self.of(p) if e.value is not None), None) for p in self.periods())
        return tuple(each for each in firsts if each is not None)

    def as_of(self, as_of: AsOf) -> Sequence[Observation]:
        """One observation a period, sorted by period.

        Proven: of those archived by then, the one that stands last. Asserted: of those published by then, the one
        published last; the later recorded among equals.
        """
        found: list[Observation] = []
        for period in sorted(self._periods):
            known = [each for each in self._periods[period] if as_of.knows(each)]
            if not known:
                continue
            if as_of.basis == "proven":
                found.append(max(known, key=self.standing))
            else:
                found.append(max(known, key=lambda each: (as_of.key(each), each.seq)))
        return tuple(found)

    def restatements(self) -> Sequence[Restatement]:
        """Every restatement, by period, then in order of standing. See `restated`."""
        found: list[Restatement] = []
        for period, held in sorted(self._periods.items()):
            if len(held) < 2:
                continue
            last: Observation | None = None
            valued: Observation | None = None
            for each in self.of(period):
                pair = restated(last, valued, each)
                if pair is not None:
                    found.append(pair)
                last = each
                valued = each if each.value is not None else valued
        return tuple(found)


def restated(last: Observation | None, valued: Observation | None, new: Observation) -> Restatement | None:
    """The restatement that `new` makes, given what stood last and the last that had a value.

    A first value is none, whether the cell was absent or empty before. A value that is blanked out is one, with
    `after.value` None; a cell filled again is one against the value that was blanked out, if it differs from it.
    """
    if last is None or valued is None:
        return None
    if new.value is None:
        return Restatement(last, new) if last.value is not None else None
    if (new.value, new.bounds, new.status) == (valued.value, valued.bounds, valued.status):
        return None
    return Restatement(valued, new)
