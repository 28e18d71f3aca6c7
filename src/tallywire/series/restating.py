"""What became of figures that had been published: gone from a table, back in it, restated, and of which class."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from tallywire.series.figure import Restatement
from tallywire.series.observation import Observation
from tallywire.series.period import Period

Presence = Literal["gone", "back", "moved_on", "shown"]

Class = Literal["routine", "correction", "redefinition", "deletion", "mistyped_period", "reappearance"]


class Absence(msgspec.Struct, frozen=True, gc=False):
    """A figure of a series that is no longer in its source's table, or is there again.

    gone: it stood in the readable release before and is absent from this one. back: it had been gone and is there
    again. moved_on: the table is a moving window and left its oldest figures behind, which deletes nothing. shown:
    it is there, after the window had left it behind, or for the first time with the figure that had been imported.
    """

    series: str
    period: Period
    presence: Presence
    release: str
    known_at: datetime
    seq: int


class Illegible(msgspec.Struct, frozen=True):
    """What stood in a body and could not be read: of this nothing is said to be gone.

    cells: series and period of cells that gave no figure. rows: whether there were rows whose period could not be
    read; any absent figure may stand in one of them.
    """

    cells: frozenset[tuple[str, Period]] = frozenset()
    rows: bool = False


class Classified(msgspec.Struct, frozen=True, kw_only=True):
    """What one release restated in one series, of which class it is, by which rule, and why in one plain sentence.

    Classes: routine (within the source's habit), correction (isolated), redefinition (a past shifted, rebased or
    merged as a whole), deletion, mistyped_period (figures that stood under another date), reappearance. observations:
    figures that restate nothing and still tell it: a cell filled again, a running total that fell.
    """

    kind: Class
    series: str
    release: str
    known_at: datetime
    rule: str
    why: str
    restatements: tuple[Restatement, ...] = ()
    absences: tuple[Absence, ...] = ()
    observations: tuple[Observation, ...] = ()

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods that it is about, sorted."""
        found = {each.after.period for each in self.restatements}
        found.update(each.period for each in self.absences)
        found.update(each.period for each in self.observations)
        return tuple(sorted(found))


class Revision(msgspec.Struct, frozen=True):
    """One step in the history of a figure: given, given otherwise, written otherwise, gone, or back.

    observation: what stands from then on; None where the figure left the table. absence: that it left or came back.
    classified: of which class the step is; None for a first figure and for another way of writing it.
    """

    period: Period
    known_at: datetime
    release: str
    observation: Observation | None = None
    absence: Absence | None = None
    classified: Classified | None = None


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """How one series differs between two moments: each figure once, in one of these.

    new: figures of periods that had none. restated: other figures, with the class of the last step between. gone:
    figures that left the table, or whose cell is empty now. back: figures that were gone and are there again.
    reworded: the same figures, written otherwise.
    """

    series: str
    new: tuple[Observation, ...] = ()
    restated: tuple[tuple[Restatement, Classified | None], ...] = ()
    gone: tuple[Observation, ...] = ()
    back: tuple[Observation, ...] = ()
    reworded: tuple[Restatement, ...] = ()
