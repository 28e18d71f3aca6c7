"""The series that a description can mean, with those whose unit or place rules them out set apart."""

from __future__ import annotations

from typing import Literal

import msgspec

from tallywire.check.subjects import pieces
from tallywire.check.units import unit_fit
from tallywire.language import Pack
from tallywire.series import Series
from tallywire.statement import Candidate, Catalogue, Description, Holdings, Statement

LIMIT = 12
"""How many candidates a description is looked up for."""


class Choice(msgspec.Struct, frozen=True):
    """A series that the record holds, and how well the words fit it.

    clear: so do unit and place. elsewhere: the text names a place near by that is not the series'.
    """

    series: Series
    fit: Literal["exact", "broader", "other"]
    clear: bool
    elsewhere: bool = False


class Scope(msgspec.Struct, frozen=True):
    """What a description can mean, best first. `unit_ruled_out`: the best fitting series has another unit."""

    choices: tuple[Choice, ...]
    unit_ruled_out: str = ""

    def fitting(self, fit: str) -> tuple[Choice, ...]:
        return tuple(c for c in self.choices if c.fit == fit)


def scope(
    description: Description, statement: Statement, catalogue: Catalogue, holdings: Holdings, pack: Pack
) -> Scope:
    """Look `description` up, for the pieces of `statement` that it is the subject of."""
    if not description.text.strip():
        return Scope(())
    about = [piece for piece in pieces(statement) if piece.series == description]
    choices = []
    ruled_out = ""
    for candidate in catalogue.candidates(description, limit=LIMIT):
        series = holdings.series(candidate.series)
        if series is None:
            continue
        fits = {unit_fit(piece, series, pack) for piece in about}
        if "differs" in fits:
            ruled_out = ruled_out or (series.title if candidate.fit == "exact" else "")
            continue
        elsewhere = _elsewhere(description, candidate, series, catalogue)
        choices.append(Choice(series, candidate.fit, fits <= {"fits"} and not elsewhere, elsewhere))
    return Scope(tuple(choices), ruled_out)


def _elsewhere(description: Description, candidate: Candidate, series: Series, catalogue: Catalogue) -> bool:
    """Whether the place named near by is a word too many for a series that has a place of its own."""
    place = " ".join(description.place.split())
    if candidate.fit != "exact" or not place or not series.place:
        return False
    placed = msgspec.structs.replace(description, text=f"{description.text} in {place}", place="")
    return not any(c.series == series.id and c.fit == "exact" for c in catalogue.candidates(placed, limit=LIMIT))
