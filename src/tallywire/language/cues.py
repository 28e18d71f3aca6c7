"""The shapes of a pack's words for movement, records and speech."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from tallywire.language.numbers import Words


class Verbs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Verbs of movement by direction and by what stands after them; explained in changes.toml."""

    down: tuple[str, ...]
    up: tuple[str, ...]
    crossing: tuple[str, ...]
    stative: tuple[str, ...]
    object: tuple[str, ...]
    factors: dict[str, Decimal]


class Directed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that point up or down."""

    down: tuple[str, ...]
    up: tuple[str, ...]


class Changes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Verbs, nouns, comparatives and adverbs of movement; explained in changes.toml."""

    verbs: Verbs
    nouns: Directed
    comparatives: Directed
    adverbs: Words


class HighLow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words for the upper and the lower extreme."""

    high: tuple[str, ...]
    low: tuple[str, ...]


class RecordNouns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Record as adjective and in set phrases, and the nouns that stand for a level."""

    adjectives: tuple[str, ...]
    high: tuple[str, ...]
    low: tuple[str, ...]
    level_nouns: tuple[str, ...]


class NeverSo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of "never so sharply, even during amnesties"."""

    never: tuple[str, ...]
    so: tuple[str, ...]
    sharply: tuple[str, ...]
    many: tuple[str, ...]
    even: tuple[str, ...]


class Reach(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far back an extreme is said to reach."""

    ever: tuple[str, ...]
    counts: tuple[str, ...]
    windows: tuple[str, ...]


class Records(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Superlatives and records; explained in records.toml."""

    superlatives: HighLow
    sharpness: Words
    records: RecordNouns
    so: NeverSo
    reach: Reach
    events: dict[str, tuple[str, ...]]
    cues: Words


class Report(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Report verbs and the phrases that name a source."""

    verbs: tuple[str, ...]
    plain: tuple[str, ...]
    loose: tuple[str, ...]
    promising: tuple[str, ...]
    according: tuple[str, ...]
    citing: tuple[str, ...]
    cites: tuple[str, ...]
    relay: tuple[str, ...]
    inherit: tuple[str, ...]
    pronouns: tuple[str, ...]


class Future(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of the future, and of what is only wished or supposed."""

    words: tuple[str, ...]
    wishes: tuple[str, ...]
    open: tuple[str, ...]


class Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A plain list of phrases."""

    phrases: tuple[str, ...]


class Anaphora(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that take over what was said before."""

    pronouns: tuple[str, ...]
    further: tuple[str, ...]
    same: tuple[str, ...]
    more: tuple[str, ...]


class Speech(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who says it and how surely; explained in speech.toml."""

    report: Report
    hedges: Words
    future: Future
    cause: Phrases
    anaphora: Anaphora


class Multiples(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`step`: the part of a factor that is its rounding step; `fraction_step`: of "a third", in percent."""

    step: Decimal
    fraction_step: Decimal


class Grammar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The small words that rules turn on, by name, and how widely multiples may be missed; see grammar.toml."""

    words: dict[str, tuple[str, ...]]
    multiples: Multiples
