"""One page of each kind, by name: what is audited."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tallywire.desk import DeskDB
from tallywire.desk.stories import kept_checks, lines
from tests.audit.desk import CORRECTED, FILM, MARKED, PLAIN, TOLD, WITHDRAWN

SITE = {
    "feed": "index.html",
    "older": "page/1.html",
    "topic": "topics/prisons-*/index.html",
    "place": "places/utopia-*/index.html",
    "brief": f"briefs/{TOLD}.html",
    "plain brief": f"briefs/{PLAIN}.html",
    "corrected": f"briefs/{CORRECTED}.html",
    "film": f"briefs/{FILM}.html",
    "marked": f"briefs/{MARKED}.html",
    "withdrawn": f"briefs/{WITHDRAWN}.html",
    "revision": "briefs/utopia-bicycles-revision-*.html",
    "evidence": f"evidence/{TOLD}/record-1.html",
    "working": f"evidence/{PLAIN}/main.html",
    "series": "series/fsin-colonies-*/index.html",
    "long series": "series/usbls-nonfarm-*/index.html",
    "source": "sources/usbls/index.html",
    "source taken down": "sources/utopia-lighthouses/index.html",
    "release": "releases/fsin/*.html",
    "compare": "compare/fsin/*.html",
    "events": "events/index.html",
    "event": "events/[!i]*.html",
    "ledger": "ledger/index.html",
    "speaker": "ledger/[!i]*.html",
    "browse": "browse.html",
    "month": "months/*.html",
    "search": "search.html",
    "about": "about.html",
    "no such page": "404.html",
}
"""Patterns in the site's folder; the first file in the order of names is the one."""

REAL = {
    "real feed": "index.html",
    "real brief": "briefs/wards-*.html",
    "older figures": "series/wards-*/1.html",
    "long release": "releases/wards/*/2.html",
    "imported source": "sources/wards/index.html",
    "empty ledger": "ledger/index.html",
}
"""In the same way, in the site of a newsroom under the real clock."""

SERVER = {
    "check": "/check",
    "API": "/api",
    "log in": "/login",
    "other releases": "/compare/fsin",
}
"""Pages of the server itself that nobody has to sign in for."""


DESK = {
    "desk": "/desk",
    "published stories": "/desk?in=published",
    "draft": "/desk/stories/{draft}",
    "published story": f"/desk/stories/{TOLD}",
    "edit": "/desk/stories/{draft}/edit",
    "edit a correction": f"/desk/stories/{CORRECTED}/edit",
    "write": "/desk/new",
    "mutes": "/desk/mutes",
    "rules": "/desk/rules",
    "log": "/desk/log",
    "kept checks": "/desk/checks",
    "kept check": "/desk/checks/{check}",
    "history": "/desk/history?series=usbls/nonfarm",
    "people": "/desk/people",
    "account": "/account",
}
"""Pages for those who are signed in."""


def desk_pages(db: DeskDB) -> dict[str, str]:
    """Name to path, from the server's root, of the desk's pages."""
    draft = lines(db, states=("draft",))[0].id
    check = kept_checks(db)[0].id
    return {name: path.format(draft=draft, check=check) for name, path in DESK.items()}


def pages(site: Path, kinds: Mapping[str, str] = SITE) -> dict[str, str]:
    """Name to path, from the site's root."""
    found = {}
    for name, pattern in kinds.items():
        first = min(site.glob(pattern), default=None)
        assert first is not None, f"the site has no page of the kind {name!r} ({pattern})"
        found[name] = "/" + first.relative_to(site).as_posix()
    return found
