"""The dates in a text."""

from __future__ import annotations

import re
from functools import cache

from tallywire.desk.wording.number import Day
from tallywire.desk.wording.vocabulary import Vocabulary, vocabulary
from tallywire.language import Pack, pack

_YEAR = r"(?:1[6-9]|20|21)\d\d"
_NOT_MORE = r"(?![\w%]|[.,:/]\d|[-–−]\d)"
_AMBIGUOUS = ("may", "march", "mar", "sep", "dec", "jan")
_WORD = re.compile(r"[^\W\d_]+|[(/$€£¥₽₴%#+-]|\d[\d.,]*")


@cache
def _pattern() -> re.Pattern[str]:
    months = sorted(pack().dates.months, key=len, reverse=True)
    month = "|".join(re.escape(m.capitalize()) for m in months) + "|" + "|".join(re.escape(m.upper()) for m in months)
    day = r"(?:0?[1-9]|[12]\d|3[01])"
    nth = r"(?:st|nd|rd|th)?"
    gap = "[\\ \u00a0\u202f]+"
    ordinals = "|".join(pack().numbers.ordinals)
    return re.compile(
        rf"""
        (?P<iso>(?<![\w.,-])(?P<iy>{_YEAR})-(?P<im>0[1-9]|1[0-2])(?:-(?P<id>0[1-9]|[12]\d|3[01]))?{_NOT_MORE})
      | (?P<dm>\b(?P<dd>{day}){nth}{gap}(?:of{gap})?(?P<dmm>{month})\b\.?(?:,?{gap}(?P<dmy>{_YEAR}){_NOT_MORE})?)
      | (?P<my>\b(?P<mm>{month})\b\.?,?{gap}(?P<myy>{_YEAR}){_NOT_MORE})
      | (?P<md>\b(?P<mdm>{month})\b\.?{gap}(?P<mdd>{day}){nth}{_NOT_MORE}(?:,?{gap}(?P<mdy>{_YEAR}){_NOT_MORE})?)
      | (?P<part>\b(?:the{gap})?(?P<po>{ordinals}|\d(?:st|nd|rd|th)){gap}(?P<pk>quarter|half)
            (?:(?:{gap}of)?,?{gap}(?P<py>{_YEAR}){_NOT_MORE}|{gap}of{gap}the{gap}year))
      | (?P<q>\b[QqHh](?P<qn>[1-4])(?:,?{gap}(?P<qy>{_YEAR}){_NOT_MORE})?(?!\w))
      | (?P<clock>\b(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:(?:{gap})?(?:UTC|GMT|am|pm))?{_NOT_MORE})
      | (?P<bare>(?<![\w.,$€£¥₽₴#+%/:-])(?P<by>{_YEAR}){_NOT_MORE})
      | (?P<alone>\b(?P<am>{month})\b)
        """,
        re.VERBOSE | re.ASCII,
    )


def dates(text: str) -> tuple[Day, ...]:
    """Every date, in order: with or without day or year; times of day too.

    A number of four digits is a year only where the words before it say so, and no unit follows.
    """
    words, language = vocabulary(), pack()
    found: list[Day] = []
    for match in _pattern().finditer(text):
        made = _day(match, language)
        if match["bare"] and not _is_year(text, match, words, language, found):
            continue
        if match["alone"] and not _is_month(text, match, words):
            continue
        found.append(made)
    return tuple(found)


def _day(match: re.Match[str], language: Pack) -> Day:
    start, end = match.span()

    def number(name: str) -> int | None:
        return None if match[name] is None else int(match[name])

    def month(name: str) -> int:
        return language.dates.months[match[name].lower()]

    if match["iso"]:
        return Day(start, end, number("iy"), number("im"), number("id"))
    if match["dm"]:
        return Day(start, end, number("dmy"), month("dmm"), number("dd"))
    if match["my"]:
        return Day(start, end, number("myy"), month("mm"))
    if match["md"]:
        return Day(start, end, number("mdy"), month("mdm"), number("mdd"))
    if match["part"]:
        order = match["po"]
        nth = language.numbers.ordinals.get(order, 0) or int(order[0])
        return Day(start, end, number("py"), part=f"{'Q' if match['pk'] == 'quarter' else 'H'}{nth}")
    if match["q"]:
        return Day(start, end, number("qy"), part=match["q"][:2].upper())
    if match["clock"]:
        return Day(start, end, part=match["clock"])
    if match["bare"]:
        return Day(start, end, number("by"))
    return Day(start, end, month=month("am"))


def _before(text: str, start: int) -> list[str]:
    """The last words and signs before an offset, nearest first, of the same line."""
    return [found.lower() for found in _WORD.findall(text[max(0, start - 80) : start])][::-1][:3]


def _is_year(text: str, match: re.Match[str], words: Vocabulary, language: Pack, found: list[Day]) -> bool:
    before = [*_before(text, match.start()), "", ""]
    after = (_WORD.findall(text[match.end() : match.end() + 40]) or [""])[0].lower()
    close = text[match.end() : match.end() + 1]
    if after in language.unit_words or after in language.numbers.scales:
        return False
    if before[0] == "(" and close in (")", ","):
        return True
    if before[0] == "and" and not (
        found and "between" in text[max(0, found[-1].start - 10) : found[-1].start].lower()
    ):
        return False
    if before[0] not in words.before_year:
        return False
    moved = language.changes
    steps = {*moved.verbs.down, *moved.verbs.up, *moved.nouns.down, *moved.nouns.up, *words.amounts_after}
    steps |= {*moved.verbs.factors, "up", "down"}
    return before[0] not in ("to", "by", "of", "from", "the") or before[1] not in steps


def _is_month(text: str, match: re.Match[str], words: Vocabulary) -> bool:
    if match["am"].lower() not in _AMBIGUOUS:
        return True
    return (_before(text, match.start()) or [""])[0] in words.before_month
