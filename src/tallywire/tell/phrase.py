"""Phrases: text with the spans of its numbers and dates, put together from templates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from tallywire.errors import UsageError

_SLOT = re.compile(r"\{([a-z_]+)\}")


class Span(msgspec.Struct, frozen=True):
    """A number or date in a text: offsets in code points, and which one it is; `date` where it is a date."""

    start: int
    end: int
    what: str
    date: bool = False


class Phrase(msgspec.Struct, frozen=True):
    """A text with the spans of its numbers, in order and apart."""

    text: str
    spans: tuple[Span, ...] = ()

    def named(self, what: str) -> Phrase:
        """The same, every number in it (not the dates) being `what`."""
        return Phrase(self.text, tuple(s if s.date else Span(s.start, s.end, what) for s in self.spans))

    @property
    def opened(self) -> Phrase:
        """The same with its first letter as a sentence begins, where that keeps its length."""
        first = self.text[:1].upper()
        return Phrase(first + self.text[1:], self.spans) if len(first) == 1 else self

    @property
    def words(self) -> int:
        return len(self.text.split())


def dated(text: str, what: str = "date") -> Phrase:
    """A text that is one date."""
    return Phrase(text, (Span(0, len(text), what, True),))


def fill(template: str, slots: Mapping[str, Phrase | str]) -> Phrase:
    """The template with its slots filled; spans move along. Raises UsageError for a slot that has no value."""
    parts: list[Phrase] = []
    reached = 0
    for slot in _SLOT.finditer(template):
        parts.append(Phrase(template[reached : slot.start()]))
        value = slots.get(slot[1])
        if value is None:
            raise UsageError(f"a template needs {slot[0]}, which has no value here: {template!r}")
        parts.append(Phrase(value) if isinstance(value, str) else value)
        reached = slot.end()
    parts.append(Phrase(template[reached:]))
    return joined(parts)


def joined(phrases: Iterable[Phrase], between: str = "") -> Phrase:
    """One phrase after the other."""
    text = ""
    spans: list[Span] = []
    for place, phrase in enumerate(phrases):
        if place:
            text += between
        spans.extend(Span(s.start + len(text), s.end + len(text), s.what, s.date) for s in phrase.spans)
        text += phrase.text
    return Phrase(text, tuple(spans))


def listed(phrases: tuple[Phrase, ...], comma: str, both: str) -> Phrase:
    """A list in words, put together with the templates `comma` ("{first}, {second}") and `both`."""
    if not phrases:
        return Phrase("")
    whole = phrases[0]
    for place, phrase in enumerate(phrases[1:], 2):
        whole = fill(both if place == len(phrases) else comma, {"first": whole, "second": phrase})
    return whole
