"""The desk's tables, the same on SQLite and PostgreSQL. Every moment is kept in UTC; JSON is kept as UTF-8."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    false,
)

from tallywire.desk.store.packed import Packed
from tallywire.desk.store.times import Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Stories(TypedColumns):
    """A story from its draft to its withdrawal.

    headline: of the draft. lead: JSON of the lead it was told from, null for one written by hand. draft: JSON of
    the brief being worked on; public: as it was last published, and public_hash the SHA-256 of that JSON, "" where
    there is none. pending: a published story has a draft that readers do not see yet. asked: why it is back on the
    desk. published_at, updated_at: as readers see them.
    """

    id = Column(String(200), primary_key=True)
    state = Column(String(16), nullable=False)
    origin = Column(String(8), nullable=False)
    kind = Column(String(16), nullable=False)
    source = Column(Text, nullable=False)
    topic = Column(Text, nullable=False)
    place = Column(Text, nullable=False)
    series = Column(Text, nullable=False)
    headline = Column(Text, nullable=False, server_default="")
    score = Column(Float, nullable=False)
    why = Column(Text, nullable=False)
    asked = Column(Text, nullable=False)
    lead: Column[bytes | None] = Column(Packed, nullable=True)
    draft = Column(Packed, nullable=False)
    public: Column[bytes | None] = Column(Packed, nullable=True)
    public_hash = Column(String(64), nullable=False, server_default="")
    pending = Column(Boolean, nullable=False, server_default=false())
    made_at = Column(Moment, nullable=False)
    changed_at = Column(Moment, nullable=False)
    published_at: Column[datetime | None] = Column(Moment, nullable=True)
    updated_at: Column[datetime | None] = Column(Moment, nullable=True)
    withdrawn_at: Column[datetime | None] = Column(Moment, nullable=True)
    withdrawn_reason = Column(Text, nullable=False)


stories = Table(
    "stories",
    metadata,
    Stories,
    CheckConstraint("state IN ('draft', 'approved', 'published', 'withdrawn', 'dismissed')", name="state"),
    CheckConstraint("origin IN ('lead', 'hand')", name="origin"),
    Index(None, "state", "changed_at"),
    Index(None, "state", "published_at"),
)


class Versions(TypedColumns):
    """Every draft a story had, oldest first; never altered. what: the step that made it."""

    id = Column(Integer, primary_key=True)
    story = Column(String(200), nullable=False)
    at = Column(Moment, nullable=False)
    who = Column(Text, nullable=False)
    what = Column(Text, nullable=False)
    draft = Column(Packed, nullable=False)


versions = Table("versions", metadata, Versions, Index(None, "story", "id"), sqlite_autoincrement=True)


class Log(TypedColumns):
    """Who did what, when; never altered. detail: JSON text."""

    id = Column(Integer, primary_key=True)
    at = Column(Moment, nullable=False)
    who = Column(Text, nullable=False)
    action = Column(String(32), nullable=False)
    subject = Column(Text, nullable=False)
    detail = Column(Text, nullable=False)


log = Table("log", metadata, Log, Index(None, "subject", "id"), sqlite_autoincrement=True)


class Mutes(TypedColumns):
    """Leads that the desk does not want to be told."""

    id = Column(Integer, primary_key=True)
    what = Column(String(8), nullable=False)
    value = Column(String(200), nullable=False)
    at = Column(Moment, nullable=False)
    who = Column(Text, nullable=False)
    reason = Column(Text, nullable=False)


mutes = Table(
    "mutes",
    metadata,
    Mutes,
    CheckConstraint("what IN ('series', 'kind', 'source')", name="what"),
    UniqueConstraint("what", "value"),
    sqlite_autoincrement=True,
)


class Rules(TypedColumns):
    """What is published without being asked; kind "" is every kind."""

    id = Column(Integer, primary_key=True)
    source = Column(String(200), nullable=False)
    kind = Column(String(16), nullable=False)
    at = Column(Moment, nullable=False)
    who = Column(Text, nullable=False)


rules = Table("rules", metadata, Rules, UniqueConstraint("source", "kind"), sqlite_autoincrement=True)


class Checks(TypedColumns):
    """Texts that were kept on request, with what the check said. report: JSON text."""

    id = Column(String(64), primary_key=True)
    at = Column(Moment, nullable=False)
    who = Column(Text, nullable=False)
    title = Column(Text, nullable=False)
    address = Column(Text, nullable=False)
    published = Column(Date, nullable=False)
    text = Column(Text, nullable=False)
    report = Column(Text, nullable=False)
    on_ledger = Column(Boolean, nullable=False, server_default=false())


checks = Table("checks", metadata, Checks, Index(None, "at"))


class Accounts(TypedColumns):
    """Who works at the desk. name_key: the name casefolded. password: its argon2 hash."""

    id = Column(Integer, primary_key=True)
    name = Column(Text, nullable=False)
    name_key = Column(String(200), nullable=False, unique=True)
    role = Column(String(16), nullable=False)
    password = Column(Text, nullable=False)
    made_at = Column(Moment, nullable=False)
    disabled_at: Column[datetime | None] = Column(Moment, nullable=True)


accounts = Table(
    "accounts",
    metadata,
    Accounts,
    CheckConstraint("role IN ('reporter', 'editor')", name="role"),
    sqlite_autoincrement=True,
)


class Invitations(TypedColumns):
    """One-time ways in. name: the account whose password it sets anew, null for a new account."""

    token_hash = Column(String(64), primary_key=True)
    role = Column(String(16), nullable=False)
    name: Column[str | None] = Column(Text, nullable=True)
    made_at = Column(Moment, nullable=False)
    expires_at = Column(Moment, nullable=False)
    made_by = Column(Text, nullable=False)
    used_at: Column[datetime | None] = Column(Moment, nullable=True)


invitations = Table(
    "invitations", metadata, Invitations, CheckConstraint("role IN ('reporter', 'editor')", name="role")
)


class Sessions(TypedColumns):
    """Who is signed in; the token itself is kept nowhere."""

    token_hash = Column(String(64), primary_key=True)
    account = Column(Integer, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False)
    csrf = Column(String(64), nullable=False)
    made_at = Column(Moment, nullable=False)
    seen_at = Column(Moment, nullable=False)
    expires_at = Column(Moment, nullable=False)


sessions = Table("sessions", metadata, Sessions, Index(None, "account"))


class Attempts(TypedColumns):
    """Failed ways in, which slow the next ones down."""

    id = Column(Integer, primary_key=True)
    key = Column(String(300), nullable=False)
    at = Column(Moment, nullable=False)


attempts = Table("attempts", metadata, Attempts, Index(None, "key", "at"), sqlite_autoincrement=True)
