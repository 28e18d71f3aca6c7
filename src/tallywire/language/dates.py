"""The shape of a pack's words for dates and periods."""

from __future__ import annotations

from typing import Literal

import msgspec

from tallywire.series import Granularity

Part = Literal["early", "mid", "late"]
LengthUnit = Literal["day", "week", "fortnight", "month", "quarter", "year", "decade"]


class Writing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a period of one granularity is written."""

    granularity: Granularity
    form: str


class DateWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words around periods: which open a window, which end it, which cannot be read."""

    fiscal: tuple[str, ...]
    between: tuple[str, ...]
    since: tuple[str, ...]
    by: tuple[str, ...]
    at: tuple[str, ...]
    over: tuple[str, ...]
    just: tuple[str, ...]
    ago: tuple[str, ...]


class VagueReach(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases such as "in recent years", and how many years back they may begin."""

    phrases: tuple[str, ...]
    from_years: int
    to_years: int


class Dates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of dates and periods; explained in dates.toml."""

    months: dict[str, int]
    weekdays: dict[str, int]
    parts: dict[str, Part]
    lengths: dict[str, LengthUnit]
    relative: dict[str, int]
    days: dict[str, int]
    words: DateWords
    vague: VagueReach
    writing: tuple[Writing, ...]

    def month_name(self, month: int) -> str:
        """The full name of a month, the first that the pack lists."""
        return next(name for name, number in self.months.items() if number == month).capitalize()
