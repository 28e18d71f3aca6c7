"""The status of a figure by SDMX's codes and Eurostat's flags.

Sources: SDMX cross-domain code list CL_OBS_STATUS 2.2; Eurostat, "Flags" (database explanatory page, 2025, with
the codes that it replaced).
"""

from __future__ import annotations

from tallywire.series import Status

CODES: dict[str, tuple[str, Status]] = {
    "A": ("normal value", "final"),
    "B": ("break in the series", "final"),
    "D": ("definition differs", "final"),
    "E": ("estimated value", "provisional"),
    "F": ("forecast value", "missing"),
    "G": ("experimental value", "provisional"),
    "H": ("missing, holiday or weekend", "missing"),
    "I": ("value imputed by a receiving agency", "derived"),
    "J": ("derogation", "final"),
    "K": ("data included in another category", "missing"),
    "L": ("missing, data exist but were not collected", "missing"),
    "M": ("missing, data cannot exist", "missing"),
    "N": ("not significant", "provisional"),
    "O": ("missing value", "missing"),
    "P": ("provisional value", "provisional"),
    "Q": ("missing, suppressed", "missing"),
    "S": ("strike and other special events", "final"),
    "U": ("low reliability", "provisional"),
    "V": ("unvalidated value", "provisional"),
    "W": ("includes data from another category", "final"),
}
"""CL_OBS_STATUS. A forecast is no observation, and a category that is counted elsewhere has no figure of its own."""

FLAGS: dict[str, tuple[str, Status]] = {
    "b": ("break in the series", "final"),
    "c": ("confidential", "missing"),
    "d": ("definition differs", "final"),
    "e": ("estimated", "provisional"),
    "f": ("forecast", "missing"),
    "i": ("value imputed by a receiving agency", "derived"),
    "m": ("missing, data cannot exist", "missing"),
    "n": ("not significant", "provisional"),
    "p": ("provisional", "provisional"),
    "r": ("revised", "final"),
    "s": ("estimated by Eurostat", "provisional"),
    "u": ("low reliability", "provisional"),
    "z": ("not applicable", "missing"),
    ":": ("not available", "missing"),
}
"""Eurostat's, which differ from SDMX's codes where `s` does; several can stand together, as in `bp`."""

_WORDS: dict[str, Status] = {
    "": "final",
    "a": "final",
    "final": "final",
    "provisional": "provisional",
    "derived": "derived",
    "missing": "missing",
}
_CAUTION: tuple[Status, ...] = ("missing", "provisional", "derived", "final")


def status_of(word: str) -> Status | None:
    """The status that a word, a code or flags say: the most cautious of several; None for what is none of these."""
    if word in CODES:
        return CODES[word][1]
    known = _WORDS.get(word.casefold())
    if known is not None:
        return known
    flags = word.replace(",", "").replace(" ", "")
    if not flags or len(set(flags)) < len(flags) or not FLAGS.keys() >= set(flags):
        return None
    found = {FLAGS[flag][1] for flag in flags}
    return next(status for status in _CAUTION if status in found)
