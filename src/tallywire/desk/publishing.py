"""The published site: told briefs with their evidence, as static files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from tallywire.brief import Brief, Edition, Health, Proof, Sheet
from tallywire.desk.briefs import Briefs
from tallywire.desk.excerpts import Excerpts
from tallywire.desk.newsroom import Newsroom
from tallywire.desk.watching import states
from tallywire.errors import NewsroomError
from tallywire.feed import site

MOST_EXCERPTS = 24
"""Cells shown on one evidence page."""

OWN_FOLDERS = ("briefs", "charts", "evidence", "page", "topics")
"""Folders of the site that hold nothing but its pages; beside them a host's own files may lie."""

PARTIAL = ".partial"


class Published(msgspec.Struct, frozen=True):
    """Where the site stands, how many files it has, and how many of them changed."""

    folder: Path
    files: int
    written: int
    head: str


def edition(newsroom: Newsroom) -> Edition:
    """Everything that is published now."""
    briefs = Briefs(newsroom.folder / "desk.db").all()
    excerpts = Excerpts(newsroom)
    sheets = tuple(_sheet(brief, proof, excerpts) for brief in briefs for proof in brief.proofs)
    settings = newsroom.settings
    return Edition(
        title=settings.title,
        desk=settings.desk,
        contact=settings.contact,
        about=settings.about,
        address=settings.address,
        generated=_last_change(newsroom, briefs),
        head=newsroom.archive.head,
        entries=newsroom.archive.count,
        clock=newsroom.clock_word,
        briefs=briefs,
        sheets=sheets,
        sources=_health(newsroom),
    )


def _last_change(newsroom: Newsroom, briefs: Sequence[Brief]) -> datetime:
    """When the archive last grew or a brief was last told: published again without news, the site stays as it is."""
    moments = [entry.at for entry in newsroom.archive.entries()]
    moments += [brief.updated or brief.published for brief in briefs]
    return max(moments, default=newsroom.clock.now())


def publish(newsroom: Newsroom) -> Published:
    """Write the site into the newsroom's `site` folder: only files that changed, each whole or not at all."""
    made = edition(newsroom)
    folder = newsroom.folder / "site"
    files = site(made)
    written = 0
    try:
        for name, content in files.items():
            written += _write(folder / name, content)
        _drop_stale(folder, set(files))
    except OSError as error:
        raise NewsroomError(f"the site cannot be written: {error.strerror}", where=str(folder)) from None
    return Published(folder, len(files), written, made.head)


def _sheet(brief: Brief, proof: Proof, excerpts: Excerpts) -> Sheet:
    refs = tuple(dict.fromkeys((*proof.evidence.used, *proof.evidence.rivals)))
    found = (excerpts.of(ref) for ref in refs[:MOST_EXCERPTS])
    return Sheet(brief.id, proof, tuple(e for e in found if e is not None))


def _health(newsroom: Newsroom) -> tuple[Health, ...]:
    told = states(newsroom)
    releases = newsroom.archive.releases()
    found = []
    for source in newsroom.sources:
        if source.by_hand:
            continue
        own = [r for r in releases if r.source == source.id and r.kind == "fetched"]
        notice = told.get(source.id)
        if notice is not None:
            found.append(Health(source.id, source.name, notice.after, notice.at, notice.detail))
        elif own:
            found.append(
                Health(
                    source.id,
                    source.name,
                    "ok",
                    own[0].fetched_at,
                    f"{len(own)} {'release' if len(own) == 1 else 'releases'} archived",
                )
            )
    return tuple(found)


def _write(path: Path, content: bytes) -> int:
    """Replace the file if its content differs; 1 if it was written."""
    if path.is_file() and path.read_bytes() == content:
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + PARTIAL)
    partial.write_bytes(content)
    partial.replace(path)
    return 1


def _drop_stale(folder: Path, current: set[str]) -> None:
    """Remove pages of an earlier publication, and halves of one that was cut off; what others put here stays."""
    for name in current:
        (folder / f"{name}{PARTIAL}").unlink(missing_ok=True)
    for own in OWN_FOLDERS:
        for path in sorted((folder / own).rglob("*"), reverse=True):
            if path.is_file() and path.relative_to(folder).as_posix() not in current:
                path.unlink()
            elif path.is_dir() and not any(path.iterdir()):
                path.rmdir()
