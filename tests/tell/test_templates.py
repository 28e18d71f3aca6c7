"""Templates: no number stands in one, their slots are known, and a slot without a value is an error."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pytest

from tallywire.errors import UsageError
from tallywire.language.templates import templates
from tallywire.tell.phrase import Phrase, Span, fill, joined, listed
from tests.tell.numbers_in import unbound


def every(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from every(tuple(value.values()))
    elif isinstance(value, tuple):
        for part in value:
            yield from every(part)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            if name not in {"scales", "multiples"}:
                yield from every(getattr(value, name))


def test_no_template_holds_a_number() -> None:
    found = {text: left for text in every(templates()) if (left := unbound(text, []))}
    assert found == {}


def test_braces_are_slots() -> None:
    for text in every(templates()):
        assert fill(text, dict.fromkeys(re.findall(r"{(\w+)}", text), "x")).text.count("{") == 0


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(UsageError, match="no templates"):
        templates("xx")
    with pytest.raises(UsageError, match="no templates"):
        templates("../en")


def test_spans_move_with_their_text() -> None:
    number = Phrase("23,000", (Span(0, 6, "main"),))
    phrase = fill("It fell by {a}, then by {b}.", {"a": number, "b": number.named("next")})
    assert [phrase.text[s.start : s.end] for s in phrase.spans] == ["23,000", "23,000"]
    assert [s.what for s in phrase.spans] == ["main", "next"]
    twice = joined((phrase, phrase), " ")
    assert [twice.text[s.start : s.end] for s in twice.spans] == ["23,000"] * 4


def test_values_are_never_templates() -> None:
    assert fill("{a} {b}", {"a": "{b}", "b": "x"}).text == "{b} x"


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(UsageError, match="amount"):
        fill("by {amount}", {})


def test_lists() -> None:
    words = templates().words
    parts = tuple(Phrase(p) for p in "abc")
    assert listed(parts, words.comma, words.both).text == "a, b and c"
    assert listed(parts[:2], words.comma, words.both).text == "a and b"
    assert listed((), words.comma, words.both).text == ""
