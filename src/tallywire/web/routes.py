"""Every address that the server answers itself, with the role it asks for: the whole table in one place."""

from __future__ import annotations

import msgspec

from tallywire.web import check_page, compare_page, front_pages
from tallywire.web.api import WAYS as API
from tallywire.web.desk_pages.table import DESK_WAYS
from tallywire.web.session import Endpoint, Role


class Way(msgspec.Struct, frozen=True):
    """An address, its methods, what answers it, and the least role that may ask.

    again: asking twice changes no more than asking once, whatever the method.

    Addresses under /api/ are for programs: they take no cookie, so that nothing can be forged in a reader's name.
    """

    path: str
    methods: tuple[str, ...]
    endpoint: Endpoint
    role: Role = "nobody"
    again: bool = False


WAYS: tuple[Way, ...] = (
    Way("/", ("GET",), front_pages.empty),
    Way("/style.css", ("GET",), front_pages.style),
    Way("/icon.svg", ("GET",), front_pages.icon),
    Way("/static/{name}", ("GET",), front_pages.static),
    Way("/check", ("GET",), check_page.form),
    Way("/check", ("POST",), check_page.checked, again=True),
    Way("/compare/{source}", ("GET",), compare_page.compare),
    *(Way(path, methods, endpoint, again=True) for path, methods, endpoint in API),
    *(Way(path, methods, endpoint, role) for path, methods, endpoint, role in DESK_WAYS),
)


def own_parts(ways: tuple[Way, ...]) -> frozenset[str]:
    """First parts of addresses that no file of the site may stand in for."""
    parts = {way.path[1:].partition("/")[0] for way in ways}
    return frozenset(parts - {"", "style.css", "icon.svg", "compare"})
