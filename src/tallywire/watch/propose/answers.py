"""What someone who adds a source has said, beside what its body shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

import msgspec

from tallywire.errors import UsageError
from tallywire.watch.dates import Order
from tallywire.watch.fiscal import Named
from tallywire.watch.propose.draft import Said
from tallywire.watch.sniff import Media

KEYS = ("order", "decimal", "century", "fiscal", "fiscal_named", "negative", "value")
_ORDERS = ("dmy", "mdy", "ymd")
_SLUG = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*\Z")


class Answers(msgspec.Struct, frozen=True):
    """Answers to a proposal's questions, and what is to be otherwise than proposed.

    table: number of the table as listed, from 0. taken: ids of sources that there are. drop: slugs of series that
    are left out, or patterns such as `deaths-*`. rename: new slugs by those proposed.
    """

    table: int | None = None
    media: Media | None = None
    id: str = ""
    name: str = ""
    contact: str = ""
    allow_hosts: tuple[str, ...] = ()
    taken: frozenset[str] = frozenset()
    drop: frozenset[str] = frozenset()
    rename: dict[str, str] = {}
    said: Said = Said()


def media_of(word: str) -> Media:
    """A kind of body by its name; raises UsageError that lists them."""
    try:
        media: Media = msgspec.convert(word, Media)
    except msgspec.ValidationError:
        raise UsageError(
            f"--media {word[:40]!r} is unknown", hint=f"There are: {', '.join(get_args(Media))}"
        ) from None
    return media


def answered(answers: Answers, given: Mapping[str, str]) -> Answers:
    """`answers` with more of them, by the keys of questions; raises UsageError for one that cannot be."""
    said = answers.said
    periods = said.periods
    for key, value in given.items():
        match key:
            case "order":
                periods = msgspec.structs.replace(periods, order=_order(value))
            case "decimal":
                if value not in {".", ","}:
                    raise UsageError(f"decimal={value[:20]!r} is no decimal mark", hint="Expected . or ,")
                said = msgspec.structs.replace(said, decimal=value)
            case "century":
                periods = msgspec.structs.replace(periods, century=_whole(key, value, 1000, 2900))
            case "fiscal":
                periods = msgspec.structs.replace(periods, fiscal=_whole(key, value, 1, 12))
            case "fiscal_named":
                periods = msgspec.structs.replace(periods, fiscal_named=_named(value))
            case "negative":
                if value != "parentheses":
                    raise UsageError(f"negative={value[:20]!r} is unknown", hint="Expected parentheses")
                said = msgspec.structs.replace(said, negative="parentheses")
            case "value":
                said = msgspec.structs.replace(said, value=value)
            case _:
                raise UsageError(f"{key[:40]!r} is no question", hint=f"There are: {', '.join(KEYS)}")
    return msgspec.structs.replace(answers, said=msgspec.structs.replace(said, periods=periods))


def check_slug(text: str, what: str) -> str:
    """A slug as it is; raises UsageError for what is none."""
    if not _SLUG.match(text) or len(text) > 100:
        raise UsageError(f"{what} {text[:60]!r} is no slug", hint="Use small letters, digits and single hyphens")
    return text


def _order(value: str) -> Order:
    match value:
        case "dmy" | "mdy" | "ymd":
            return value
        case _:
            raise UsageError(f"order={value[:20]!r} is unknown", hint=f"Expected {', '.join(_ORDERS)}")


def _named(value: str) -> Named:
    match value:
        case "first" | "last":
            return value
        case _:
            raise UsageError(f"fiscal_named={value[:20]!r} is unknown", hint="Expected first or last")


def _whole(key: str, value: str, least: int, most: int) -> int:
    if value.isascii() and value.isdigit() and len(value) < 6 and least <= int(value) <= most:
        return int(value)
    raise UsageError(f"{key}={value[:20]!r} is out of range", hint=f"Expected a number from {least} to {most}")
