"""Names of accounts: what may be one, and when two are the same."""

from __future__ import annotations

import unicodedata

from tallywire.desk.accounts.errors import AccountError

SHORTEST, LONGEST = 2, 40

_RAW = 200
"""More than this is not even looked at."""

FIRST_START = "first start"
"""Who makes the first invitation."""

NOBODY = "nobody"
"""Who the log names where no account is known."""

RESERVED = frozenset(
    {FIRST_START, NOBODY, "tallywire", "desk", "rule", "rules", "watch", "server", "system", "command line", "cli"}
)
"""The log says who did a step, and these are no people."""

_UNSEEN = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)
"""Letters and marks that are printable by their category and leave no ink."""


def clean_name(text: str) -> str:
    """`text` as a name: NFKC, blanks joined; raises AccountError where it cannot be one.

    2 to 40 printable characters, a letter or digit among them; no control, direction or unseen characters.
    """
    if len(text) > _RAW:
        raise _refused("it is too long")
    # Python's printable leaves out controls, direction marks, joiners, surrogates and private use.
    name = " ".join(part for part in unicodedata.normalize("NFKC", text).split(" ") if part)
    if not SHORTEST <= len(name) <= LONGEST:
        raise _refused(f"it has {len(name)} characters")
    if not name.isprintable() or not _UNSEEN.isdisjoint(name):
        raise _refused("it has characters that are not seen")
    if not any(mark.isalnum() for mark in name):
        raise _refused("it has no letter and no digit")
    if unicodedata.combining(name[0]):
        raise _refused("it begins with a mark that belongs to a letter")
    if _key(name) in RESERVED:
        raise AccountError(f"the name {name!r} is taken by Tallywire itself", hint="Choose another name")
    return name


def name_key(text: str) -> str:
    """What two names have in common that are the same name; "" where `text` can be no name."""
    try:
        return _key(clean_name(text))
    except AccountError:
        return ""


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name.casefold())


def _refused(why: str) -> AccountError:
    return AccountError(
        f"this cannot be a name: {why}", hint=f"A name has {SHORTEST} to {LONGEST} printable characters"
    )
