"""Keys of agencies' interfaces: put into what is sent, and taken out of all that is kept or shown.

A source writes `${NAME}` where the value of the environment variable NAME belongs, and that is the only form that
archive, errors and notices ever see.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote, quote_plus

from tallywire.errors import FetchError, OutageError, RefusedError

MAX_KEYS = 8
NAME = re.compile(r"[A-Z][A-Z0-9_]{0,63}\Z")
_PLACE = re.compile(r"\$\{([^{}]*)\}")
_VALUE = re.compile(r"[\x21-\x7e]{6,512}\Z")


class Keys:
    """The values of a source's keys by name. Shows names only."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = dict(values)
        self._forms = sorted(
            ((form, f"${{{name}}}") for name, value in values.items() for form in _forms(value)),
            key=lambda pair: len(pair[0]),
            reverse=True,
        )

    def __repr__(self) -> str:
        return f"Keys({', '.join(self._values)})"

    def __bool__(self) -> bool:
        return bool(self._values)

    def in_address(self, text: str) -> str:
        """`text` with the values in, percent-encoded."""
        return _PLACE.sub(lambda place: quote(self._values[place[1]], safe=""), text) if self else text

    def in_header(self, text: str) -> str:
        """`text` with the values in, as they are."""
        return _PLACE.sub(lambda place: self._values[place[1]], text) if self else text

    def hidden(self, text: str) -> str:
        """`text` with each value, in any form that it takes on the web, replaced by its name."""
        for form, place in self._forms:
            text = text.replace(form, place)
        return text

    def in_text(self, text: str) -> bool:
        return any(form in text for form, _ in self._forms)

    def in_bytes(self, body: bytes) -> str:
        """The place `${NAME}` of a key whose value stands in `body`, or ""."""
        for form, place in self._forms:
            if any(form.encode(encoding) in body for encoding in ("ascii", "utf-16-le", "utf-16-be")):
                return place
        return ""

    def hidden_error(self, error: FetchError) -> FetchError:
        """The same error without the values."""
        what, where, hint = (self.hidden(text) for text in (error.what, error.where, error.hint))
        if isinstance(error, OutageError):
            return OutageError(what, where=where, hint=hint, retry_at=error.retry_at)
        return type(error)(what, where=where, hint=hint)


NO_KEYS = Keys({})


def read_keys(names: Sequence[str], environment: Mapping[str, str], where: str) -> Keys:
    """The keys of these names; raises RefusedError for one that is not set or is no key, never showing its value."""
    values = {}
    for name in names:
        value = environment.get(name, "")
        if not value:
            raise RefusedError(
                f"the environment variable {name} is not set",
                where=where,
                hint=f"Set it to your key: export {name}=...",
            )
        if not _VALUE.match(value):
            raise RefusedError(
                f"the environment variable {name} holds no key",
                where=where,
                hint="A key is 6 to 512 ASCII letters, digits and signs without spaces",
            )
        values[name] = value
    return Keys(values)


def places(text: str) -> Iterator[str]:
    """The names in the places `${NAME}` of a text; a broken place comes as it is written."""
    for place in _PLACE.finditer(text):
        yield place[1]
    rest = _PLACE.sub("", text)
    if "${" in rest:
        yield rest[rest.index("${") :][:40]


def with_stand_ins(address: str) -> str:
    """The address with a plain word in each place, so that all the rest of it can be checked."""
    return _PLACE.sub("KEY", address)


def _forms(value: str) -> set[str]:
    """The value as it is, and as addresses, pages and JSON write it."""
    encoded = {quote(value, safe=""), quote(value), quote_plus(value), quote(value, safe="/:=+,;@!$'()*&?")}
    return {
        value,
        *encoded,
        *(re.sub("%[0-9A-F]{2}", lambda code: code[0].lower(), form) for form in encoded),
        html.escape(value),
        json.dumps(value)[1:-1],
        json.dumps(value)[1:-1].replace("/", "\\/"),
    }
