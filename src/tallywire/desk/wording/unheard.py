"""Movement and records that a sentence speaks of, and that no claim read from it has taken in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tallywire.desk.wording.grounds import Grounds
from tallywire.desk.wording.manuscript import Sentence
from tallywire.desk.wording.reading import Checked
from tallywire.language import pack
from tallywire.read.tokens import tokens
from tallywire.statement import (
    Change,
    Coincidence,
    Comparison,
    Direction,
    Extreme,
    Level,
    Statement,
    Sum,
    Window,
    evaluate,
)

_BORNE = ("holds", "holds_roughly")


def unheard(sentence: Sentence, checked: Sequence[Checked], grounds: Grounds) -> str:
    """Why the figures of a sentence may be right and the sentence wrong; "" where all it says was read and holds.

    Each direction that it names must be that of a claim that holds, or of the way from the count before to a level
    that it gives ("fell to 4.9%"); each superlative must be that of a record that holds.
    """
    language = pack()
    text = f" {' '.join(t.lower for t in tokens(sentence.words, 0, len(sentence.words)))} "
    for cue in language.cues:
        text = text.replace(f" {cue} ", " ")
    borne = [one.verdict.judged for one in checked if one.verdict.name in _BORNE and one.verdict.judged is not None]
    heard = {direction for one in borne for direction in _directions(one)}
    changes = language.changes
    named: tuple[tuple[Direction, tuple[str, ...]], ...] = (
        ("down", (*changes.verbs.down, *changes.nouns.down, "down", "lower")),
        ("up", (*changes.verbs.up, *changes.nouns.up, "up", "higher")),
    )
    for direction, words in named:
        word = _first(text, words)
        if word and direction not in heard and not any(_moved(one, direction, grounds) for one in borne):
            return f"that it went {direction} (“{word}”) is not borne out"
    records = language.records
    high, low = {*records.superlatives.high, *records.records.high}, {*records.superlatives.low, *records.records.low}
    word = _first(text, (*high, *low, *records.records.adjectives, *records.so.never, *records.cues.words))
    if word and not any(_extreme(one) for one in borne):
        return f"“{word}” says more than could be read and borne out"
    return ""


def _first(text: str, words: Iterable[str]) -> str:
    found = [(text.index(f" {word} "), word) for word in words if f" {word} " in text]
    return min(found)[1] if found else ""


def _directions(statement: Statement) -> tuple[Direction | None, ...]:
    match statement:
        case Change(direction=direction):
            return (direction,)
        case Extreme(of="change", sense=sense):
            return ("up" if sense == "high" else "down",)
        case Sum(total=total):
            return _directions(total)
        case Comparison(left=left):
            return _directions(left)
        case Coincidence(change=change):
            return _directions(change)
        case _:
            return ()


def _moved(statement: Statement, direction: Direction, grounds: Grounds) -> bool:
    if not isinstance(statement, Level) or statement.when is None:
        return False
    change = Change(statement.series, Window(end=statement.when), direction, None)
    return evaluate(change, grounds.holdings, grounds.as_of).outcome == "true"


def _extreme(statement: Statement) -> bool:
    return isinstance(statement, Extreme) or (isinstance(statement, Comparison) and statement.relation != "=")
