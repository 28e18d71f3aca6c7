"""A desk.db of before the migrations: its told briefs, all of which were public, become published stories."""

from __future__ import annotations

import hashlib
import zlib
from datetime import UTC, datetime

import msgspec
import sqlalchemy as sa

from tallywire.errors import NewsroomError

KINDS = ("fall", "rise", "low", "high", "revision", "return", "takedown")


class _Headline(msgspec.Struct, frozen=True):
    text: str


class _Told(msgspec.Struct, frozen=True):
    """What the tables show of a brief; its JSON is kept as it is."""

    published: datetime
    headline: _Headline
    source: str
    updated: datetime | None = None
    topic: str = ""
    place: str = ""
    series: tuple[str, ...] = ()
    score: float = 0.0


def take_over(connection: sa.Connection, *, where: str) -> None:
    """Move the rows of `briefs`, where there is such a table, into stories and their first versions.

    Raises NewsroomError, naming the file, for a brief that cannot be read.
    """
    if not sa.inspect(connection).has_table("briefs"):
        return
    told = sa.table("briefs", sa.column("id", sa.Text), sa.column("brief", sa.LargeBinary))
    stories = sa.table("stories", *(sa.column(name) for name in _COLUMNS))
    versions = sa.table("versions", *(sa.column(name) for name in ("story", "at", "who", "what", "draft")))
    for id, json in connection.execute(sa.select(told.c.id, told.c.brief).order_by(told.c.id)).all():
        raw = bytes(json)
        brief = _decoded(str(id), raw, where)
        first, last = _text(brief.published), _text(brief.updated or brief.published)
        packed = zlib.compress(raw)
        row: dict[str, object] = dict.fromkeys(_COLUMNS, "") | {
            "id": id,
            "state": "published",
            "origin": "lead",
            "kind": next((word for word in reversed(str(id).split("-")) if word in KINDS), ""),
            "source": brief.source,
            "topic": brief.topic,
            "place": brief.place,
            "series": msgspec.json.encode(brief.series).decode(),
            "headline": brief.headline.text,
            "score": brief.score,
            "draft": packed,
            "public": packed,
            "public_hash": hashlib.sha256(raw).hexdigest(),
            "made_at": first,
            "changed_at": last,
            "published_at": first,
            "updated_at": None if brief.updated is None else last,
        }
        connection.execute(stories.insert().values(row))
        version = {"story": id, "at": last, "who": "tallywire", "what": "told", "draft": packed}
        connection.execute(versions.insert().values(version))
    connection.execute(sa.text("DROP TABLE briefs"))


_COLUMNS = (
    "id",
    "state",
    "origin",
    "kind",
    "source",
    "topic",
    "place",
    "series",
    "headline",
    "score",
    "why",
    "asked",
    "draft",
    "public",
    "public_hash",
    "made_at",
    "changed_at",
    "published_at",
    "updated_at",
    "withdrawn_reason",
)


def _decoded(id: str, raw: bytes, where: str) -> _Told:
    try:
        return msgspec.json.decode(raw, type=_Told)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NewsroomError(f"the brief {id!r} cannot be read: {error}", where=where) from None


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
