"""Security headers and content policies, in one place."""

from __future__ import annotations

from typing import Literal

from tallywire.feed.frame import frame_style
from tallywire.feed.render import style_source

Kind = Literal["site", "page", "api"]
"""A file of the published site, a page of the server, an answer of the API."""

OPEN = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"etag, retry-after, link, content-disposition"),
)
"""Of the API: any page may ask, and none with anyone's cookies, as the API knows nobody."""

HSTS = (b"strict-transport-security", b"max-age=31536000")
"""Sent behind https only."""


def policy(kind: Kind) -> str:
    """The Content Security Policy: nothing from elsewhere, nothing inline, framed by nobody.

    Site pages carry a narrower policy of their own; the style of their sandboxed frames of archived rows is
    allowed by its hash, as a frame inherits what stands here.
    """
    if kind == "api":
        return "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    styles = f"'self' {style_source(frame_style())}" if kind == "site" else "'self'"
    frames = "; frame-src 'self'" if kind == "site" else ""
    return (
        f"default-src 'none'; style-src {styles}; img-src 'self'; script-src 'self'; connect-src 'self'{frames}; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )


def security(kind: Kind) -> tuple[tuple[bytes, bytes], ...]:
    """Headers of every answer of this kind.

    The site's files may be shown elsewhere (pictures in feed readers); pages of the server may not. Pages send
    their origin to themselves, as a form posted without one cannot be told from a forged one.
    """
    return (
        (b"content-security-policy", policy(kind).encode("ascii")),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin" if kind == "page" else b"no-referrer"),
        (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin" if kind == "page" else b"cross-origin"),
        *(OPEN if kind == "api" else ()),
    )
