"""Ready source files for agencies whose format is documented: a start to be adapted, as data beside this code."""

from __future__ import annotations

from importlib.resources import files

import msgspec


class Ready(msgspec.Struct, frozen=True):
    """A ready source file: its name, its first comment as one line, and its text."""

    name: str
    title: str
    text: str


def ready_sources() -> tuple[Ready, ...]:
    """Every ready source file, by name."""
    found = sorted(
        (file.name.removesuffix(".toml"), file.read_text(encoding="utf-8"))
        for file in files(__name__).iterdir()
        if file.name.endswith(".toml")
    )
    return tuple(Ready(name, text.partition("\n")[0].removeprefix("#").strip(), text) for name, text in found)
