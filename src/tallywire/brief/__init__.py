"""Brief (text whose numbers are bound to evidence) and Edition: what tell makes and feed takes."""

from tallywire.brief.brief import Brief, Correction, Label, Override, Withdrawn
from tallywire.brief.edition import (
    Edition,
    Health,
    Leaf,
    LedgerClaim,
    SeriesSheet,
    Shelf,
    SourceSheet,
    Stacks,
    Version,
)
from tallywire.brief.proof import ACCENT, Chart, Excerpt, Line, Proof, Row, Sheet
from tallywire.brief.text import Binding, Block, Mark, Text

__all__ = [
    "ACCENT",
    "Binding",
    "Block",
    "Brief",
    "Chart",
    "Correction",
    "Edition",
    "Excerpt",
    "Health",
    "Label",
    "Leaf",
    "LedgerClaim",
    "Line",
    "Mark",
    "Override",
    "Proof",
    "Row",
    "SeriesSheet",
    "Sheet",
    "Shelf",
    "SourceSheet",
    "Stacks",
    "Text",
    "Version",
    "Withdrawn",
]
