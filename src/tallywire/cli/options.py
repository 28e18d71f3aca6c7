"""Options and values that several commands share."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallywire.errors import TextError, UsageError

NewsroomOption = Annotated[
    Path,
    typer.Option("--newsroom", "-n", envvar="TALLYWIRE_NEWSROOM", help="The newsroom's folder.", show_default="."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
AsOfOption = Annotated[
    str,
    typer.Option("--as-of", metavar="DATE", help="Read the record as it stood at the end of this day; default: now."),
]
BasisOption = Annotated[
    str,
    typer.Option(
        "--basis",
        metavar="proven|asserted",
        help="proven: what was archived by then; asserted: what its sources say was published by then.",
    ),
]

if TYPE_CHECKING:
    from tallywire.series import Basis

MAX_TEXT_BYTES = 10 << 20

HASH_DIGITS = 64


def day(text: str, option: str) -> date:
    """A day as 2022-11-30; raises UsageError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text!r} is not a day", hint="Expected e.g. 2022-11-30") from None


def moment(text: str) -> datetime | None:
    """The end of a day given as 2022-11-30, or a full time with zone; None for ""."""
    if not text:
        return None
    try:
        if len(text) > 10:
            exact = datetime.fromisoformat(text)
            if exact.tzinfo is None:
                raise UsageError(f"--as-of {text!r} has no time zone", hint="Expected e.g. 2022-11-30T12:00+00:00")
            return exact
    except ValueError:
        raise UsageError(f"--as-of {text!r} is not a time", hint="Expected e.g. 2022-11-30T12:00+00:00") from None
    return datetime.combine(day(text, "--as-of"), time(23, 59, 59, 999999), UTC)


def hash_of(text: str | None) -> str | None:
    """A head as feeds publish it; raises UsageError for what is no hash, an empty one included."""
    if text is not None and (len(text) != HASH_DIGITS or not set(text) <= set("0123456789abcdef")):
        raise UsageError(
            f"--head {text[:80]!r} is no hash",
            hint=f"Expected the {HASH_DIGITS} digits that a feed gives as its head",
        )
    return text


def basis_of(text: str) -> Basis:
    if text == "proven":
        return "proven"
    if text == "asserted":
        return "asserted"
    raise UsageError(f"--basis {text!r} is unknown", hint="Expected proven or asserted")


def person() -> str:
    """Who the desk's log names for a command: the person at this terminal, as the system knows them."""
    from getpass import getuser

    try:
        return f"{getuser()} (command line)"
    except (KeyError, OSError):
        return "someone (command line)"


def text_of(file: str) -> str:
    """The text of a file, or of standard input for "-"; raises TextError for what is no text or too long."""
    where = "standard input" if file == "-" else file
    try:
        if file == "-":
            raw = sys.stdin.buffer.read(MAX_TEXT_BYTES + 1)
        else:
            with Path(file).open("rb") as handle:
                raw = handle.read(MAX_TEXT_BYTES + 1)
    except OSError as error:
        raise TextError(f"cannot be read: {error.strerror}", where=where) from None
    if len(raw) > MAX_TEXT_BYTES:
        raise TextError(f"is longer than {MAX_TEXT_BYTES >> 20} MiB", where=where, hint="Check it in parts")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TextError(f"is not UTF-8 text (byte {error.start})", where=where) from None
    if not text.strip():
        raise TextError("is empty", where=where)
    return text


def plain_json(value: object, *, clock: str = "") -> str:
    """JSON text in which decimals are plain strings: no exponents, no binary floats for figures.

    clock: what stands for every basis where the time is not real time; nothing simulated is called proven.
    """
    import msgspec

    from tallywire.desk.plain import plain_values

    return indented(msgspec.json.encode(plain_values(value, clock=clock)))


def indented(json: bytes) -> str:
    """JSON for people too."""
    import msgspec

    return msgspec.json.format(json, indent=2).decode()
