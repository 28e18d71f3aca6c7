"""The pack's words as tags: which phrase means what to the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache

import msgspec

from tallywire.language import Pack
from tallywire.language import pack as load


class Entry(msgspec.Struct, frozen=True):
    """A phrase as words, with its tags and, for a multiple, its factor."""

    words: tuple[str, ...]
    tags: frozenset[str]
    factor: Decimal | None = None


class Lexicon(msgspec.Struct, frozen=True):
    """Phrases by their first word, longest first, and the words at which a quantity, a period or a cue may begin."""

    phrases: Mapping[str, tuple[Entry, ...]]
    quantities: frozenset[str]
    periods: frozenset[str]
    lengths: frozenset[str]
    cues: frozenset[str]


@cache
def lexicon(code: str) -> Lexicon:
    """The lexicon of the language `code`, built once from its pack."""
    return _build(load(code))


def _build(pack: Pack) -> Lexicon:
    tags: dict[str, set[str]] = {}
    factors = dict(pack.changes.verbs.factors)

    def add(tag: str, phrases: Iterable[str]) -> None:
        for phrase in phrases:
            tags.setdefault(phrase, set()).add(tag)

    changes, records, speech = pack.changes, pack.records, pack.speech
    add("v-down", changes.verbs.down)
    add("v-up", changes.verbs.up)
    add("stative", changes.verbs.stative)
    add("v-object", changes.verbs.object)
    add("v-factor", factors)
    add("n-down", changes.nouns.down)
    add("n-up", changes.nouns.up)
    add("c-up", changes.comparatives.up)
    add("c-down", changes.comparatives.down)
    add("adverb", changes.adverbs.words)
    add("s-high", records.superlatives.high)
    add("s-low", records.superlatives.low)
    add("sharpest", records.sharpness.words)
    add("record", records.records.adjectives)
    add("record-high", records.records.high)
    add("record-low", records.records.low)
    add("level-noun", records.records.level_nouns)
    add("never", records.so.never)
    add("so", records.so.so)
    add("sharply", records.so.sharply)
    add("even", records.so.even)
    add("ever", records.reach.ever)
    add("counts", records.reach.counts)
    add("windows", records.reach.windows)
    add("recent", pack.dates.vague.phrases)
    for kind, words in records.events.items():
        add("event", words)
        add(f"event:{kind}", words)
    add("report", speech.report.verbs)
    add("plain", speech.report.plain)
    add("loose", speech.report.loose)
    add("promising", speech.report.promising)
    add("according", speech.report.according)
    add("citing", speech.report.citing)
    add("cites", speech.report.cites)
    add("inherit", speech.report.inherit)
    add("hedge", speech.hedges.words)
    add("future", speech.future.words)
    add("wish", speech.future.wishes)
    add("open", speech.future.open)
    add("cause", speech.cause.phrases)
    add("pronoun", speech.anaphora.pronouns)
    add("further", speech.anaphora.further)
    for name, words in pack.grammar.words.items():
        if name != "abbreviations":
            add(name, words)
    phrases: dict[str, list[Entry]] = {}
    for phrase, found in tags.items():
        row = tuple(phrase.replace("-", " - ").split())
        phrases.setdefault(row[0], []).append(Entry(row, frozenset(found), factors.get(phrase)))
    numbers = pack.numbers
    first_of_cues = {cue.split()[0] for cue in pack.cues}
    symbols = {
        symbol[0] for unit in pack.units for symbol in (*unit.symbols, *(s[:2] for s in unit.symbols)) if symbol
    }
    dates = pack.dates
    just = {phrase.split()[0] for phrase in dates.words.just}
    return Lexicon(
        phrases={word: tuple(sorted(rows, key=lambda e: -len(e.words))) for word, rows in phrases.items()},
        quantities=frozenset({*numbers.cardinals, *first_of_cues, "a", "half", "-", "−", "–", "us", *symbols}),
        periods=frozenset(
            {
                *dates.months,
                *(f"{m}'s" for m in dates.months),
                *dates.weekdays,
                *dates.days,
                *dates.relative,
                "the",
                "q",
            }
            | {part.split()[0] for part in dates.parts}
            | {*numbers.ordinals, *dates.words.fiscal, "a", "an", *numbers.cardinals}
        ),
        lengths=frozenset({*just, *numbers.cardinals, "a", "an", "more", "less", *dates.lengths}),
        cues=frozenset(
            {
                *numbers.cardinals,
                *numbers.scales,
                "half",
                "third",
                "quarter",
                "thirds",
                "quarters",
                *records.cues.words,
            }
            | {*records.superlatives.high, *records.superlatives.low}
            | {factor.split()[-1] for factor in factors}
        ),
    )
