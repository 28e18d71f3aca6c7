"""How a column or a row of headers writes its periods, and how often they come; what cannot be decided is asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec

from tallywire.series import Frequency, Period
from tallywire.watch.dates import Dates, Order
from tallywire.watch.fiscal import Named
from tallywire.watch.period_doubts import doubts
from tallywire.watch.propose.months import in_english, listed_months
from tallywire.watch.propose.question import Doubt, Question
from tallywire.watch.propose.sizes import MAX_TEXT, ORDERS, in_figures, of_weeks, sized, tried, years_above
from tallywire.watch.propose.written import written

_SAMPLE = 400
"""Texts of a long column by which the settings are sifted, before the best are tried on all."""
_DIGIT = re.compile(r"[0-9]{2}")
_YEAR = re.compile(r"\s*[0-9]{4}\s*\Z")
YEARS = range(1600, 2200)
_ORDER_WORDS = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}
_CENTURY = 2000
_FISCAL = 4
_NOTE = re.compile(
    r"(?<=[0-9\w.])\s?(\*{1,3}\)?|[†‡§]+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+\)?|\([a-zа-я0-9]\)|\[[a-z]\]|(?<=[^\d\s(])[0-9]\)|(?<=\s)[0-9]\))\s*\Z",
    re.IGNORECASE,
)


class Settings(msgspec.Struct, frozen=True):
    """What someone has said about the periods; "" and 0 where nothing was."""

    order: Order = ""
    century: int = 0
    fiscal: int = 0
    fiscal_named: Named = ""


class When(msgspec.Struct, frozen=True):
    """How periods are written.

    dates: for [period], refusing what is open. periods: what each text reads as once open questions are settled in
    some way, None where it is no period; good for counting and spacing, never for figures.
    """

    dates: Dates
    periods: tuple[Period | None, ...]
    reason: str
    questions: tuple[Question, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def read(self) -> tuple[Period, ...]:
        return tuple(period for period in self.periods if period is not None)


def maybe_period(text: str) -> bool:
    """Whether a text reads as a period under some setting; a bare number only as a likely year."""
    return _maybe(text) is not None or ((bare := unmarked(text)) != text and _maybe(bare) is not None)


def unmarked(text: str) -> str:
    """A text without a footnote mark at its end."""
    found = _NOTE.search(text) if len(text) <= MAX_TEXT else None
    return text[: found.start()] if found else text


def looks_like_year(text: str) -> bool:
    """Whether a text is a bare year, which may also be a figure."""
    return bool(_YEAR.match(text)) and int(text) in YEARS


@lru_cache(maxsize=100_000)
def _maybe(text: str) -> Period | None:
    if len(text) > MAX_TEXT or not _DIGIT.search(text):
        return None
    number = written(text)
    if number is not None and not (number.before or number.after or number.sign or looks_like_year(text)):
        # A bare number: most cells of a table are one, and trying each setting on them takes long.
        return in_figures(text)
    for dates in _variants(Settings()):
        if (period := tried(in_english(text), dates)) is not None:
            return period
    return next((found for dates in sized((text,), fewest=1) if (found := tried(text, dates)) is not None), None)


def when_of(texts: Sequence[str], said: Settings, months: tuple[str, ...] = (), column: str = "") -> When:
    """The settings under which the texts of a column are periods, in the order of the texts.

    column: its name, which may say that its days stand for weeks. The fewest settings that read the most texts are
    taken. Two orders of day and month that read as many, a
    century and the beginning of fiscal years are asked.
    """
    strip = _notes(texts)
    months = months or listed_months(texts)
    above = years_above(texts, Dates(strip=strip, months=months))
    if above:
        read = when_of(above, said, months, column)
        return msgspec.structs.replace(read, dates=msgspec.structs.replace(read.dates, year_above=True, strip=strip))
    variants = [
        msgspec.structs.replace(variant, strip=strip, months=months)
        for variant in (*of_weeks(column), *_variants(said), *sized(texts))
    ]
    if len(texts) > 2 * _SAMPLE:
        variants = [dates for dates, _ in _best(texts[:: len(texts) // _SAMPLE], variants)]
    best = _best(texts, variants)
    dates, periods = best[0]
    questions = tuple(_questions(texts, best, said))
    open_keys = {question.key for question in questions}
    written = msgspec.structs.replace(
        dates,
        order="" if "order" in open_keys else dates.order,
        century=0 if "century" in open_keys else dates.century,
        fiscal=0 if "fiscal" in open_keys else dates.fiscal,
        fiscal_named="" if {"fiscal", "fiscal_named"} & open_keys else dates.fiscal_named,
        granularity="auto" if "fiscal" in open_keys else dates.granularity,
    )
    written, mixed = _one_size(written, periods)
    notes = [Doubt("period.strip", f"{mark!r} after a period is passed over as a footnote mark") for mark in strip]
    return When(written, periods, _reason(texts, written, periods), questions, (*mixed, *notes))


def frequency_of(periods: Sequence[Period]) -> tuple[Frequency, str]:
    """How often periods come, by the distance from each to the next, and why; `_O` where there is no rhythm."""
    ordered = sorted(set(periods))
    sizes = Counter(period.granularity for period in ordered)
    size = sizes.most_common(1)[0][0] if ordered else "span"
    by_size: dict[str, Frequency] = {"year": "A", "half": "S", "quarter": "Q", "month": "M", "week": "W"}
    gaps = [(after.start - before.start).days for before, after in pairwise(ordered)]
    if len(gaps) < 2:
        if size in by_size and not gaps:
            return by_size[size], f"each row is a {size}"
        if size not in by_size:
            return "_O", f"{len(ordered)} periods are too few to tell a rhythm"
    spaced: tuple[tuple[Frequency, int, int, str], ...] = (
        ("D", 1, 4, "day"),
        ("W", 5, 9, "week"),
        ("M", 26, 35, "month"),
        ("Q", 85, 97, "quarter"),
        ("S", 175, 190, "half-year"),
        ("A", 350, 380, "year"),
    )
    for frequency, least, most, name in spaced:
        fitting = sum(least <= gap <= most for gap in gaps)
        if fitting >= 0.7 * len(gaps):
            return frequency, f"most periods are a {name} after the one before"
    if size in by_size:
        return by_size[size], f"most rows are a {size}, and some between them are missing"
    return "_O", "the periods come at no steady distance"


def _best(texts: Sequence[str], variants: Sequence[Dates]) -> list[tuple[Dates, tuple[Period | None, ...]]]:
    """The settings that read the most of these texts, each with what they read as."""
    counted: list[tuple[int, Dates, tuple[Period | None, ...]]] = []
    for dates in variants:
        refused = doubts(texts, dates)
        read = {text: None if text in refused else tried(text, dates) for text in dict.fromkeys(texts)}
        periods = tuple(read[text] for text in texts)
        counted.append((sum(period is not None for period in periods), dates, periods))
    most = max(count for count, _, _ in counted)
    return [(dates, periods) for count, dates, periods in counted if count == most]


def _variants(said: Settings) -> tuple[Dates, ...]:
    """The settings that are tried, the fewest first."""
    if said.order or said.century or said.fiscal:
        year = "year" if said.fiscal else "auto"
        plain = Dates(order=said.order, century=said.century, fiscal=said.fiscal, fiscal_named="")
        yearly = _fiscal(said.fiscal, year, said.century)
        named = msgspec.structs.replace(yearly, fiscal_named=said.fiscal_named or "last")
        return (
            Dates(),
            plain,
            *(_also(plain, order) for order in ORDERS),
            yearly,
            *((named,) if said.fiscal else ()),
        )
    return (
        Dates(),
        *(Dates(order=order) for order in ORDERS),
        Dates(century=_CENTURY),
        *(Dates(order=order, century=_CENTURY) for order in ORDERS),
        _fiscal(_FISCAL, "year", 0),
        Dates(fiscal=_FISCAL, fiscal_named="last", granularity="year"),
    )


def _also(plain: Dates, order: Order) -> Dates:
    return plain if plain.order else msgspec.structs.replace(plain, order=order)


def _fiscal(first: int, size: str, century: int) -> Dates:
    return Dates(fiscal=first, granularity="year" if size == "year" else "auto", century=century)


def _questions(
    texts: Sequence[str], best: list[tuple[Dates, tuple[Period | None, ...]]], said: Settings
) -> list[Question]:
    dates, periods = best[0]
    if not any(periods):
        return []
    plain = [tried(text, Dates(strip=dates.strip, months=dates.months)) for text in texts]
    example = next((t for t, now, before in zip(texts, periods, plain, strict=True) if now and not before), "")
    shown = repr(" ".join(example.split())[:40])
    asked: list[Question] = []
    orders = list(dict.fromkeys(one.order for one, _ in best if one.order))
    if dates.order and not said.order and len(orders) > 1:
        what = f"Which part of {shown} is the day? No date in the table has a part over 12 that would tell"
        asked.append(Question("order", what, tuple((order, _ORDER_WORDS[order]) for order in orders)))
    if dates.century and not said.century:
        what = f"In which hundred years does the year of {shown} lie? Give the first of them, such as 1950 or 2000"
        asked.append(Question("century", what))
    if dates.fiscal and not said.fiscal:
        what = f"In which month does the fiscal year of {shown} begin? Give it as a number from 1 to 12"
        asked.append(Question("fiscal", what))
    if dates.fiscal_named and not said.fiscal_named:
        what = f"Does the fiscal year of {shown} begin or end in the year that names it? Nothing in the table says it"
        choices = (("first", "it begins in that year"), ("last", "it ends in that year"))
        asked.append(Question("fiscal_named", what, choices))
    return asked


def _one_size(dates: Dates, periods: Sequence[Period | None]) -> tuple[Dates, list[Doubt]]:
    """Totals of years among months are not of the series: the smaller size is settled, and the others refused."""
    sizes = Counter(period.granularity for period in periods if period is not None)
    if len(sizes) < 2 or dates.granularity != "auto":
        return dates, []
    size, _ = sizes.most_common(1)[0]
    others = ", ".join(f"{count} {name}" for name, count in sizes.most_common()[1:])
    if size in {"month", "quarter", "half"} and "day" not in sizes and "week" not in sizes:
        doubt = Doubt("period.granularity", f"most rows are a {size}; others ({others}) are refused")
        return msgspec.structs.replace(dates, granularity=size), [doubt]
    return dates, [Doubt("period.granularity", f"rows are of several sizes: {size}, and {others}")]


def _notes(texts: Sequence[str]) -> tuple[str, ...]:
    """Footnote marks without which a text is a period, and with which it is none."""
    found: dict[str, None] = {}
    for text in texts:
        if len(text) > MAX_TEXT:
            continue
        mark = _NOTE.search(text)
        if mark and _maybe(text) is None and _maybe(text[: mark.start()]) is not None:
            found[mark[1]] = None
    return tuple(found)


def _reason(texts: Sequence[str], dates: Dates, periods: Sequence[Period | None]) -> str:
    example = next((text for text, period in zip(texts, periods, strict=True) if period is not None), "")
    if not example:
        return "no period could be read"
    shown = repr(" ".join(example.split())[:40])
    if dates.order:
        parts = [text for text, period in zip(texts, periods, strict=True) if period and _settles(text, dates)]
        told = repr(" ".join(parts[0].split())[:40]) if parts else shown
        return f"{told} can only be {_ORDER_WORDS[dates.order]}"
    return f"cells like {shown} are periods"


def _settles(text: str, dates: Dates) -> bool:
    others = (order for order in ORDERS if order != dates.order)
    return all(tried(text, msgspec.structs.replace(dates, order=other)) is None for other in others)
