"""Pelican, in a virtual environment of its own: the same briefs as articles in Markdown.

`python -m bench.peers NEWSROOM FOLDER` writes the articles.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tallywire.brief import Brief
from tallywire.desk import DeskDB
from tallywire.desk.stories import published

HERE = Path(__file__).parent
ENVIRONMENT = HERE / ".venv-peers"
LOCK = HERE / "requirements.lock"

SETTINGS = """\
AUTHOR = "The desk"
SITENAME = "Benchmark"
SITEURL = "http://127.0.0.1:8000"
PATH = "content"
TIMEZONE = "UTC"
THEME = "simple"
DEFAULT_PAGINATION = 20
CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True
CONTENT_CACHING_LAYER = "generator"
"""
"""Pages of twenty, one feed of all and one of each category, and everything kept that it can keep between runs."""


def environment() -> Path:
    """The peers' own environment, set up where it is missing or of another lock; returns the command `pelican`."""
    kept = ENVIRONMENT / LOCK.name
    if not kept.is_file() or kept.read_bytes() != LOCK.read_bytes():
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        install = ["-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(LOCK)]
        subprocess.run([str(ENVIRONMENT / "bin" / "python"), *install], check=True)
        shutil.copy(LOCK, kept)
    return ENVIRONMENT / "bin" / "pelican"


def version(pelican: Path) -> str:
    return subprocess.run([str(pelican), "--version"], capture_output=True, text=True, check=True).stdout.strip()


def command(pelican: Path, folder: Path) -> list[str]:
    settings = ("--settings", str(folder / "pelicanconf.py"), "--output", str(folder / "output"))
    return [str(pelican), str(folder / "content"), *settings, "--quiet"]


def articles(briefs: Sequence[Brief], folder: Path) -> Path:
    """One article a brief, with its words, its table, topic and place."""
    (folder / "content").mkdir(parents=True)
    (folder / "pelicanconf.py").write_text(
        SETTINGS + f'CACHE_PATH = "{(folder / "cache").as_posix()}"\n', encoding="utf-8"
    )
    for brief in briefs:
        _write(folder, brief.id, brief)
    _write(folder, "new", briefs[0])
    (folder / "content" / "new.md").rename(folder / "new.md")
    return folder


def add_article(folder: Path, number: int) -> None:
    """One article more, under another name than those before."""
    text = (folder / "new.md").read_text(encoding="utf-8").replace("Slug: new\n", f"Slug: new-{number}\n", 1)
    (folder / "content" / f"new-{number}.md").write_text(text, encoding="utf-8")


def forget(folder: Path) -> None:
    """Everything that a run leaves behind."""
    shutil.rmtree(folder / "output", ignore_errors=True)
    shutil.rmtree(folder / "cache", ignore_errors=True)


def _write(folder: Path, slug: str, brief: Brief) -> None:
    head = {
        "Title": brief.headline.text,
        "Date": f"{brief.published:%Y-%m-%d %H:%M}",
        "Category": brief.topic,
        "Tags": ", ".join((brief.place, *brief.labels)),
        "Slug": slug,
        "Summary": brief.lead.text,
    }
    texts = (brief.lead, *brief.body, *brief.caveats, brief.found)
    rows = [(row.label, row.figure, row.change) for row in brief.chart.rows] if brief.chart else []
    table = (
        ["| When | Figure | Change |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)] if rows else []
    )
    parts = ("\n".join(f"{name}: {value}" for name, value in head.items()), *(text.text for text in texts))
    path = folder / "content" / f"{slug}.md"
    path.write_text("\n\n".join((*parts, "\n".join(table))) + "\n", encoding="utf-8")


if __name__ == "__main__":
    articles(published(DeskDB(Path(sys.argv[1]) / "desk.db")), Path(sys.argv[2]))
