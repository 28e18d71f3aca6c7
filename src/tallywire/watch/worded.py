"""Periods written in words: a text to the roles of its words, and the roles to a period."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

import msgspec

from tallywire.errors import TableError
from tallywire.series import Period, add_months
from tallywire.watch.period_words import PeriodWords, Role, Word, period_words

Numbers = Mapping[str, int]

_YEAR_AND_NOTE = re.compile(r"(?:1[6-9]|2[01])[0-9]{3,4}\)\Z")
"""20221) is 2022 with the note 1), and cannot be told from other numbers for sure."""
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+|\S")
_LETTERS = dict[Role, str](
    zip(("month", "quarter", "half", "ordinal", "ending", "year", "range", "of", "from"), "Mqhoey-fF", strict=True)
) | {"Q": "Q", "H": "H", "S": "S", "M": "m", "W": "w", "A": "a"}


class WordedDates(msgspec.Struct, frozen=True):
    """What a source adds to the words known: its own month names, and where two-digit years lie.

    day_first: whether 01-Nov-22 is the first of November, and not November 2001.
    """

    months: tuple[str, ...] = ()
    century: int = 0
    day_first: bool = False


class _Shape(msgspec.Struct, frozen=True):
    """A text as one letter for each token, with the number that each stands for."""

    letters: str
    numbers: tuple[int, ...]
    two_digits: frozenset[int]


def worded_period(text: str, own: WordedDates) -> Period | None:
    """The period that `text` (spaces collapsed, dashes plain, small letters) writes in words of one language.

    None for what is no such text. Raises TableError for a year of two digits without a century and ValueError for
    a date that there is not, such as 31 February.
    """
    found: set[Period] = set()
    for language in period_words():
        for rest, prefix in _prefixed(text, language):
            period = _read(rest, _vocabulary(language, own.months), own)
            if period is not None and _goes_with(prefix, period):
                found.add(period)
    if len(found) > 1:
        raise ValueError("two languages read it differently")
    return found.pop() if found else None


def undecorated(text: str) -> str:
    """`text` without "as of" before it and the word for year after it, which may stand beside a date of numbers."""
    for language in period_words():
        for phrase in sorted((*language.as_of, *language.on), key=len, reverse=True):
            rest = text.removeprefix(phrase + " ")
            if rest != text:
                return _without_year(rest, language)
    return next((bare for language in period_words() if (bare := _without_year(text, language)) != text), text)


def month_number(name: str, months: tuple[str, ...] = ()) -> int:
    """1 to 12 for a month name of a known language, or one of `months`; raises ValueError for another word."""
    word = name.casefold().rstrip(".")
    for language in period_words():
        known = _vocabulary(language, months).get(word)
        if known is not None and known.role == "month":
            return known.number
    raise ValueError(f"{name!r} is no month")


def begins_like_a_period(text: str, months: tuple[str, ...] = ()) -> bool:
    """Whether a text begins with a year, a month, a quarter or a half-year, as a mistyped or marked period does."""
    tokens = _TOKEN.findall(text.casefold())[:2]
    if not tokens:
        return False
    if _YEAR_AND_NOTE.match("".join(tokens)):
        return True
    if tokens[0].isascii() and tokens[0].isdigit() and len(tokens[0]) == 4:
        return 1000 <= int(tokens[0]) <= 2999
    for language in period_words():
        known = [_vocabulary(language, months).get(token) for token in tokens]
        roles = [None if word is None else word.role for word in known]
        if roles[0] in {"month", "quarter", "half"} or set(roles[1:]) & {"month", "quarter", "half"}:
            return True
        if roles[0] in {"Q", "H", "S"} and len(tokens) > 1 and tokens[1].isdecimal() and len(tokens[1]) == 1:
            return True
    return False


@lru_cache(maxsize=64)
def _vocabulary(language: PeriodWords, months: tuple[str, ...]) -> Mapping[str, Word]:
    own = {
        name.casefold().rstrip("."): Word("month", place % 12 + 1) for place, name in reversed([*enumerate(months)])
    }
    return language.by_word() | own


def _prefixed(text: str, language: PeriodWords) -> list[tuple[str, str]]:
    """`text` as it stands, and without each phrase of the language that it begins with, and that phrase's kind."""
    kinds = (("as of", language.as_of), ("on", language.on), ("during", language.during))
    return [(text, "")] + [
        (text.removeprefix(phrase + " "), kind)
        for kind, phrases in kinds
        for phrase in phrases
        if text.startswith(phrase + " ")
    ]


def _goes_with(prefix: str, period: Period) -> bool:
    match prefix:
        case "as of":
            return period.granularity in {"day", "month"}
        case "on":
            return period.granularity == "day"
        case "during":
            return period.granularity != "day"
        case _:
            return True


def _without_year(text: str, language: PeriodWords) -> str:
    for word in language.year:
        bare = text.removesuffix(".").removesuffix(word)
        if bare + word == text.removesuffix(".") and (bare[-1:] == " " or bare[-1:].isdecimal()):
            return bare.rstrip()
    return text


def _read(text: str, words: Mapping[str, Word], own: WordedDates) -> Period | None:
    shape = _shape(text, words)
    if shape is None:
        return None
    for form, build in FORMS:
        if found := form.fullmatch(shape.letters):
            named = {name: found.start(name) for name, part in found.groupdict().items() if part is not None}
            numbers = {name: shape.numbers[place] for name, place in named.items()}
            for name, place in named.items():
                if name.startswith("y") and shape.letters[place] == "N":
                    if place not in shape.two_digits:
                        return None
                    numbers[name] = _year(numbers[name], text, own, with_day="d" in named)
            return build(numbers)
    return None


def _shape(text: str, words: Mapping[str, Word]) -> _Shape | None:
    letters: list[str] = []
    numbers: list[int] = []
    two_digits: set[int] = set()
    end = -1
    after_word = False
    for token in _TOKEN.finditer(text):
        part = token[0]
        touching = token.start() == end
        end = token.end()
        if part == "." and after_word and touching:
            after_word = False
            continue
        after_word = False
        if part == "." and touching and letters[-1:] == ["N"]:
            letters.append(part)  # the point of an ordinal: 1. September 2022
            numbers.append(0)
            continue
        if part.isascii() and part.isdigit():
            if len(part) == 2:
                two_digits.add(len(letters))
            letters.append("N" if len(part) <= 2 else "Y" if len(part) == 4 else "X")
            numbers.append(int(part))
        elif part in "-,/'":
            letters.append(part)
            numbers.append(0)
        else:
            known = words.get(part)
            if known is None:
                return None
            after_word = True
            letters.append(_LETTERS[known.role])
            numbers.append(known.number)
    return _Shape("".join(letters), tuple(numbers), frozenset(two_digits))


def _year(two: int, text: str, own: WordedDates, *, with_day: bool) -> int:
    if not own.century:
        raise TableError(
            f"{text[:60]!r} has a year of two digits",
            hint="Set period.century to the first of the hundred years that such years lie in, such as 1950",
        )
    if with_day and not own.day_first:
        raise TableError(
            f"{text[:60]!r} does not say which is the day and which the year", hint='Set period.order to "dmy"'
        )
    return own.century + (two - own.century) % 100


def _day(n: Numbers) -> Period:
    return Period.day(date(n["y"], n["m"], n["d"]))


def _month(n: Numbers) -> Period:
    return Period.month(n["y"], n["m"])


def _quarter(n: Numbers) -> Period:
    return Period.quarter(n["y"], _up_to(4, n["q"]))


def _half(n: Numbers) -> Period:
    first = date(n["y"], 6 * _up_to(2, n["h"]) - 5, 1)
    return Period(first, add_months(first, 6), "half")


def _week(n: Numbers) -> Period:
    monday = date.fromisocalendar(n["y"], n["w"], 1)
    return Period(monday, date.fromordinal(monday.toordinal() + 7), "week")


def _whole_year(n: Numbers) -> Period:
    _up_to(1, n.get("a", 1))
    return Period.year(n["y"])


def _months(n: Numbers) -> Period:
    first, last = date(n.get("x", n["y"]), n["m"], 1), date(n["y"], n["n"], 1)
    if last <= first:
        raise ValueError("a range ends after it begins")
    return Period.span(first, add_months(last, 1))


def _days(n: Numbers) -> Period:
    first = date(n.get("x", n["y"]), n.get("m", n["n"]), n["d"])
    last = date(n["y"], n["n"], n["e"])
    if last <= first:
        raise ValueError("a range ends after it begins")
    return Period.span(first, date.fromordinal(last.toordinal() + 1))


def _days_of_one_month(n: Numbers) -> Period:
    return _days({**n, "n": n["m"]})


def _up_to(most: int, number: int) -> int:
    if not 1 <= number <= most:
        raise ValueError(f"there is no number {number} of {most}")
    return number


def _form(shape: str, build: Callable[[Numbers], Period]) -> tuple[re.Pattern[str], Callable[[Numbers], Period]]:
    """A form of shapes: `{y}` a year of four digits, `{yy}` of two or four, `{m}` a month, other names as given."""
    classes = {"y": "Y", "yy": "[YN]", "x": "Y", "m": "M", "n": "M", "d": "N", "e": "N", "q": "[No]", "h": "[No]"}
    classes |= {"w": "N", "a": "N", "number": "N", "quarter": "N", "half": "N"}
    names = {"yy": "y", "number": "m", "quarter": "q", "half": "h"}
    pattern = re.sub(r"\{(\w+)\}", lambda found: f"(?P<{names.get(found[1], found[1])}>{classes[found[1]]})", shape)
    return re.compile(pattern), build


FORMS = (
    _form(r"{d}(?:\.|-?e)?f?[-/]?{m}[-/,]?{yy}y?", _day),
    _form("{m}[-/]?{d}e?,?{y}", _day),
    _form("{y}y?,?[-/]?{m}[-/]?{d}e?", _day),
    _form("{m}[-/,]?'?{yy}y?", _month),
    _form("{y}y?[-/,]?{m}", _month),
    _form("{y}-?m{number}", _month),
    _form("{q}(?:-?e)?[-/]?[qQ][-/,]?f?{yy}y?", _quarter),
    _form("[qQ]{quarter}[-/,]?f?'?{yy}", _quarter),
    _form("{y}y?,?[-/]?{q}(?:-?e)?[qQ]", _quarter),
    _form("{y}y?,?[-/]?[qQ]{quarter}", _quarter),
    _form("{h}(?:-?e)?[-/]?[hH][-/,]?f?{yy}y?", _half),
    _form("[HS]{half}[-/,]?'?{yy}", _half),
    _form("{y}y?,?[-/]?{h}(?:-?e)?[hH]", _half),
    _form("{y}y?,?[-/]?[HS]{half}", _half),
    _form("{y}-?w{w}", _week),
    _form("{y}-a{a}", _whole_year),
    _form("{y}y?", _whole_year),
    _form("F?{m}-{n},?f?'?{yy}y?", _months),
    _form("F?{m}{x}y?-{n}{y}y?", _months),
    _form("{y}y?,?{m}-{n}", _months),
    _form("F?{d}-{e}{n},?{y}y?", _days),
    _form("F?{d}{m}-{e}{n},?{y}y?", _days),
    _form("F?{d}{m}{x}y?-{e}{n}{y}y?", _days),
    _form("{m}{d}-{e},?{y}", _days_of_one_month),
)
"""Every form of a period in words, by the roles of its words; no shape fits two forms with different readings."""
