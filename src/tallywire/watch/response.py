"""What a fetch is bounded by, what it asks with, and what comes back."""

from __future__ import annotations

import msgspec

Headers = tuple[tuple[str, str], ...]
"""Names and values in their order, as sent or received."""


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bounds of one fetch: bytes as received and unpacked, redirects, seconds, and repeats after an outage.

    total_seconds leaves out the time in which the fetch waits for its turn at a host. retry_after_seconds: a server
    that asks to be left alone for longer than this ends the fetch, and whoever runs it comes back later.
    """

    wire_bytes: int = 64 << 20
    body_bytes: int = 256 << 20
    redirects: int = 5
    total_seconds: float = 120.0
    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    retries: int = 2
    retry_after_seconds: float = 30.0


DEFAULT_LIMITS = Limits()


class Validators(msgspec.Struct, frozen=True):
    """What an earlier response gave to ask "has it changed?" with, and the address it came from."""

    address: str
    etag: str = ""
    last_modified: str = ""


class Redirect(msgspec.Struct, frozen=True):
    """One redirect that was followed: from where, with which status, to where, and the headers that said so."""

    address: str
    status: int
    location: str
    headers: Headers = ()


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """What a server answered at the end of its redirects.

    headers: as received, in order. wire: the body as received, still content-coded. body: unpacked. media_type:
    the Content-Type with its parameters. elapsed: seconds. method, target and request: the last request's line and
    headers as sent. In every text the value of a key is replaced by its name, `${NAME}`.
    """

    address: str
    final_address: str
    redirects: tuple[Redirect, ...]
    status: int
    headers: Headers
    wire: bytes
    body: bytes
    media_type: str
    elapsed: float
    method: str = "GET"
    target: str = ""
    request: Headers = ()

    def __repr__(self) -> str:
        """In a few words: asyncio writes out what a task returned, and a body can be hundreds of MiB."""
        return (
            f"<Response {self.status} {self.final_address[:200]!r} {self.media_type[:100]!r} {len(self.body)} bytes>"
        )

    def header(self, name: str) -> str:
        """The first header of that name, or ""."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def validators(self) -> Validators:
        return Validators(self.final_address, self.header("etag"), self.header("last-modified"))
