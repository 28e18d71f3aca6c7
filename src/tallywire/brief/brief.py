"""Brief: what tell makes, a desk edits, and feed publishes."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from tallywire.brief.proof import Chart, Proof
from tallywire.brief.text import Text

Label = Literal["New record", "Revision", "Returned", "Taken down", "Exclusive", "Video"]


class Correction(msgspec.Struct, frozen=True):
    """What was wrong in a published brief and what is right, as readers see it."""

    at: datetime
    text: Text


class Override(msgspec.Struct, frozen=True):
    """A number that the record does not bear out and the desk published all the same; readers see it and why.

    number: as it stands in the text. reason: the desk's.
    """

    number: str
    reason: str
    at: datetime


class Brief(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A one-minute news item.

    id: a stable slug. badge: a standing remark about the source ("reconstructed from reports"). found: how it
    was found. caveats: what is not known. minutes: reading time at 238 words a minute, rounded up. score:
    orders briefs of one moment. source: "" for an item written by hand. video: a web address.
    """

    id: str
    kicker: str
    headline: Text
    lead: Text
    body: tuple[Text, ...]
    caveats: tuple[Text, ...] = ()
    found: Text
    labels: tuple[Label, ...] = ()
    source: str
    source_name: str
    topic: str = ""
    place: str = ""
    series: tuple[str, ...] = ()
    badge: str = ""
    chart: Chart | None = None
    proofs: tuple[Proof, ...] = ()
    score: float = 0.0
    published: datetime
    updated: datetime | None = None
    minutes: int = 1
    video: str = ""
    corrections: tuple[Correction, ...] = ()
    overrides: tuple[Override, ...] = ()


class Withdrawn(msgspec.Struct, frozen=True):
    """What stands in the place of a brief that was withdrawn: when, and why, in the desk's words.

    The headline goes with the brief; topic, place, source and series say in which feeds it had been.
    """

    id: str
    published: datetime
    at: datetime
    reason: str
    topic: str = ""
    place: str = ""
    source: str = ""
    series: tuple[str, ...] = ()
