"""Writing a story by hand."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from msgspec.structs import replace

from tallywire.brief import Brief
from tallywire.desk.store import DeskDB
from tallywire.desk.stories.errors import DeskError
from tallywire.desk.stories.rows import add, found
from tallywire.desk.stories.step import sound
from tallywire.desk.stories.story import Story
from tallywire.desk.stories.words import timed

MOST_ID = 80
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def write(db: DeskDB, brief: Brief, *, who: str, at: datetime) -> Story:
    """Put a story that was written by hand on the desk, as a draft.

    Its id is the brief's, or, where that is "", made of the headline and the day. Raises DeskError for an id that
    is taken, or that no address could have, and for words that are too long.
    """
    sound(brief)
    with db.begin() as connection:
        id = brief.id
        if not id:
            wished = slug(brief.headline.text, at)
            id, count = wished, 1
            while found(connection, id) is not None:
                count += 1
                id = f"{wished}-{count}"
        if len(id) > MOST_ID or not ID.fullmatch(id):
            raise DeskError(
                f"{id[:MOST_ID]!r} cannot be a story's name in its address",
                hint=f"Use up to {MOST_ID} small letters and digits, with - between them",
            )
        if found(connection, id) is not None:
            raise DeskError("there is a story of this name already", where=id, hint="Give it another name")
        made = timed(replace(brief, id=id, source="", published=at, updated=None, corrections=()))
        return add(connection, made, origin="hand", kind="hand", why="", lead=None, who=who, at=at)


def slug(headline: str, at: datetime) -> str:
    """A name for the address of a story: words of its headline and its day."""
    plain = unicodedata.normalize("NFKD", headline).encode("ascii", "ignore").decode().lower()
    words: list[str] = []
    for word in re.findall(r"[a-z0-9]+", plain):
        if len("-".join([*words, word])) > 60:
            break
        words.append(word)
    return "-".join([*(words or ["note"]), f"{at:%Y-%m-%d}"])
