"""One table of exact observations, and the look of a page that prints it: what stays and what may change."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import msgspec
from hypothesis import strategies as st

from tallywire.series import Period

LABELS = ("In colonies", "On remand, total", "Все осуждённые", "Засуджені жінки", "Ґрунт і м'ята", "50 % & more")
_NAMES = """
January February March April May June July August September October November December
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
"""
_LINES = [line.split() for line in _NAMES.strip().splitlines()]
MONTHS = {"en": _LINES[0], "ru": _LINES[1], "uk": _LINES[2]}
OF_MONTH = {"en": _LINES[0], "ru": _LINES[3], "uk": _LINES[4]}
YEAR = {"en": "", "ru": " г.", "uk": " року"}
ROMAN = ("I", "II", "III", "IV")


class Observed(msgspec.Struct, frozen=True):
    """What a table says in one place: None for no figure; quantum is the last written decimal place."""

    series: int
    period: Period
    value: Decimal | None
    quantum: Decimal
    status: str


class Observations(msgspec.Struct, frozen=True):
    """A table: the labels of its series, its periods (all of one granularity, in order), a value for each pair.

    places: decimal places of each series. provisional: pairs whose figures are.
    """

    labels: tuple[str, ...]
    periods: tuple[Period, ...]
    places: tuple[int, ...]
    values: dict[tuple[int, int], Decimal | None]
    provisional: frozenset[tuple[int, int]]

    def expected(self) -> set[Observed]:
        """Every observation that a reader of the table would take from it."""
        return {
            Observed(
                series,
                self.periods[when],
                value,
                Decimal(0) if value is None else Decimal(1).scaleb(-self.places[series]),
                "missing" if value is None else "provisional" if (series, when) in self.provisional else "final",
            )
            for (series, when), value in self.values.items()
        }


class Look(msgspec.Struct, frozen=True):
    """How a page prints a table. period_form: which of the ways to write a period, the first being ISO."""

    language: str = "en"
    period_form: int = 0
    decimal: str = "."
    thousands: str = ""
    minus: str = "-"
    missing: str = ""
    mark: str = "p"
    note: str = ""
    reverse: bool = False
    blank_rows: bool = False
    extra: bool = False

    def number(self, value: Decimal | None, provisional: bool) -> str:
        """A figure as printed, with the mark for provisional ones and the footnote."""
        if value is None:
            return self.missing
        text = f"{value:,f}".translate({ord(","): self.thousands, ord("."): self.decimal, ord("-"): self.minus})
        return text + (f" {self.mark}" if provisional else "") + self.note

    def period(self, period: Period) -> str:
        """A period as printed, in one of the forms of its granularity."""
        forms = period_forms(period, self.language)
        return forms[self.period_form % len(forms)] + self.note

    def source_keys(self, table: Observations) -> str:
        """The part of a source file that says how this page writes periods and numbers."""
        strip = [repr(self.note)] if self.note and not self.note.startswith("[") else []
        thousands = [f"'{self.thousands}'" if self.thousands != "'" else '"\'"'] if self.thousands else []
        missing = sorted({"", self.missing})
        return "\n".join(
            (
                f'period.granularity = "{table.periods[0].granularity}"',
                'period.order = "dmy"',
                f"period.strip = [{', '.join(strip)}]",
                f'numbers.decimal = "{self.decimal}"',
                f"numbers.thousands = [{', '.join(thousands)}]",
                f"numbers.missing = [{', '.join(repr(each) for each in missing)}]",
                f"numbers.strip = [{repr(self.note) if self.note else ''}]",
                f'marks.beside = {{ "{self.mark}" = "provisional" }}',
            )
        )


def period_forms(period: Period, language: str) -> list[str]:
    """Ways to write a period, ISO first; the language decides the words."""
    year, month = period.start.year, period.start.month
    name, of_month, tail = MONTHS[language][month - 1], OF_MONTH[language][month - 1], YEAR[language]
    match period.granularity:
        case "day":
            day = period.start.day
            words = {"en": f"{of_month} {day}, {year}"}.get(language, f"{day} {of_month} {year}{tail}")
            as_of = {"en": "as of", "ru": "по состоянию на", "uk": "станом на"}[language]
            return [
                str(period),
                f"{day} {of_month} {year}{tail}",
                words,
                f"{as_of} {day} {of_month} {year}",
                f"{day:02}.{month:02}.{year}{tail}",
            ]
        case "month":
            return [
                str(period),
                f"{name} {year}{tail}",
                f"{name.upper()} {year}",
                f"{year} {name}",
                f"{year}M{month:02}",
            ]
        case "quarter":
            quarter = (month + 2) // 3
            word = {"en": "quarter", "ru": "квартал", "uk": "квартал"}[language]
            return [
                str(period),
                f"Q{quarter} {year}",
                f"{ROMAN[quarter - 1]} {word} {year}{tail}",
                f"{year}, {quarter} {word}",
                f"{year} Q{quarter}",
            ]
        case _:
            return [str(period), f"{year}{tail}"]


def _periods(granularity: str, first: int, gaps: list[int]) -> tuple[Period, ...]:
    found = []
    at = first
    for gap in gaps:
        match granularity:
            case "day":
                found.append(Period.day(date(2000, 1, 1) + timedelta(days=at)))
            case "month":
                found.append(Period.month(2000 + at // 12, at % 12 + 1))
            case "quarter":
                found.append(Period.quarter(2000 + at // 4, at % 4 + 1))
            case _:
                found.append(Period.year(2000 + at))
        at += gap
    return tuple(found)


@st.composite
def observations(
    draw: st.DrawFn, granularities: tuple[str, ...] = ("day", "month", "quarter", "year")
) -> Observations:
    """Tables of one to four series and one to eight periods with gaps; some figures missing, some provisional."""
    labels = tuple(draw(st.lists(st.sampled_from(LABELS), min_size=1, max_size=4, unique=True)))
    gaps = draw(st.lists(st.integers(1, 5), min_size=1, max_size=8))
    periods = _periods(draw(st.sampled_from(granularities)), draw(st.integers(0, 60)), gaps)
    places = tuple(draw(st.integers(0, 3)) for _ in labels)
    values: dict[tuple[int, int], Decimal | None] = {}
    for series, decimals in enumerate(places):
        for when in range(len(periods)):
            whole = draw(st.one_of(st.none(), st.integers(-(10**9), 10**9), st.integers(-2000, 2000)))
            values[series, when] = None if whole is None else Decimal(whole).scaleb(-decimals)
    if not any(value is not None for value in values.values()):
        values[0, 0] = Decimal(draw(st.integers(1, 9999))).scaleb(-places[0])
    figures = sorted(key for key, value in values.items() if value is not None)
    provisional = frozenset(draw(st.lists(st.sampled_from(figures), max_size=3)))
    return Observations(labels, periods, places, values, provisional)


LOOKS = st.builds(
    Look,
    language=st.sampled_from(["en", "ru", "uk"]),
    period_form=st.integers(0, 4),
    minus=st.sampled_from(["-", "\u2212", "\u2013", "\u2011"]),
    missing=st.sampled_from(["", "-", "…", "n/a", "—", ".."]),
    mark=st.sampled_from(["p", "*", "(p)", "предв.", "ᵖ"]),
    note=st.sampled_from(["", "¹", "[1]", "†"]),
    reverse=st.booleans(),
    blank_rows=st.booleans(),
    extra=st.booleans(),
).flatmap(
    lambda look: st.sampled_from(
        [(".", ""), (".", ","), (".", "\u00a0"), (".", "'"), (",", ""), (",", "."), (",", " "), (",", "\u202f")]
    ).map(lambda marks: msgspec.structs.replace(look, decimal=marks[0], thousands=marks[1]))
)
