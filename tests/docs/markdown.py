"""Pages of the documentation as values: fenced blocks, sections, tables, links."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from tests.needs import ROOT

DOCS = ROOT / "docs"

_FENCE = re.compile(r"```(?P<language>\S*)(?: (?P<name>\S+))?\Z")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`]+)`")


class Block(msgspec.Struct, frozen=True):
    """A fenced block: its language, the file name beside it, its lines, and the line of the page it begins on."""

    language: str
    name: str
    lines: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line in self.lines)


def pages() -> tuple[str, ...]:
    """The pages of the documentation, and the README, relative to the checkout."""
    found = [path for path in DOCS.rglob("*.md") if "decisions" not in path.relative_to(DOCS).parts]
    return ("README.md", *sorted(path.relative_to(ROOT).as_posix() for path in found))


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(text: str) -> tuple[Block, ...]:
    """The fenced blocks of a page; raises ValueError for one that does not end."""
    found: list[Block] = []
    opened: tuple[str, str, int] | None = None
    held: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        fence = _FENCE.match(line)
        if opened is None and fence is not None:
            opened, held = (fence["language"], fence["name"] or "", number), []
        elif opened is not None and line == "```":
            found.append(Block(opened[0], opened[1], tuple(held), opened[2]))
            opened = None
        elif opened is not None:
            held.append(line)
    if opened is not None:
        raise ValueError(f"the block that begins in line {opened[2]} does not end")
    return tuple(found)


def prose(text: str) -> str:
    """A page without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def sections(text: str) -> Mapping[str, str]:
    """The text under each heading, up to the next heading of any level."""
    parts = re.split(r"^#+ (.+)$", prose(text), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def anchors(text: str) -> frozenset[str]:
    """The anchors of a page's headings, as Markdown hosts make them."""
    headings = re.findall(r"^#+ (.+)$", prose(text), flags=re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)


def rows(section: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a section's tables, without their heads; a bar inside a cell is written \\|."""
    found: list[tuple[str, ...]] = []
    headed = False
    for line in section.split("\n"):
        if not line.startswith("|"):
            headed = False
        elif set(line) <= set("|-: "):
            headed = True
        elif headed:
            cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
            found.append(tuple(cell.strip().replace("\\|", "|") for cell in cells))
    return tuple(found)


def codes(cell: str) -> tuple[str, ...]:
    """What stands between backticks in a cell."""
    return tuple(_CODE.findall(cell))


def keys(section: str) -> tuple[str, ...]:
    """The first column of a section's tables, where each cell is one name in backticks."""
    return tuple(codes(row[0])[0] for row in rows(section))


def links(text: str) -> tuple[str, ...]:
    return tuple(_LINK.findall(prose(text)))
