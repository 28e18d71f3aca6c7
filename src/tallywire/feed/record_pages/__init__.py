"""Pages about the record: series, sources, releases and what changed between them, events, the ledger, search."""

from tallywire.feed.record_pages.compare import Comparison, compare
from tallywire.feed.record_pages.compare_page import compare_page
from tallywire.feed.record_pages.leaves import record_leaves
from tallywire.feed.record_pages.register import Register

__all__ = ["Comparison", "Register", "compare", "compare_page", "record_leaves"]
