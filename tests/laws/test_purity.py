"""The pure rooms touch no disk and no network: seen from outside, in a process that has just begun."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

import tallywire

OWN_DATA = {".toml", ".html", ".css", ".svg", ".js", ".md", ".txt", ".py", ".pyc"}

ROOM_CALLS = """
import json, sys
from datetime import UTC, date, datetime

import tallywire.check, tallywire.feed, tallywire.find, tallywire.language, tallywire.read
import tallywire.series, tallywire.statement, tallywire.tell
from tallywire.record.catalogue import NameCatalogue
from tests.feed.sample import edition, stacks
from tests.holdings import COLONIES, KNOWN, LATER, colonies

held, names, made, given = colonies(), NameCatalogue([COLONIES]), edition(), stacks()
watching, seen, said = [], [], {}
TEXT = (
    "The number of inmates in correctional colonies in Russia fell to 325,000 by November 2022, officials said. "
    "It fell by 23,000 in two months, the sharpest drop since 2010, and by another 13,000 in October."
)

def hook(event, arguments):
    if watching and event.startswith(("open", "socket.", "subprocess.", "os.", "shutil.", "sqlite3.", "tempfile.",
                                      "glob.", "urllib.", "ctypes.dlopen", "pathlib.")):
        seen.append((watching[0], event, repr(arguments[0]) if arguments else ""))

def asked(room, call):
    watching.append(room)
    try:
        return call()
    finally:
        watching.clear()

sys.addaudithook(hook)
fresh = tallywire.find.Fresh(datetime(2022, 11, 1, tzinfo=UTC), LATER)
leads = asked("find", lambda: tallywire.find.find([COLONIES], held, fresh))
statement = leads[0].findings[0].statement
evidence = asked("statement", lambda: tallywire.statement.evaluate(statement, held, LATER))
brief = asked("tell", lambda: tallywire.tell.tell(
    leads[0], holdings=held, source_name="the penitentiary service", published=LATER.time))
claims = asked("read", lambda: tallywire.read.read(TEXT, published=date(2022, 11, 21)))
verdicts = asked("check", lambda: tallywire.check.check(
    claims, holdings=held, catalogue=names, as_of=LATER, published=date(2022, 11, 21), cited=lambda ref: ""))
for show in (
    lambda: tallywire.check.report(verdicts, as_of=LATER, published=date(2022, 11, 21)),
    lambda: tallywire.check.in_words(verdicts, TEXT),
    lambda: tallywire.check.html(verdicts, TEXT, as_of=LATER),
    lambda: tallywire.read.claims_json(claims, text=TEXT, published="2022-11-21"),
):
    asked("check", show)
files = asked("feed", lambda: tallywire.feed.site(made, given))
asked("control", lambda: open("/dev/null").close())
done = {
    "find": len(leads), "statement": evidence.outcome, "tell": len(brief.proofs), "read": len(claims),
    "check": len(verdicts), "feed": len(files),
}
print(json.dumps({"seen": seen, "done": done}))
"""


class Watched(msgspec.Struct, frozen=True):
    """What was seen, as (room, event, first argument), and how much each room gave."""

    seen: list[tuple[str, str, str]]
    done: dict[str, int | str]


@pytest.fixture(scope="module")
def watched() -> Watched:
    root = Path(__file__).resolve().parent.parent.parent
    done = subprocess.run(
        [sys.executable, "-c", ROOM_CALLS], check=False, timeout=120, capture_output=True, text=True, cwd=root
    )
    assert done.returncode == 0, done.stderr
    return msgspec.json.decode(done.stdout, type=Watched)


def own_data(argument: str) -> bool:
    """Whether a path is the package's own data, or a module that Python loads late."""
    path = Path(ast.literal_eval(argument))
    package = Path(tallywire.__file__).parent
    if path.is_relative_to(package):
        return path.is_dir() or path.suffix in OWN_DATA
    return path.suffix in {".py", ".pyc"} and path.is_absolute()


def test_every_room_was_asked_for_something(watched: Watched) -> None:
    given = dict(watched.done)
    assert given.pop("statement") == "true"
    assert set(given) == {"find", "tell", "read", "check", "feed"}
    assert all(isinstance(count, int) and count > 0 for count in given.values())


def test_the_hook_sees_what_is_opened(watched: Watched) -> None:
    assert ("control", "open", "'/dev/null'") in watched.seen


@pytest.mark.parametrize("room", ["find", "statement", "tell", "read", "check", "feed"])
def test_a_pure_room_opens_nothing_but_its_own_data_and_asks_nobody(watched: Watched, room: str) -> None:
    seen = [(event, argument) for where, event, argument in watched.seen if where == room]
    assert {event for event, _ in seen} <= {"open", "os.listdir", "os.scandir"}
    assert [argument for _, argument in seen if not own_data(argument)] == []
