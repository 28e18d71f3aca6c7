"""Claims and a record in, verdicts out: `check(claims, ...) -> tuple[Verdict, ...]`, and how verdicts are told."""

from tallywire.check.arithmetic import arithmetic
from tallywire.check.check import check
from tallywire.check.citation import Cited, same_page
from tallywire.check.link import Linked, Meaning, link
from tallywire.check.page import html
from tallywire.check.report import Json, exit_code, report
from tallywire.check.terminal import in_words
from tallywire.check.verdict import Alternative, Verdict, VerdictName

__all__ = [
    "Alternative",
    "Cited",
    "Json",
    "Linked",
    "Meaning",
    "Verdict",
    "VerdictName",
    "arithmetic",
    "check",
    "exit_code",
    "html",
    "in_words",
    "link",
    "report",
    "same_page",
]
