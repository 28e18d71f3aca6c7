"""Where each page lies in the site, and which addresses from outside may become links."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit

MAX_ADDRESS = 2048

_PLAIN = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,78}[a-z0-9])?\Z")
_OTHER = re.compile(r"[^a-z0-9]+")


def file_name(id: str) -> str:
    """A name for a file that is safe everywhere: the id itself where it is a plain slug, else a slug and a hash.

    Two ids never share a name by accident: whatever was not a plain slug carries 12 hex digits of its SHA-256.
    """
    if _PLAIN.match(id):
        return id
    digest = hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{_OTHER.sub('-', id.lower()).strip('-')[:60].strip('-') or 'x'}-{digest}"


def front_path(page: int | None = None) -> str:
    """The newest page is `index.html`; older ones are numbered from the oldest, so that they stay as they are."""
    return "index.html" if page is None else f"page/{page}.html"


def _page(page: int | None) -> str:
    return "index.html" if page is None else f"{page}.html"


def topic_path(topic: str, page: int | None = None) -> str:
    return f"topics/{file_name(topic)}/{_page(page)}"


def place_path(place: str, page: int | None = None) -> str:
    return f"places/{file_name(place)}/{_page(page)}"


def source_path(source: str) -> str:
    return f"sources/{file_name(source)}/index.html"


def series_path(series: str, page: int | None = None) -> str:
    return f"series/{file_name(series)}/{_page(page)}"


def brief_path(brief: str) -> str:
    return f"briefs/{file_name(brief)}.html"


def evidence_path(brief: str, proof: str) -> str:
    return f"evidence/{file_name(brief)}/{file_name(proof)}.html"


def spec_path(brief: str) -> str:
    return f"charts/{file_name(brief)}.vl.json"


def data_path(brief: str) -> str:
    return f"charts/{file_name(brief)}.csv"


def card_path(brief: str) -> str:
    return f"cards/{file_name(brief)}.png"


def way_up(path: str) -> str:
    """The relative way from a page to the site's root: `briefs/a.html` -> `../`."""
    return "../" * path.count("/")


def web_address(text: str) -> str:
    """`text` where it is an http or https address that may become a link, else an empty string."""
    if len(text) > MAX_ADDRESS or any(letter <= " " or letter == "\x7f" or letter == "\\" for letter in text):
        return ""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return ""
    return text


def base_address(text: str) -> str:
    """The site's own absolute base, ending in a slash, or an empty string where it is no web address."""
    address = web_address(text)
    if not address:
        return ""
    parts = urlsplit(address)
    path = "/" + parts.path.strip("/")
    return f"{parts.scheme}://{parts.netloc}{path if path == '/' else path + '/'}"
