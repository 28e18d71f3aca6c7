"""Reading a text and checking it against the newsroom's record."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from tallywire.check import Verdict, check
from tallywire.desk.excerpts import Excerpts
from tallywire.desk.newsroom import Newsroom
from tallywire.read import read
from tallywire.record import NameCatalogue
from tallywire.series import AsOf, Basis


class Checked(msgspec.Struct, frozen=True):
    """The verdicts of one text, in the order of its claims."""

    text: str
    published: date
    as_of: AsOf
    verdicts: tuple[Verdict, ...]


def check_text(
    newsroom: Newsroom,
    text: str,
    *,
    published: date,
    as_of: datetime | None = None,
    basis: Basis = "proven",
    address: str = "",
) -> Checked:
    """Read `text` and judge every claim; `address`, where given, is where the text itself stands.

    Raises TextError for a text that is empty or too long.
    """
    moment = newsroom.as_of(as_of, basis)
    claims = read(text, published=published)
    excerpts = Excerpts(newsroom)
    verdicts = check(
        claims,
        holdings=newsroom.record,
        catalogue=NameCatalogue(newsroom.series()),
        as_of=moment,
        published=published,
        address=address,
        cited=excerpts.citation,
    )
    return Checked(text, published, moment, verdicts)
