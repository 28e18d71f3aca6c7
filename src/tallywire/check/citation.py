"""Whether the figures that bear a text out come from that text itself."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from tallywire.check.worded import period_words
from tallywire.language import Pack
from tallywire.series import ObservationRef
from tallywire.statement import Evidence

Cited = Callable[[ObservationRef], str]
"""The address or source that an observation was taken from; "" where it is not known."""


def own_support(evidence: Evidence, address: str, cited: Cited, pack: Pack) -> str:
    """A note where all, or some, of what the answer rests on was taken from the text at `address`; else ""."""
    if not address or not evidence.used:
        return ""
    own = [ref for ref in evidence.used if same_page(cited(ref), address)]
    if len(own) == len(evidence.used):
        return "the only support is the text's own source"
    if own:
        days = ", ".join(period_words(ref.period, pack) for ref in own[:3])
        return f"the figure for {days} was itself taken from this text"
    return ""


def same_page(one: str, other: str) -> bool:
    """Whether two addresses have the same host and path; what is no address is compared as it stands."""
    return bool(one) and _place(one) == _place(other)


def _place(address: str) -> tuple[str, str]:
    address = address.strip()
    try:
        parts = urlsplit(address if "://" in address else f"//{address}")
        host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return "", address
    return host, parts.path.rstrip("/")
