"""What the tests of the server share."""

from __future__ import annotations

from tallywire.web.limits import Limits

BASE = "http://127.0.0.1:8000"

GENEROUS = Limits(checks_a_minute=100_000, fetches_a_minute=100_000)
"""Limits under which a test run is not one reader who asks too often."""

TEXT = (
    "The number of people in Russian correctional colonies stood at 348,000 in August 2022.\n\n"
    "It fell by 23,000 in two months, the penitentiary service reported."
)
