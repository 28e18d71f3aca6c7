"""The desk's database: its tables, and the handle that opens them."""

from tallywire.desk.store.tables import metadata
from tallywire.desk.store.times import Moment

__all__ = ["Moment", "metadata"]
