"""Reading a text and checking it against the newsroom's record."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from tallywire.check import Verdict, check
from tallywire.desk.excerpts import Excerpts
from tallywire.desk.newsroom import Newsroom
from tallywire.errors import TextError
from tallywire.read import read
from tallywire.record import NameCatalogue
from tallywire.series import AsOf, Basis
from tallywire.statement import Catalogue


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
    catalogue: Catalogue | None = None,
    excerpts: Excerpts | None = None,
    most: int | None = None,
) -> Checked:
    """Read `text` and judge every claim; `address`, where given, is where the text itself stands.

    catalogue, excerpts: of this newsroom, where they were made before. most: claims that are judged at once.
    Raises TextError for a text that is empty, too long, or holds more claims than that.
    """
    moment = newsroom.as_of(as_of, basis)
    claims = read(text, published=published)
    if most is not None and len(claims) > most:
        raise TextError(f"the text holds {len(claims):,} claims", hint=f"At most {most:,} are judged at once")
    excerpts = Excerpts(newsroom) if excerpts is None else excerpts
    verdicts = check(
        claims,
        holdings=newsroom.record,
        catalogue=NameCatalogue(newsroom.series()) if catalogue is None else catalogue,
        as_of=moment,
        published=published,
        address=address,
        cited=excerpts.citation,
    )
    return Checked(text, published, moment, verdicts)
