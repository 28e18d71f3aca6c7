"""The archive, which is the truth; the record derived from it; and the catalogue of names."""

from tallywire.record.archive import Archive
from tallywire.record.arrivals import Arrivals
from tallywire.record.catalogue import NameCatalogue
from tallywire.record.diff import diff
from tallywire.record.entry import Entry
from tallywire.record.hop import Hop
from tallywire.record.lock import writer_lock
from tallywire.record.matrix import Matrix
from tallywire.record.record import Record
from tallywire.record.redact import redact
from tallywire.record.store import Store
from tallywire.record.verify import Fault, Verification, verify

__all__ = [
    "Archive",
    "Arrivals",
    "Entry",
    "Fault",
    "Hop",
    "Matrix",
    "NameCatalogue",
    "Record",
    "Store",
    "Verification",
    "diff",
    "redact",
    "verify",
    "writer_lock",
]
