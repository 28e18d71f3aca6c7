"""What `watch add` asks someone at a terminal."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import msgspec
import typer

from tallywire.cli.proposed import show_proposal
from tallywire.cli.say import say
from tallywire.errors import TallywireError, UsageError

if TYPE_CHECKING:
    from tallywire.watch.propose import Answers, Proposal


def ask(proposal: Proposal, given: Answers, again: Callable[[Answers], Proposal]) -> Proposal | None:
    """The proposal with what was answered; None where it is not to be written. Enter keeps what is proposed."""
    if sum(table.figures > 0 for table in proposal.tables) > 1 and given.table is None:
        given, proposal = _changed(proposal, given, again, "Table", str(proposal.chosen), _table)
    for question in proposal.questions:
        say()
        say(f"{question.what}.")
        for value, meaning in question.choices:
            say(f"  {value}  {meaning}")
        prompt = f"{question.key} (Enter leaves it open)"
        given, proposal = _changed(proposal, given, again, prompt, "", partial(_answer, question.key))
    show_proposal(proposal)
    say()
    if len(proposal.source.entries) > 1:
        prompt = "Series to leave out, by name, with commas between (Enter: none)"
        given, proposal = _changed(proposal, given, again, prompt, "", _drop)
    prompt = "Series to name otherwise, as old=new, with commas between (Enter: none)"
    given, proposal = _changed(proposal, given, again, prompt, "", _rename)
    given, proposal = _changed(proposal, given, again, "The agency's name", proposal.source.name, _name)
    given, proposal = _changed(proposal, given, again, "The source's name", proposal.source.id, _id)
    return proposal if typer.confirm("Write the source file?", default=True) else None


Change = Callable[["Answers", str], "Answers"]


def _changed(
    proposal: Proposal,
    given: Answers,
    again: Callable[[Answers], Proposal],
    prompt: str,
    default: str,
    change: Change,
) -> tuple[Answers, Proposal]:
    """Ask until an answer fits; what is refused is said, and asked again."""
    while True:
        text = str(typer.prompt(prompt, default=default, show_default=bool(default))).strip()
        if text == default:
            return given, proposal
        try:
            changed = change(given, text)
            return changed, again(changed)
        except TallywireError as error:
            say(error.message)


def _table(given: Answers, text: str) -> Answers:
    if not text.isdecimal() or len(text) > 6:
        raise UsageError(f"{text[:20]!r} is no number of a table")
    return msgspec.structs.replace(given, table=int(text))


def _answer(key: str, given: Answers, text: str) -> Answers:
    from tallywire.watch.propose import answered

    return answered(given, {key: text})


def _drop(given: Answers, text: str) -> Answers:
    names = {name.strip() for name in text.split(",")} - {""}
    return msgspec.structs.replace(given, drop=given.drop | names)


def _rename(given: Answers, text: str) -> Answers:
    from tallywire.cli.adding_steps import pairs

    return msgspec.structs.replace(
        given, rename={**given.rename, **pairs([part for part in text.split(",") if part])}
    )


def _name(given: Answers, text: str) -> Answers:
    return msgspec.structs.replace(given, name=text)


def _id(given: Answers, text: str) -> Answers:
    return msgspec.structs.replace(given, id=text)
