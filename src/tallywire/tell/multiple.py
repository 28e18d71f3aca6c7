"""Multiples in words: doubled, almost halved, more than tripled."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from tallywire.errors import StatementError
from tallywire.language import Pack, bounds
from tallywire.language.templates import templates
from tallywire.series import Interval


class Multiple(msgspec.Struct, frozen=True):
    """A factor in words: `text` is the whole wording, `interval` what it allows."""

    text: str
    interval: Interval


def multiple(pack: Pack, interval: Interval) -> Multiple:
    """The closest wording that allows every factor of `interval`.

    Raises StatementError for a factor that has none, such as 1.4: it is told in percent.
    """
    words = templates(pack.code).words
    found: list[tuple[int, Decimal, Multiple]] = []
    for verb, factor in words.multiples.items():
        for place, (cue, allowed) in enumerate(_wordings(pack, factor)):
            if allowed.covers(interval):
                distance = abs((interval.low or interval.high or factor) - factor)
                found.append((place, distance, Multiple(f"{cue} {verb}".strip(), allowed)))
    if not found:
        raise StatementError("a change by this factor has no words", hint="Tell it in percent")
    return min(found, key=lambda f: f[:2])[2]


def _wordings(pack: Pack, factor: Decimal) -> tuple[tuple[str, Interval], ...]:
    """Plain, "almost" and "more than", as the reader bounds them."""
    step = factor * pack.grammar.multiples.step
    almost = next(a.wordings[0] for a in pack.approximations if a.name == "almost")
    over = next(w for a in pack.approximations if a.name == "over" for w in a.wordings if w == "more than")
    more = Interval(None, factor, high_open=True) if factor < 1 else bounds(pack, over, factor, step)
    return (("", bounds(pack, "", factor, step)), (almost, bounds(pack, almost, factor, step)), (over, more))
