"""A figure in a sentence: a pattern's matches in what a reader sees of a page, as a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from tallywire.errors import SourceError, TableError
from tallywire.watch.grid import Grid

if TYPE_CHECKING:
    from re2 import _Regexp  # type: ignore[import-untyped]

MAX_PATTERN = 1000
MAX_TEXT = 4_000_000
"""Characters of a text that is searched."""
MAX_MATCHES = 10_000
SENTENCE = "sentence"
"""The last column: what the whole pattern matched."""
_SHOWN = 200
_MEMORY = 8 << 20
_GOES_ON = re.compile(r"[0-9]|[.,][0-9]|[\s'’][0-9]{3}(?![0-9])")
_BEGAN = re.compile(r"[0-9][.,]?\Z|(?:\A|[\s(])[-−–+]\Z")
_GROUP = re.compile(r"[0-9]{3}(?![0-9])")
_GROUPED = re.compile(r"[0-9][\s'’]\Z")


def plain_lines(text: str) -> str:
    """A plain text with a line for each paragraph: blank lines part them, other whitespace is collapsed."""
    paragraphs: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            paragraphs[-1] += line.split()
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n".join(" ".join(words) for words in paragraphs if words)


def sentence_grid(text: str, pattern: str) -> Grid:
    """The matches of an RE2 pattern as a table: a column for each named group, in order, and the whole match last.

    Each line of `text` is a paragraph, its whitespace collapsed. What matches twice in the same words is one row.
    Raises TableError where nothing matches, and for a text or a number of matches past the bounds above.
    """
    found = compiled(pattern)
    if len(text) > MAX_TEXT:
        raise TableError(f"the text has more than {MAX_TEXT} characters")
    names = groups(pattern)
    rows: dict[tuple[str, ...], None] = {}
    # Line by line, since a class such as [^.] would match a line's end and join what two paragraphs say.
    for line in text.split("\n"):
        for match in found.finditer(line):
            for group in found.groupindex.values():
                _check_whole(line, match.span(group), match.span())
            rows[*(match.group(name) or "" for name in names), match.group()] = None
            if len(rows) > MAX_MATCHES:
                raise TableError(f"the pattern matches more than {MAX_MATCHES} times")
    if not rows:
        raise TableError(
            "table.pattern matches nothing on the page",
            hint=f"The text begins: {text[:_SHOWN]!r}" if text else "The page has no text",
        )
    return Grid(((*names, SENTENCE), *rows))


def _check_whole(text: str, group: tuple[int, int], match: tuple[int, int]) -> None:
    """Raises TableError for a group that ends with the match in the middle of a number, or leaves its sign out."""
    first, last = group
    if first < 0 or first == last:
        return
    after = text[last : last + 5] if last == match[1] and text[last - 1].isdigit() else ""
    before = text[max(0, first - 3) : first] if first == match[0] and text[first].isdigit() else ""
    joins = _GROUP.match(text[first : first + 4]) is not None
    if _GOES_ON.match(after) or _BEGAN.search(before) or (joins and _GROUPED.search(before)):
        around = " ".join(text[max(0, match[0] - 20) : match[1] + 20].split())
        raise TableError(
            f"table.pattern takes {text[first:last][:40]!r} out of a longer number, in {around[:_SHOWN]!r}",
            hint="Let the pattern match what stands before and after the number too",
        )


@lru_cache(maxsize=64)
def compiled(pattern: str) -> _Regexp:
    """A pattern on RE2, which takes time in proportion to the text; raises SourceError for one that it has not."""
    import re2

    if len(pattern) > MAX_PATTERN:
        raise SourceError(f"a pattern of more than {MAX_PATTERN} characters")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        said = error.args[0] if error.args else ""
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        raise SourceError(words or "no RE2 pattern") from None


def groups(pattern: str) -> tuple[str, ...]:
    """The names of a pattern's groups, in order; raises SourceError as `compiled` does."""
    by_name: dict[str, int] = compiled(pattern).groupindex
    return tuple(sorted(by_name, key=lambda name: by_name[name]))


def pattern_mistakes(pattern: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a pattern in a source file, and what to do."""
    if not pattern:
        yield "missing", "Give a pattern such as '(?P<date>[0-9]+ \\\\w+ 2022): (?P<held>[0-9,]+) people'"
        return
    try:
        names = groups(pattern)
    except SourceError as error:
        yield f"is no RE2 pattern: {error.what}", "RE2 has no look-around and no back-references"
        return
    if not names:
        yield "has no named group", "Name period and figures: (?P<date>...) and (?P<held>...)"
    if SENTENCE in names:
        yield f"has a group named {SENTENCE!r}, which the whole match is called", "Rename it"
    if compiled(pattern).match("") is not None:
        yield "matches where nothing stands", "Let it contain at least one word or digit of the page"
