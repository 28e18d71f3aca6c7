"""Bringing a desk's tables up to those of this version, by Alembic's migrations."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Engine

from tallywire.errors import NewsroomError

MIGRATIONS = Path(__file__).parent / "migrations"


def configuration() -> Config:
    """Alembic's settings: the migrations that lie in the package."""
    found = Config()
    found.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    found.set_main_option("path_separator", "os")
    return found


def upgrade(engine: Engine, *, where: str) -> None:
    """Run what is missing, in one transaction; processes that do so at once run it one after the other.

    Raises NewsroomError where the tables are of a later version than this one.
    """
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            _keep_a_log_of_writes(connection.connection.driver_connection)
    settings = configuration()
    with engine.begin() as connection:
        settings.attributes.update(connection=connection, where=where)
        try:
            command.upgrade(settings, "head")
        except CommandError as error:
            raise NewsroomError(
                f"is of another version of Tallywire: {error}", where=where, hint="Use the version that wrote it last"
            ) from None


def _keep_a_log_of_writes(connection: object) -> None:
    """WAL: who reads is not kept out by who writes. The file remembers it."""
    from sqlite3 import Connection

    assert isinstance(connection, Connection)
    connection.execute("PRAGMA journal_mode = WAL")
