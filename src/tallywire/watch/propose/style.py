"""How a table writes its numbers, found out from its columns as wholes; what cannot be decided is asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from tallywire.watch.number import Numbers, changes_numbers
from tallywire.watch.propose.question import Doubt, Question
from tallywire.watch.propose.words import Words
from tallywire.watch.propose.written import Written

_OTHER = {".": ",", ",": "."}
_FEW = 5


class Style(msgspec.Struct, frozen=True):
    """For [numbers]: the decimal mark and the marks between thousands, why, and what is open.

    An open mark is set so that the numbers it stands in are refused until it is settled.
    """

    decimal: str
    thousands: tuple[str, ...]
    reason: str
    question: Question | None = None
    doubts: tuple[Doubt, ...] = ()


def style_of(numbers: Iterable[tuple[str, Written]], *, english: bool, exact: bool, told: str = "") -> Style:
    """The style of a table's numbers, given as cell texts with their parts.

    english: whether its words are English, where a comma groups thousands. exact: whether the format itself writes
    numbers, with a point before decimals (workbooks, JSON). told: the decimal mark, where someone has said it.
    """
    marks: dict[str, dict[str, str]] = {"decimal": {}, "groups": {}, "either": {}}
    for text, number in numbers:
        if number.meaning in {"decimal", "both"}:
            marks["decimal"].setdefault(number.decimal, text)
        if number.meaning in {"groups", "both"}:
            marks["groups"].setdefault(number.groups, text)
        if number.meaning == "either":
            marks["either"].setdefault(number.decimal, text)
    if told:
        return _style(told, marks, f"the decimal mark was said to be {told!r}", english)
    if exact:
        return _exactly(marks)
    return _found(marks, english)


def _exactly(marks: dict[str, dict[str, str]]) -> Style:
    """A format that writes numbers itself; texts that look like numbers may be written otherwise."""
    wrong = marks["decimal"].get(",") or marks["groups"].get(".")
    if wrong is None:
        return _style(".", {**marks, "either": {}}, "the format itself writes a point before decimals", False)
    doubt = Doubt("numbers", f"{wrong!r} is a text and no number of the format; it is refused as it stands")
    return Style(".", _groups(marks, without={",", "."}), "the format writes a point before decimals", None, (doubt,))


def _found(marks: dict[str, dict[str, str]], english: bool) -> Style:
    decimals = [mark for mark in (".", ",") if mark in marks["decimal"]]
    grouping = [mark for mark in (".", ",") if mark in marks["groups"]]
    clash = next((mark for mark in decimals if mark in grouping), None)
    if len(decimals) == 2 or clash or len(grouping) == 2:
        return _clashing(marks)
    if decimals:
        text = marks["decimal"][decimals[0]]
        return _style(decimals[0], marks, f"{text!r} can only have {decimals[0]!r} before its decimals", english)
    if grouping:
        text = marks["groups"][grouping[0]]
        return _style(
            _OTHER[grouping[0]], marks, f"{text!r} can only have {grouping[0]!r} between thousands", english
        )
    if not marks["either"]:
        return _unmarked(marks, english)
    if len(marks["either"]) == 2:
        return _clashing(marks)
    [(mark, text)] = marks["either"].items()
    if mark == "," and english:
        reason = f"the words are English, where the comma of {text!r} stands between thousands"
        return _style(".", {**marks, "groups": {**marks["groups"], ",": text}, "either": {}}, reason, english)
    return _ask(mark, text, marks)


def _style(decimal: str, marks: dict[str, dict[str, str]], reason: str, english: bool) -> Style:
    groups = set(_groups(marks, without={decimal}))
    if _OTHER[decimal] in marks["either"]:
        groups.add(_OTHER[decimal])
    if english and decimal == ".":
        groups.add(",")
    return Style(decimal, tuple(sorted(groups)), reason)


def _unmarked(marks: dict[str, dict[str, str]], english: bool) -> Style:
    """No number has a mark that matters. One that comes later is refused unless the words settle it."""
    if english:
        return Style(".", (" ", ","), "no number shows a decimal mark; the words are English")
    return Style(".", _groups(marks, without={",", "."}), "no number shows a decimal mark")


def _ask(mark: str, text: str, marks: dict[str, dict[str, str]]) -> Style:
    """Refuse what is open: with the other mark before decimals and none between thousands, no reading is left."""
    whole, _, rest = text.strip().partition(mark)
    question = Question(
        "decimal",
        f"Is {text.strip()!r} the whole number {whole}{rest}, or {whole} and {rest} thousandths? Every number with "
        f"{mark!r} has three digits after it, and nothing else settles it",
        ((mark, f"{mark} stands before decimals"), (_OTHER[mark], f"{mark} stands between thousands")),
    )
    return Style(_OTHER[mark], _groups(marks, without={",", "."}), "", question)


def _clashing(marks: dict[str, dict[str, str]]) -> Style:
    shown = list(dict.fromkeys(text for kind in marks.values() for text in kind.values()))[:_FEW]
    question = Question(
        "decimal",
        f"The numbers are not written in one way: {', '.join(map(repr, shown))}. Which mark stands before decimals?",
        (
            (".", "a point; numbers with a decimal comma are refused"),
            (",", "a comma; numbers with a point are refused"),
        ),
    )
    return Style(".", _groups(marks, without={",", "."}), "", question)


def _groups(marks: dict[str, dict[str, str]], without: set[str]) -> tuple[str, ...]:
    """The marks that are seen between thousands, and the space, which can mean nothing else."""
    return tuple(sorted(({" "} | set(marks["groups"])) - without))


class Beside(msgspec.Struct, frozen=True):
    """What stands beside numbers: marks that change nothing, marks that say a status, words that multiply, doubts."""

    strip: tuple[str, ...] = ()
    status: dict[str, Literal["provisional"]] = {}
    scale: dict[str, int] = {}
    doubts: tuple[Doubt, ...] = ()
    question: Question | None = None


def beside(cells: Iterable[tuple[str, Written]], words: Words, numbers: Numbers) -> Beside:
    """What may be passed over beside the numbers of a table: known marks and words only, the rest is a doubt.

    numbers: the marks of the table's numbers, which a mark beside them cannot be.
    """
    example: dict[str, str] = {}
    enclosed = ""
    for text, number in cells:
        if (number.before, number.after) == ("(", ")") and not numbers.negative:
            enclosed = enclosed or text.strip()
            continue
        for part in filter(None, (number.before, number.after)):
            example.setdefault(part, text)
    strip: dict[str, None] = {}
    scale: dict[str, int] = {}
    doubts: list[Doubt] = []
    question = None
    if enclosed:
        what = f"Is {enclosed!r} below zero? Some offices put a figure in parentheses that is not sure"
        question = Question("negative", what, (("parentheses", "a number in parentheses is below zero"),))
    for part, text in example.items():
        pieces = words.pieces(part)
        if pieces is None or any(changes_numbers(piece, numbers) for piece in pieces):
            what = f"{text.strip()!r}: what {part!r} means is not known; the figure is refused until it is listed"
            doubts.append(Doubt("numbers.strip", what))
            continue
        for piece in pieces:
            power = words.power(piece)
            if power:
                scale[piece] = power
            else:
                strip[piece] = None
    status: dict[str, Literal["provisional"]] = {
        mark: "provisional" for mark in strip if mark.casefold() in words.cells.provisional
    }
    if status:
        what = f"{', '.join(map(repr, status))} beside a number is taken to say that it is provisional"
        doubts.append(Doubt("marks.beside", what))
    left = tuple(mark for mark in strip if mark not in status)
    letters = [mark for mark in left if words.is_status(mark)]
    if letters:
        what = f"{', '.join(map(repr, letters))} beside a number may say revised or another status; it is passed over"
        doubts.append(Doubt("numbers.strip", what))
    return Beside(left, status, scale, tuple(doubts[:_FEW]), question)
