"""What a column counts, from the words of its header and of the table's title: unit, multiplier, kind, title."""

from __future__ import annotations

import re

import msgspec

from tallywire.series import Kind
from tallywire.watch.notes import without_notes
from tallywire.watch.propose.words import Words

MAX_TITLE = 160
_INSIDE = re.compile(r"\(([^()]{1,60})\)|\[([^\[\]]{1,60})\]")
_WORD = re.compile(r"%|[^\W\d_]+(?:·[^\W\d_]+)?")
_COMMA = re.compile(r",(?![0-9])")
_DIGIT = re.compile(r"[0-9]")
_IN_THOUSANDS = re.compile(r"\A\s*(?:in\s+)?(?:1[ ,.\u00a0]?000|['’‘]?000(?:s|['’]s)?)(?![0-9])", re.IGNORECASE)
"""1,000 people and '000: how many offices write thousands."""
_THOUSANDS = re.compile(r"(?<![0-9])(?:1[ ,.\u00a0]?000|['’‘]000)(?![0-9])")
_PER = frozenset(
    {
        "per",
        "на",
        "for",
        "each",
        "every",
        "каждые",
        "кожні",
        "over",
        "under",
        "more",
        "than",
        "свыше",
        "более",
        "понад",
    }
)


class Measure(msgspec.Struct, frozen=True):
    """What is counted: its name without the unit, a title, the unit, multiplier, kind, why, what is open."""

    name: str
    title: str
    unit: str
    multiplier: int
    kind: Kind
    kind_reason: str
    doubts: tuple[str, ...] = ()


def measure_of(
    name: str, above: str, words: Words, *, instants: bool, below_zero: bool, unit: str = "", part: bool = False
) -> Measure:
    """What a column with this name counts, in a table with this text above it.

    instants: whether its periods are days, as those of levels are. below_zero: whether a figure is negative, as no
    level is. unit: what a column of units says, if there is one. part: whether the name is only of a part of what
    the text above names, such as a region.
    """
    name = name.replace("_", " ")  # new_cases, as files for programs write it
    doubts: list[str] = []
    own = _unit(unit, words, anywhere=True) if unit else _unit(name, words)
    whole = _unit(above, words)
    found, power, said = own
    from_above = False
    if not found and not power:
        found, power, said = whole
        from_above = bool(found or power)
    if from_above and (power or found):
        doubts.append(f"the unit is that of the table's title ({said or whole[2]}); not every column need have it")
    if not power and (word := _multiplies(f"{name} {above}", words)):
        doubts.append(f"{word!r} stands in its name or title: set multiplier if the figures are in tens to a power")
    kind, reason, sure = _kind(name, above, found, words, instants=instants, below_zero=below_zero)
    if not sure:
        doubts.append(f"kind: {reason}")
    if not found and unit.strip():
        found = " ".join(unit.split())[:40]
    if not found and kind in {"stock", "flow"} and words.counts_people(f"{name} {above}"):
        found = "people"
    if not found:
        doubts.append("the unit is not said; name what is counted")
    short = _without_unit(name, words)
    if short.casefold() in words.headers.bare and _without_unit(above, words):
        short = _without_unit(above, words)
    return Measure(
        short or "figures",
        _title(short, above, words, part=part),
        found or "units",
        power,
        kind,
        reason,
        tuple(doubts),
    )


def _unit(text: str, words: Words, *, anywhere: bool = False) -> tuple[str, int, str]:
    """The unit and the power of ten that a name gives in brackets, after its last comma, or after "in"."""
    places = [first or second for first, second in _INSIDE.findall(text)]
    tail = _after_comma(text)[1]
    if tail and len(tail) <= 60 and not _INSIDE.search(tail):
        places.append(tail)
    small = text.casefold()
    for word in (" in ", " в ", " у "):
        if word in small:
            places.append(text[small.rindex(word) + len(word) :][:40])
    if "%" in text:
        places.append("%")
    for place in (text, *places) if anywhere else places:
        if found := _unit_words(place, words):
            return (*found, place.strip())
    return "", 0, ""


def _after_comma(text: str) -> tuple[str, str]:
    """What stands before and after the last comma that is not inside a number."""
    commas = list(_COMMA.finditer(text))
    return (text[: commas[-1].start()], text[commas[-1].end() :]) if commas else ("", "")


def _unit_words(text: str, words: Words) -> tuple[str, int] | None:
    """The unit and power of ten that every word of a text makes up; None where a word or a number is neither."""
    unit, power = "", 0
    text = _IN_THOUSANDS.sub("thousand ", text)
    if _DIGIT.search(text) or "=" in text:
        return None
    for found in _WORD.finditer(text):
        word = found[0].casefold()
        if word in _PER:
            return None  # per thousand, over a million: part of what is counted, no multiplier
        if words.power(word):
            power += words.power(word)
        elif word in words.units:
            unit = unit or words.units[word]
        elif word not in {"in", "of", "в", "у", "и", "and", "ед", "изм", "од", "вим"}:
            return None
    return (unit, power) if unit or power else None


def _multiplies(text: str, words: Words) -> str:
    """A word in a text that multiplies and is not read as the unit; "" where there is none."""
    if found := _THOUSANDS.search(text):
        return found[0]
    return next((word for word in _WORD.findall(text) if words.power(word)), "")


def _kind(
    name: str, above: str, unit: str, words: Words, *, instants: bool, below_zero: bool
) -> tuple[Kind, str, bool]:
    for text, where in ((name, "its name"), (above, "the title above it")):
        said = words.kind(text)
        # A title above many columns says little of one that has a unit of its own.
        if said is not None and not (text is above and unit not in {"", "%"} and said[0] in {"rate", "index"}):
            return said[0], f"{where} says {said[1]!r}", True
    if unit == "%":
        return "rate", "its unit is %", True
    if below_zero:
        return "flow", "nothing says it; no level is below zero", False
    if instants:
        return "stock", "nothing says it; its periods are days, as those of counts are", False
    return "flow", "nothing says it; its periods are longer than a day, as those of totals are", False


def _title(short: str, above: str, words: Words, *, part: bool) -> str:
    """A name; where it says little by itself, with the title above the table."""
    if part or short.casefold() in words.headers.general or not short:
        title = _without_unit(above, words)
        short = f"{title}: {short}" if title and short else title or short
    return short[:MAX_TITLE] or "figures"


def _without_unit(text: str, words: Words) -> str:
    """A name without notes, and without its unit in brackets or after its last comma."""
    bare = without_notes(" ".join(text.split()))
    for found in reversed(list(_INSIDE.finditer(bare))):
        inside = found[1] or found[2]
        if _unit_words(inside, words) or inside.isdigit():
            bare = bare[: found.start()] + bare[found.end() :]
    for head, tail in (_after_comma(bare), *(bare.rpartition(word)[::2] for word in (" in ", " в ", " у "))):
        if head and _unit_words(tail, words):
            bare = head
            break
    return " ".join(bare.split()).strip(" ,:;.-–—")
