"""A newsroom whose site has every kind of page: the played demo, with stories of the desk beside what was found."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from tallywire.brief import Brief, Override, Text
from tallywire.desk import DeskDB, Newsroom, publish
from tallywire.desk.accounts import accept, first_invitation
from tallywire.desk.stories import approve, edit, story, withdraw, write
from tallywire.desk.stories import publish as let_out
from tallywire.desk.wording import from_markdown

WHO = "an editor"
PASSWORD = "tall ledgers keep their rows"

TOLD = "fsin-colonies-fall-2022-11-01"
PLAIN = "usbls-nonfarm-fall-2009-03"
CORRECTED = "usbls-government-rise-2009-04"
WITHDRAWN = "utopia-library-rise-2022-10"
FILM = "how-the-colonies-are-counted"
MARKED = "what-the-desk-is-asked"

MARKS = """\
The desk is asked most about **three things**, and one of them is *not in the record*.

## What is counted

- people in correctional colonies, as the service counts them
- people in [remand prisons](https://example.org/remand), which the service puts beside them
- nobody twice, as far as the desk can see

## What the service says

> We publish what we count, when we have counted it.

The service writes `n/a` where it did not count.
"""

NOTES = (
    "The office moves its page to a new address",
    "The next count is due on Friday",
    "A table without its first column, and how it is read",
    "Why a month is missing in the autumn",
    "The ferry company answers the desk",
)


def filled(demo: Path, folder: Path) -> Path:
    """A copy of the demo with stories that are corrected, withdrawn, overridden, filmed, marked and many."""
    shutil.copytree(demo, folder)
    with Newsroom(folder) as newsroom:
        db = DeskDB(newsroom.desk)
        end = newsroom.clock.now()
        for number in range(36):
            _out(db, note(number), end - timedelta(days=2 * number + 1))
        _out(db, marked(), end - timedelta(hours=30))
        late = end - timedelta(hours=2)
        passed = Override("40,000", "The service said so by telephone, and the desk took it down.", late)
        _out(db, film(), late, (passed,))
        _correct(db, CORRECTED, end)
        withdraw(db, WITHDRAWN, "The library counted one branch twice.", who=WHO, at=end)
        publish(newsroom)
    return folder


def account(folder: Path, name: str = "Mara") -> str:
    """The name of an editor's account made in this newsroom; its password is PASSWORD."""
    db = DeskDB(folder / "desk.db")
    at = datetime.now(UTC)
    token = first_invitation(db, at)
    assert token is not None, "the newsroom has an account already"
    return accept(db, token, name, PASSWORD, at).name


def by_hand(id: str, headline: str, lead: str, **more: object) -> Brief:
    """A brief that no figure stands behind."""
    made = Brief(
        id=id,
        kicker="From the desk",
        headline=Text(headline),
        lead=Text(lead),
        body=(),
        found=Text(""),
        source="",
        source_name="",
        topic="Prisons",
        place="Russia",
        published=datetime.now(UTC),
    )
    return replace(made, **more)


def note(number: int) -> Brief:
    headline = NOTES[number % len(NOTES)]
    lead = "A note from the desk, so that readers know where things stand."
    topic = "Coast" if number % 5 == 4 else "Daily life"
    return by_hand(f"note-{number + 1}", headline, lead, topic=topic, place="Utopia")


def marked() -> Brief:
    lead = "Three questions come back every week; here is what the record says."
    return by_hand(MARKED, "What the desk is asked about the colonies", lead, body=from_markdown(MARKS))


def film() -> Brief:
    return by_hand(
        FILM,
        "How people in colonies are counted, in a film of three minutes",
        "A former officer shows how about 40,000 names are counted on one morning.",
        video="https://video.example.org/watch?v=count",
        labels=("Exclusive", "Video"),
        body=(Text("The film was made in the autumn. The desk has not seen the lists."),),
    )


def _out(db: DeskDB, brief: Brief, at: datetime, overrides: tuple[Override, ...] = ()) -> None:
    write(db, brief, who=WHO, at=at)
    approve(db, brief.id, who=WHO, at=at)
    let_out(db, brief.id, who=WHO, at=at, overrides=overrides)


def _correct(db: DeskDB, id: str, at: datetime) -> None:
    draft = story(db, id).brief
    more = Text("The desk first called this a rise in all employment.")
    edit(db, id, replace(draft, body=(*draft.body, more)), who=WHO, at=at)
    said = "An earlier version gave the rise as one of all employment. It is one of employment in government."
    let_out(db, id, who=WHO, at=at, corrections=said)
