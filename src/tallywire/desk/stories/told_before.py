"""Restatements that a story of another name tells already, as where each figure used to be a story of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from sqlalchemy import select

from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import stories
from tallywire.desk.stories.restating import RESTATING
from tallywire.statement import Lead

AT_A_TIME = 200


class _Seen(msgspec.Struct, frozen=True):
    seq: int


class _Pair(msgspec.Struct, frozen=True):
    after: _Seen


class _Several(msgspec.Struct, frozen=True):
    numbers: tuple[int, ...]


class _Lead(msgspec.Struct, frozen=True):
    """As much of a lead as says which new observations it tells."""

    restatement: _Pair | None = None
    restated: _Several | None = None


_leads = msgspec.json.Decoder(_Lead)


def told_before(db: DeskDB, leads: Sequence[Lead]) -> frozenset[str]:
    """The leads of restatements, by id, that are not on the desk and that tell a figure which a story there tells.

    Whatever became of that story: what was dismissed as one figure is not brought back as one of several.
    """
    wanted = {lead.id: lead for lead in leads if lead.restatement is not None}
    tellers: dict[int, set[str]] = {}
    for id, numbers in _told(db, sorted({_text(lead.series) for lead in wanted.values()})):
        wanted.pop(id, None)
        for number in numbers:
            tellers.setdefault(number, set()).add(id)
    return frozenset(id for id, lead in wanted.items() if any(tellers.get(number) for number in _numbers(lead)))


def _numbers(lead: Lead) -> Sequence[int]:
    assert lead.restatement is not None
    return (lead.restatement.after.seq,) if lead.restated is None else lead.restated.numbers


def _told(db: DeskDB, series: Sequence[str]) -> Iterator[tuple[str, Sequence[int]]]:
    """The stories about restatements of these series, with the numbers of the new observations that they tell."""
    with db.read() as connection:
        for start in range(0, len(series), AT_A_TIME):
            chosen = select(stories.c.id, stories.c.lead).where(
                stories.c.kind.in_(RESTATING), stories.c.series.in_(series[start : start + AT_A_TIME])
            )
            for id, raw in connection.execute(chosen):
                yield id, _named(id) if raw is None else _of(_leads.decode(raw))


def _of(lead: _Lead) -> Sequence[int]:
    if lead.restated is not None:
        return lead.restated.numbers
    return () if lead.restatement is None else (lead.restatement.after.seq,)


def _named(id: str) -> Sequence[int]:
    """The number at the end of the name of a story whose lead was not kept."""
    number = id.rpartition("-")[2]
    return (int(number),) if number.isdecimal() else ()


def _text(series: tuple[str, ...]) -> str:
    return msgspec.json.encode(series).decode()
