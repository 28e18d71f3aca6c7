"""The desk's database: its tables, the handle that opens them, and the log."""

from tallywire.desk.store.db import DeskDB
from tallywire.desk.store.log import write_log
from tallywire.desk.store.tables import metadata
from tallywire.desk.store.times import Moment

__all__ = ["DeskDB", "Moment", "metadata", "write_log"]
