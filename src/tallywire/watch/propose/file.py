"""A source as a commented TOML file."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping, Sequence

import msgspec

from tallywire.watch.source import Source

WIDTH = 100
_TABLES = ("table", "period", "numbers", "marks")


def source_file(source: Source, *, head: Sequence[str], notes: Mapping[str, Sequence[str]]) -> str:
    """The text of a source file that loads as `source`: keys that are not as by default, with notes above them.

    head: lines of comment at the top. notes: by table (`period`), key (`name`) or series (`series.slug`).
    """
    lines = [*_comments(head), ""]
    fields = _changed(source)
    for key, value in fields.items():
        if (isinstance(value, dict) and key in _TABLES) or key == "series":
            continue
        lines += _comments(notes.get(key, ()))
        lines.append(f"{key} = {_value(value)}")
    for name in _TABLES:
        inside = fields.get(name)
        said = notes.get(name, ())
        if not inside and not said:
            continue
        lines += ["", f"[{name}]", *_comments(said)]
        assert inside is None or isinstance(inside, dict), "these keys hold tables"
        for key, value in (inside or {}).items():
            lines += _comments(notes.get(f"{name}.{key}", ()))
            lines.append(f"{key} = {_value(value)}")
    series = fields["series"]
    assert isinstance(series, list), "series is a list of tables"
    lines += ["", *_comments(notes.get("series", ()))]
    for entry in series:
        lines += ["", "[[series]]", *_comments(notes.get(f"series.{entry['slug']}", ()))]
        lines += [f"{key} = {_value(value)}" for key, value in entry.items()]
    return "\n".join(lines) + "\n"


def _changed(source: Source) -> dict[str, object]:
    """The keys whose values are not the default, in the order of the source's own."""
    found: dict[str, object] = {}
    for name, field, value in _fields(source):
        if isinstance(value, msgspec.Struct):
            inside = {key: _plain(each) for key, other, each in _fields(value) if not _default(other, each)}
            if inside:
                found[name] = inside
        elif name == "series":
            found[name] = [
                {
                    key: _plain(each)
                    for key, other, each in _fields(entry)
                    if other.required or not _default(other, each)
                }
                for entry in source.entries
            ]
        elif field.required or not _default(field, value):
            found[name] = _plain(value)
    return found


def _fields(struct: msgspec.Struct) -> list[tuple[str, msgspec.structs.FieldInfo, object]]:
    return [(field.encode_name, field, getattr(struct, field.name)) for field in msgspec.structs.fields(struct)]


def _default(field: msgspec.structs.FieldInfo, value: object) -> bool:
    if field.required:
        return False
    default = field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
    return type(value) is type(default) and value == default


def _plain(value: object) -> object:
    return (
        {key: _plain(each) for key, each in msgspec.structs.asdict(value).items() if each is not None}
        if isinstance(value, msgspec.Struct)
        else value
    )


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return _quoted(value)
        case dict():
            return "{ " + ", ".join(f"{_quoted(str(key))} = {_value(each)}" for key, each in value.items()) + " }"
        case tuple() | list():
            return "[" + ", ".join(_value(each) for each in value) + "]"
        case _:
            raise TypeError(f"{type(value).__name__} has no form in TOML")


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are TOML's, but for the control character that JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comments(lines: Sequence[str]) -> list[str]:
    found: list[str] = []
    for line in lines:
        plain = " ".join("".join(letter if letter.isprintable() else " " for letter in line).split())
        found += [
            f"# {part}" for part in textwrap.wrap(plain, WIDTH - 2, break_long_words=False, break_on_hyphens=False)
        ] or ["#"]
    return found
