"""Whether the record bears out each number of an edited brief."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from tallywire.brief import Brief
from tallywire.desk.newsroom import Newsroom
from tallywire.desk.wording.changed import Changed
from tallywire.desk.wording.grounds import Grounds
from tallywire.desk.wording.judged import Judged
from tallywire.desk.wording.kept import keep, stands
from tallywire.desk.wording.known_days import KnownDays
from tallywire.desk.wording.manuscript import Manuscript, Sentence, manuscript
from tallywire.desk.wording.reading import Reading
from tallywire.desk.wording.told import Told, told_of
from tallywire.record import NameCatalogue
from tallywire.statement import Catalogue


def judge(
    newsroom: Newsroom, brief: Brief, *, told: Brief | None, at: datetime, catalogue: Catalogue | None = None
) -> tuple[Judged, ...]:
    """Every number of the brief's texts in reading order, with its verdict as the record stands at `at`.

    told: the brief as the machine told it; None for one written by hand. A sentence that still says what was told
    keeps its bindings, and so does one that leans on another, where that one is still there. Any other sentence is
    read and checked: a number is borne out only where a reading has taken it in, and every claim that has holds.
    catalogue: the names of the newsroom's series, for who judges often; else made here.
    """
    names = catalogue if catalogue is not None else NameCatalogue(newsroom.series())
    grounds = Grounds(
        holdings=newsroom.record, catalogue=names, as_of=newsroom.as_of(at), said=brief.published.date()
    )
    whole = manuscript(brief)
    old = None if told is None else told_of(told)
    return tuple(_judged(brief, whole, old, grounds))


def _judged(brief: Brief, whole: Manuscript, old: Told | None, grounds: Grounds) -> Iterator[Judged]:
    series = tuple(dict.fromkeys((*brief.series, *(old.brief.series if old is not None else ()))))
    reading = Reading(whole, grounds, grounds.series(series))
    changed = Changed(
        old, reading, grounds, KnownDays(old.brief if old is not None else None, series, grounds), series
    )
    done: list[tuple[Sentence, Sequence[Judged]]] = []
    for sentence in whole.sentences:
        same = None if old is None else old.same(sentence)
        if old is not None and same is not None and stands(sentence, same, brief, old, done, reading, grounds):
            found: Sequence[Judged] = keep(sentence, same, old, grounds)
        else:
            found = changed.judged(sentence, leaning=same is not None)
        done.append((sentence, found))
        yield from found
