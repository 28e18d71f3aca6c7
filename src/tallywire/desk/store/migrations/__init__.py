"""The history of the desk's tables, one for SQLite and PostgreSQL."""
