"""The protocols by which find and check are handed the record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

import msgspec

from tallywire.series import AsOf, Coverage, Event, Observation, Series
from tallywire.statement.subject import Description


class Holdings(Protocol):
    """The record, read only."""

    def series(self, id: str) -> Series | None: ...

    def observations(self, id: str, *, as_of: AsOf) -> Sequence[Observation]:
        """One per period, sorted by period; missing values included, with value None."""
        ...

    def coverage(self, id: str, *, as_of: AsOf) -> Coverage | None:
        """None where nothing is held."""
        ...

    def events(self, kind: str, *, as_of: AsOf) -> Sequence[Event]:
        """Events of a class, by start; all classes for kind ""."""
        ...


class Candidate(msgspec.Struct, frozen=True):
    """A series that a description may mean.

    fit: `exact`, every word of the description is accounted for; `broader`, the description names less than the
    series needs ("inmates" for inmates in colonies); `other`, the description carries words (`extra`) that the
    series does not have or leaves out ("male", "prisons").
    """

    series: str
    score: float
    fit: Literal["exact", "broader", "other"]
    extra: tuple[str, ...] = ()


class Catalogue(Protocol):
    """The names of all series, for linking."""

    def candidates(self, description: Description, *, limit: int) -> Sequence[Candidate]:
        """Best first; empty where nothing shares the head noun."""
        ...
