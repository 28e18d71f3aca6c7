"""What every document of a stream says of itself, whatever its format."""

from __future__ import annotations

import msgspec

from tallywire.feed.names import way_up
from tallywire.feed.syndication.entries import Entries
from tallywire.feed.syndication.part import Part, part_path


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """root: what addresses begin with, absolute or relative to the document. prior, next: the archive beside it.

    complete: everything ever published in the stream stands in this one document.
    """

    title: str
    subtitle: str
    root: str
    page: str
    own: str
    current: str
    prior: str
    next: str
    complete: bool
    archived: bool


def head(part: Part, entries: Entries, *, ending: str) -> Head:
    stream, edition = part.stream, entries.edition
    seal = entries.seal(part)
    root = entries.base or way_up(part_path(stream, part.number, ending))

    def path(number: int) -> str:
        return root + part_path(stream, number, ending)

    said = [_about(part, entries), f"Archive head: {seal.head}." if seal else ""]
    if edition.clock:
        said.append(f"{edition.clock[:1].upper()}{edition.clock[1:]}: the dates are not those of the real clock.")
    return Head(
        title=f"{stream.title} · {edition.title}" if stream.kind else edition.title,
        subtitle=" ".join(part for part in said if part),
        root=root,
        page=root + stream.page,
        own=path(part.number),
        current=path(0),
        prior=path(part.older) if part.older else "",
        next=path(part.newer) if part.newer else "",
        complete=not part.archives,
        archived=part.number > 0,
    )


def _about(part: Part, entries: Entries) -> str:
    stream, edition = part.stream, entries.edition
    match stream.kind:
        case "":
            return edition.about.strip().split("\n")[0].strip()
        case "source":
            return f"What {edition.title} tells of figures from {stream.title}."
        case _:
            return f"What {edition.title} tells about {stream.title}."
