"""The steps of `watch add`: fetch, propose, ask where someone is there, write, say what comes next."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import typer

from tallywire.cli.options import plain_json
from tallywire.cli.proposed import show_proposal, show_tables
from tallywire.cli.say import say
from tallywire.errors import UsageError

if TYPE_CHECKING:
    from tallywire.watch.propose import Answers, Proposal

Propose = Callable[["Answers"], "Proposal"]


def add_proposed(
    newsroom: Path,
    address: str,
    *,
    file: Path | None,
    table: int | None,
    media: str,
    id: str,
    name: str,
    answers: Sequence[str],
    drop: Sequence[str],
    allow_hosts: Sequence[str],
    yes: bool,
    json: bool,
) -> int:
    """Propose a source for an address and write it; returns the exit code: 0 written and whole, 1 otherwise."""
    from tallywire.desk.adding import checked_address, fetch_unseen, read_unseen, taken_ids, write_source
    from tallywire.desk.newsroom import read_settings
    from tallywire.watch.propose import Answers, answered, media_of, propose

    settings = read_settings(newsroom)
    checked_address(address, allow_hosts)
    given = answered(
        Answers(
            table=table,
            media=media_of(media) if media else None,
            id=id,
            name=name,
            allow_hosts=tuple(allow_hosts),
            taken=taken_ids(newsroom),
            drop=frozenset(drop),
        ),
        pairs(answers),
    )
    if file is not None:
        unseen = read_unseen(file, address)
    else:
        unseen = fetch_unseen(address, allow_hosts=allow_hosts, contact=settings.contact)

    def again(more: Answers) -> Proposal:
        return propose(unseen.body, unseen.media_type, address, more)

    proposal = again(given)
    asking = not yes and not json and sys.stdin.isatty() and sys.stdout.isatty()
    if not json:
        say(f"{address}: {unseen.how}.")
        for reason in proposal.reasons:
            say(f"  {reason}")
        show_tables(proposal)
    if asking:
        from tallywire.cli.adding_questions import ask

        settled = ask(proposal, given, again)
        if settled is None:
            say("Nothing was written.")
            return 1
        proposal = settled
    elif not json:
        show_proposal(proposal)
    written = ""
    if yes or asking:
        written = str(write_source(newsroom, proposal.source.id, proposal.text))
    if json:
        typer.echo(plain_json(proposal_json(proposal, written)))
    else:
        say()
        _next(proposal, newsroom, written)
    return 0 if written and not proposal.questions and proposal.parsed is not None else 1


def add_ready(newsroom: Path, name: str, *, id: str) -> int:
    """Copy a ready source file into a newsroom; returns the exit code. Raises UsageError for a name there is not."""
    from tallywire.desk.adding import write_source
    from tallywire.desk.newsroom import read_settings
    from tallywire.watch import load_source
    from tallywire.watch.ready import ready_sources

    found = {ready.name: ready for ready in ready_sources()}
    if name == "list":
        for ready in found.values():
            say(f"{ready.name}: {ready.title}")
        return 0
    read_settings(newsroom)
    if name not in found:
        raise UsageError(f"there is no ready source {name[:60]!r}", hint=f"There are: {', '.join(found)}")
    if id:
        raise UsageError("a ready source keeps its id", hint="Copy it without --id, then change id in the file")
    text = found[name].text
    written = write_source(newsroom, load_source(text, name).id, text)
    say(f"Written: {written}")
    say("It was written from the documented format; read it, set what it asks for, and try it:")
    say(f"  tallywire watch test {load_source(text, name).id}{_newsroom(newsroom)}")
    return 0


def pairs(answers: Sequence[str]) -> Mapping[str, str]:
    """The answers given as KEY=VALUE; raises UsageError for another form."""
    found: dict[str, str] = {}
    for each in answers:
        key, equals, value = each.partition("=")
        if not equals or not key or not value:
            raise UsageError(f"--answer {each[:60]!r} is no answer", hint="Expected KEY=VALUE, such as order=dmy")
        found[key.strip()] = value.strip()
    return found


def proposal_json(proposal: Proposal, written: str) -> dict[str, object]:
    """What `watch add --json` prints; `written` is the file's path, "" where none was written."""
    parsed = proposal.parsed
    return {
        "source": proposal.source.id,
        "written": written,
        "tables": proposal.tables,
        "chosen": proposal.chosen,
        "series": [
            {key: getattr(entry, key) for key in ("slug", "title", "unit", "multiplier", "kind", "frequency")}
            for entry in proposal.source.entries
        ],
        "figures": () if parsed is None else parsed.figures,
        "problems": () if parsed is None else parsed.problems,
        "failure": proposal.failure,
        "reasons": proposal.reasons,
        "doubts": [msgspec.structs.asdict(doubt) for doubt in proposal.doubts],
        "questions": [msgspec.structs.asdict(question) for question in proposal.questions],
        "file": proposal.text,
    }


def _next(proposal: Proposal, newsroom: Path, written: str) -> None:
    id, where = proposal.source.id, _newsroom(newsroom)
    if not written:
        say("Nothing was written. To write it, add --yes; to be asked, run this in a terminal.")
        return
    say(f"Written: {written}")
    if proposal.questions:
        say("Answer what stands in it as ANSWER, then look again:")
        say(f"  tallywire watch test {id}{where}")
        return
    say("Read it once: a title, a unit or a kind may be better known to you. Then record it:")
    say(f"  tallywire watch {id} --once{where}")


def _newsroom(newsroom: Path) -> str:
    return "" if newsroom == Path() else f" --newsroom {newsroom}"
