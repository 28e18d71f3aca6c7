"""Where Alembic begins: on the connection it is handed, or as SQL text for a database that is not at hand."""

from __future__ import annotations

from alembic import context

from tallywire.desk.store.tables import metadata

if context.is_offline_mode():
    dialect = context.config.get_main_option("dialect") or "sqlite"
    context.configure(dialect_name=dialect, target_metadata=metadata, literal_binds=True)
else:
    context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)

with context.begin_transaction():
    context.run_migrations()
