"""The desk: stories with their versions, the log, mutes, rules, kept checks, and who works there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from tallywire.desk.store.migrations.told_before import take_over

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.String(32)
APPEND_ONLY = ("versions", "log")


def upgrade() -> None:
    op.create_table(
        "stories",
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("origin", sa.String(8), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("headline", sa.Text, nullable=False, server_default=""),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("lead", sa.LargeBinary, nullable=True),
        sa.Column("draft", sa.LargeBinary, nullable=False),
        sa.Column("public", sa.LargeBinary, nullable=True),
        sa.Column("public_hash", sa.String(64), nullable=False, server_default=""),
        sa.Column("pending", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("updated_at", MOMENT, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stories"),
        sa.CheckConstraint(
            "state IN ('draft', 'approved', 'published', 'withdrawn', 'dismissed')", name="ck_stories_state"
        ),
        sa.CheckConstraint("origin IN ('lead', 'hand')", name="ck_stories_origin"),
    )
    op.create_index("ix_stories_state_changed_at", "stories", ["state", "changed_at"])
    op.create_index("ix_stories_state_published_at", "stories", ["state", "published_at"])
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("story", sa.String(200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("draft", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_versions_story_id", "versions", ["story", "id"])
    op.create_table(
        "log",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_log_subject_id", "log", ["subject", "id"])
    _choices()
    _checks()
    _people()
    for table in APPEND_ONLY:
        _append_only(table)
    if not context.is_offline_mode():
        take_over(op.get_bind(), where=context.config.attributes["where"])


def _choices() -> None:
    op.create_table(
        "mutes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("what", sa.String(8), nullable=False),
        sa.Column("value", sa.String(200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.CheckConstraint("what IN ('series', 'kind', 'source')", name="ck_mutes_what"),
        sa.UniqueConstraint("what", "value", name="uq_mutes_what_value"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "rules",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.UniqueConstraint("source", "kind", name="uq_rules_source_kind"),
        sqlite_autoincrement=True,
    )


def _checks() -> None:
    op.create_table(
        "checks",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("published", sa.Date, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("report", sa.Text, nullable=False),
        sa.Column("on_ledger", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_checks"),
    )
    op.create_index("ix_checks_at", "checks", ["at"])


def _people() -> None:
    roles = "role IN ('reporter', 'editor')"
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("disabled_at", MOMENT, nullable=True),
        sa.UniqueConstraint("name_key", name="uq_accounts_name_key"),
        sa.CheckConstraint(roles, name="ck_accounts_role"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "invitations",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("name", sa.Text, nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name="pk_invitations"),
        sa.CheckConstraint(roles, name="ck_invitations_role"),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("account", sa.Integer, nullable=False),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
        sa.ForeignKeyConstraint(
            ["account"], ["accounts.id"], name="fk_sessions_account_accounts", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_sessions_account", "sessions", ["account"])
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_attempts_key_at", "attempts", ["key", "at"])


def _append_only(table: str) -> None:
    """Lines can be added to the table, and neither altered nor removed."""
    told = f"the {table} is append-only"
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{told}'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{told}'); END"
        )
