"""An agency on 127.0.0.1 that fails in every way that agencies' servers fail, one way a path, and can be healed.

with faulty_agency() as agency:
    agency.url("truncated")             # behaves as its name says
    agency.behave("truncated", "healthy")
    agency.behave("counts", "503", "503", "healthy")  # one after the other; the last one stays
"""

from tests.agency.behaviours import BEHAVIOURS, FIRST, SECOND, csv
from tests.agency.server import Agency, faulty_agency

__all__ = ["BEHAVIOURS", "FIRST", "SECOND", "Agency", "csv", "faulty_agency"]
