"""What a page says of itself: its language, its title, the name of its site."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import msgspec

from tallywire.watch.encoding import html_text
from tallywire.watch.propose.slug import MAX_SLUG, slug_of

_HEAD = 200_000
_WORDS = 4
"""Words of a title that make the name of a source."""
_LANG = re.compile(r"<html\b[^>]{0,500}?\blang\s*=\s*[\"']?\s*([a-zA-Z-]{2,20})", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^>]{0,200}>([^<]{1,400})", re.IGNORECASE)
_META = re.compile(r"<meta\b([^>]{1,1000})>", re.IGNORECASE)
_SITE = re.compile(r"(?:property|name)\s*=\s*[\"']?(?:og:site_name|application-name)\b", re.IGNORECASE)
_CONTENT = re.compile(r"content\s*=\s*(?:\"([^\"]{1,200})\"|'([^']{1,200})')", re.IGNORECASE)
_ENTITY = {"&amp;": "&", "&quot;": '"', "&#39;": "'", "&nbsp;": " ", "&mdash;": "—", "&ndash;": "–"}
_SPLIT = re.compile(r"\s+[|–—·:-]\s+")
_SAYS_NOTHING = frozenset(
    {"index", "table", "tables", "data", "download", "downloads", "export", "file", "files", "api", "default", "home"}
    | {
        "stat",
        "statistics",
        "view",
        "csv",
        "json",
        "xlsx",
        "html",
        "php",
        "aspx",
        "content",
        "main",
        "page",
        "report",
    }
)


class Page(msgspec.Struct, frozen=True):
    """language: "en", "ru", "uk" or another, "" where it is not said. title and site: "" where there is none."""

    language: str = ""
    title: str = ""
    site: str = ""


def page_of(body: bytes, media_type: str) -> Page:
    """What the head of an HTML page says."""
    text = html_text(body[:_HEAD], media_type)
    language = _LANG.search(text)
    title = _TITLE.search(text)
    site = ""
    for meta in _META.findall(text):
        content = _CONTENT.search(meta)
        if content is not None and _SITE.search(meta):
            site = content[1] or content[2]
            break
    return Page(
        language[1].lower().partition("-")[0] if language else "",
        _readable(title[1]) if title else "",
        _readable(site),
    )


def agency_name(page: Page, address: str) -> tuple[str, str]:
    """What to call the agency, and why: the site's own name, else its host."""
    if page.site:
        return page.site[:100], "the page's own name of its site"
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    parts = _SPLIT.split(page.title)
    if len(parts) > 1 and parts[-1]:
        return parts[-1][:100], "the end of the page's title"
    return host or "The agency", "the host; nothing in the body names the agency"


def source_id(address: str, title: str) -> str:
    """A short name for a source: the last part of its address that says something, else its title or host."""
    parts = urlsplit(address)
    steps = [slug_of(_stem(step), "") for step in unquote(parts.path).split("/")]
    for step in reversed(steps):
        if len(step) > 2 and step not in _SAYS_NOTHING and not step.replace("-", "").isdigit():
            return step[:MAX_SLUG].strip("-")
    if title and (slug := slug_of(title.partition("(")[0], "")):
        return "-".join(slug.split("-")[:_WORDS])
    host = (parts.hostname or "").removeprefix("www.").split(".")
    named = [label for label in host[:-1] if label not in _SAYS_NOTHING and not label.isdigit()]
    return slug_of(named[0], "source") if named else "source"


def _stem(step: str) -> str:
    return step.rpartition(".")[0] if "." in step[1:] and len(step.rpartition(".")[2]) <= 5 else step


def _readable(text: str) -> str:
    for entity, letter in _ENTITY.items():
        text = text.replace(entity, letter)
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
