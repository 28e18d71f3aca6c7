"""Brief (text whose numbers are bound to evidence) and Edition: what tell makes and feed takes."""

from tallywire.brief.brief import (
    ACCENT,
    Binding,
    Brief,
    Chart,
    Edition,
    Excerpt,
    Health,
    Label,
    Line,
    Proof,
    Row,
    Sheet,
    Text,
)

__all__ = [
    "ACCENT",
    "Binding",
    "Brief",
    "Chart",
    "Edition",
    "Excerpt",
    "Health",
    "Label",
    "Line",
    "Proof",
    "Row",
    "Sheet",
    "Text",
]
