"""What every page has around its own part: title, description, policy, masthead, clock, foot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

import msgspec
from markupsafe import Markup

from tallywire.brief import Edition
from tallywire.feed.names import base_address, way_up, web_address
from tallywire.feed.render import fill, policy


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page's place and its head. `anywhere`: it is shown at any address, so it may not lean on its own.

    styles, scripts: files of the site beside the common style sheet. data: JSON-LD that is safe inside a script
    element. image: the card's path.
    feeds: path of the page's own feeds without extension, with their title. form: it holds one.
    """

    path: str
    title: str
    description: str
    kind: Literal["website", "article"] = "website"
    frame_style: str = ""
    anywhere: bool = False
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    data: str = ""
    image: str = ""
    feeds: tuple[str, str] = ("", "")
    form: bool = False

    @property
    def root(self) -> str:
        return way_up(self.path)


def write(page: Page, template: str, edition: Edition, values: Mapping[str, object]) -> bytes:
    """One finished page as UTF-8 bytes."""
    base = base_address(edition.address)
    root = urlsplit(base).path if page.anywhere and base else page.root
    text = fill(
        template,
        {
            **values,
            "page": page,
            "root": root,
            "policy": policy(frame_style=page.frame_style, scripts=bool(page.scripts), form=page.form),
            "canonical": base + page.path if base and not page.anywhere else "",
            "image": base + page.image if base and page.image else "",
            "data": Markup(page.data),
            "about": _first(edition.about),
            "site": edition.title,
            "desk": edition.desk,
            "contact": edition.contact,
            "contact_href": web_address(edition.contact),
            "clock": edition.clock,
        },
    )
    return text.encode("utf-8")


def _first(about: str) -> str:
    return about.strip().split("\n\n")[0].strip()
