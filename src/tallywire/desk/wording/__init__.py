"""Edited words: Markdown to texts and back, the numbers in them, and whether the record bears each one out."""

from tallywire.desk.wording.bind import bind, reading_minutes
from tallywire.desk.wording.from_markdown import MAX_CHARACTERS, from_markdown
from tallywire.desk.wording.judge import judge
from tallywire.desk.wording.judged import Judged, VerdictWord, unsupported
from tallywire.desk.wording.number import Number
from tallywire.desk.wording.numbers import numbers
from tallywire.desk.wording.to_markdown import to_markdown

__all__ = [
    "MAX_CHARACTERS",
    "Judged",
    "Number",
    "VerdictWord",
    "bind",
    "from_markdown",
    "judge",
    "numbers",
    "reading_minutes",
    "to_markdown",
    "unsupported",
]
