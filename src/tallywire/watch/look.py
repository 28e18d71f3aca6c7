"""What a body looks like from outside: its title, its tables and their columns, for when it no longer fits."""

from __future__ import annotations

import re

import msgspec

from tallywire.errors import TableError
from tallywire.watch.cells import grids
from tallywire.watch.columns import header_names
from tallywire.watch.encoding import html_text
from tallywire.watch.html import page_title
from tallywire.watch.source import Source

MOST_TABLES = 20
MOST_COLUMNS = 40
_MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_ERROR_WORDS = re.compile(
    r"\b(?:error|not found|unavailable|maintenance|access denied|forbidden|too many requests|bad gateway|"
    r"timed? ?out|just a moment|try again|ошибка|не найдена?|недоступ\w*|технические работы|доступ запрещ[её]н|"
    r"помилка|не знайдено|недоступн\w*|технічні роботи|доступ заборонено|40[0-9]|50[0-9])\b",
    re.IGNORECASE,
)


class Look(msgspec.Struct, frozen=True):
    """markup: whether the body is a web page, whatever was asked for. columns: each table's column names."""

    title: str
    markup: bool
    columns: tuple[tuple[str, ...], ...]
    captions: tuple[str, ...]
    rows: tuple[int, ...]

    @property
    def seems_an_error(self) -> bool:
        """Whether the title says that this is an error page."""
        return _ERROR_WORDS.search(self.title) is not None

    def names(self) -> frozenset[str]:
        """Every column name of every table, folded."""
        return frozenset(_folded(name) for table in self.columns for name in table if name.strip())


def look(source: Source, body: bytes, media_type: str) -> Look:
    """How a body looks; a body in which no table can be made out has none."""
    markup = _MARKUP.match(body) is not None
    title = page_title(html_text(body, media_type)) if markup else ""
    try:
        tables = () if markup and source.media not in {"html", "text"} else grids(body, media_type, source)
    except TableError:
        tables = ()
    names = []
    for grid in tables[:MOST_TABLES]:
        names.append(tuple(name[:60] for name in header_names(grid, source.table)[:MOST_COLUMNS]))
    return Look(
        title=title,
        markup=markup,
        columns=tuple(names),
        captions=tuple(grid.caption[:80] for grid in tables[:MOST_TABLES]),
        rows=tuple(len(grid.rows) for grid in tables[:MOST_TABLES]),
    )


def layout_words(seen: Look, source: Source) -> str:
    """The layout in one line: of the table that the source means where it can be told, else of all tables."""
    if not seen.columns:
        what = "a web page" if seen.markup else "a body"
        return f"{what} without a table" + (f", titled {seen.title[:80]!r}" if seen.title else "")
    number = source.table.index
    if source.table.caption:
        wanted = _folded(source.table.caption)
        fitting = [n for n, caption in enumerate(seen.captions) if wanted in _folded(caption)]
        number = fitting[0] if len(fitting) == 1 else -1
    shown = [number] if 0 <= number < len(seen.columns) else list(range(min(3, len(seen.columns))))
    said = []
    for n in shown:
        caption = f" {seen.captions[n]!r}" if seen.captions[n] else ""
        said.append(f"table {n}{caption}: {' | '.join(seen.columns[n]) or 'no column names'}; {seen.rows[n]} rows")
    return "; ".join(said)


def wanted_names(source: Source) -> frozenset[str]:
    """The column names that a source reads, folded; numbers of columns name nothing."""
    marks = source.marks
    named: list[object] = [source.table.value, marks.status, marks.quantum, marks.published]
    period = source.period.column
    named += period if isinstance(period, tuple) else [period]
    for entry in source.entries:
        named += entry.where
        if source.table.layout in {"wide", "long"}:
            named.append(source.value_column(entry))
    return frozenset(_folded(name) for name in named if isinstance(name, str) and name.strip())


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
