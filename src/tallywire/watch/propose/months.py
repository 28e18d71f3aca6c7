"""Month names that are read only where a source lists them: found in a table's own texts, never for two languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import msgspec

from tallywire.watch.period_words import period_words

Forms = tuple[tuple[str, ...], ...]
"""Lines of twelve names, January first."""
_WORD = re.compile(r"[^\W\d_]+")


def listed_months(texts: Iterable[str]) -> tuple[str, ...]:
    """The names for `period.months` by which the months in these texts can be read.

    Empty where none has to be listed, and where two languages fit that do not mean the same months: listopad is
    November in Polish and October in Croatian.
    """
    words = {word for text in texts for word in _WORD.findall(text.casefold())}
    named = {word for word in words if word in _in_english() or word in _always_read()}
    if named <= _always_read():
        return ()
    fitting = {name: sum(word in numbers for word in named) for name, numbers in _numbers().items()}
    most = max(fitting.values())
    lines: dict[tuple[str, ...], None] = {}
    meant: dict[str, int] = {}
    for language, count in fitting.items():
        if count < most:
            continue
        if any(meant.setdefault(name, number) != number for name, number in _numbers()[language].items()):
            return ()
        lines |= dict.fromkeys(form for form in _languages()[language] if not named.isdisjoint(form))
    return tuple(name for line in lines for name in line)


def in_english(text: str) -> str:
    """A text with the month names of other languages in English, to see whether it may be a period."""
    if text.isascii() and not any(letter.isalpha() for letter in text):
        return text
    return _WORD.sub(lambda found: _in_english().get(found[0].casefold(), found[0]), text)


@cache
def _languages() -> Mapping[str, Forms]:
    text = files("tallywire.watch.propose").joinpath("months.toml").read_bytes()
    return MappingProxyType(msgspec.toml.decode(text, type=dict[str, Forms]))


@cache
def _numbers() -> Mapping[str, Mapping[str, int]]:
    """For each language the numbers of the months by their names."""
    return {
        language: {name: number for form in forms for number, name in enumerate(form, 1)}
        for language, forms in _languages().items()
    }


@cache
def _in_english() -> Mapping[str, str]:
    """The English name for each name that is not read without being listed."""
    english = period_words()[0]
    return {
        name: english.months[number - 1][0]
        for numbers in _numbers().values()
        for name, number in numbers.items()
        if name not in _always_read()
    }


@cache
def _always_read() -> frozenset[str]:
    """The month names of the languages whose periods are read without anything being listed."""
    return frozenset(name for language in period_words() for names in language.months for name in names)
