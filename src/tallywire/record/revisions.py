"""Every step in the history of a series' figures, each with its class."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from tallywire.record.history import History
from tallywire.series import Absence, Classified, Period, Revision


def revisions(
    history: History, absences: Iterable[Absence], classified: Iterable[Classified], until: datetime
) -> Sequence[Revision]:
    """By period, and within it in the order in which the steps stand, as known at `until`.

    classified: of this series, as of the same moment. A window that moved on, or shows a figure again, is no step.
    """
    by_seq: dict[int, Classified] = {}
    by_absence: dict[tuple[Period, int], Classified] = {}
    for each in classified:
        by_seq.update((pair.after.seq, each) for pair in each.restatements)
        by_seq.update((observation.seq, each) for observation in each.observations)
        by_absence.update(((absence.period, absence.seq), each) for absence in each.absences)
    found: list[tuple[Period, datetime, int, Revision]] = []
    for period in history.periods():
        for observation in history.of(period):
            if observation.known_at <= until:
                step = Revision(
                    period,
                    observation.known_at,
                    observation.release,
                    observation=observation,
                    classified=by_seq.get(observation.seq),
                )
                found.append((period, history.standing(observation)[0], 1, step))
    for absence in absences:
        if absence.known_at <= until and absence.presence in ("gone", "back"):
            judged = by_absence.get((absence.period, absence.seq))
            last = history.before(absence.period, absence.known_at) if absence.presence == "back" else None
            if last is not None and last.release == absence.release:
                continue  # the figure that came back changed is a step of its own
            step = Revision(absence.period, absence.known_at, absence.release, last, absence, judged)
            found.append((absence.period, absence.known_at, 0, step))
    return tuple(step for *_, step in sorted(found, key=lambda item: item[:3]))
