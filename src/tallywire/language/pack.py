"""A language as a value: everything that is read and written in it, from data files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TypeVar

import msgspec

from tallywire.errors import UsageError
from tallywire.language.approximation import Approximation
from tallywire.language.cues import Changes, Grammar, Records, Speech
from tallywire.language.dates import Dates
from tallywire.language.numbers import Numbers
from tallywire.language.units import Unit


class _Approximations(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    approximation: tuple[Approximation, ...]


class _Units(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    unit: tuple[Unit, ...]


class Pack(msgspec.Struct, frozen=True, eq=False):
    """The words of one language. The mappings index approximations by wording, units by id and by word."""

    code: str
    approximations: tuple[Approximation, ...]
    numbers: Numbers
    dates: Dates
    units: tuple[Unit, ...]
    changes: Changes
    records: Records
    speech: Speech
    grammar: Grammar
    cues: Mapping[str, Approximation]
    by_id: Mapping[str, Unit]
    unit_words: Mapping[str, Unit]

    def approximation(self, cue: str) -> Approximation | None:
        """The approximation that a wording belongs to, whatever its case; None where the pack has none."""
        return self.cues.get(cue.lower())

    def unit(self, id: str) -> Unit | None:
        return self.by_id.get(id)


_T = TypeVar("_T")


@cache
def pack(code: str = "en") -> Pack:
    """The language pack `code`, read from package data once; raises UsageError for a language there is none of."""
    if not code.isalpha() or not (files(__package__) / code).is_dir():
        raise UsageError(f"no language pack {code[:20]!r}", hint="There is: en")
    approximations = _load(code, "approximations", _Approximations).approximation
    units = _load(code, "units", _Units).unit
    return Pack(
        code=code,
        approximations=approximations,
        numbers=_load(code, "numbers", Numbers),
        dates=_load(code, "dates", Dates),
        units=units,
        changes=_load(code, "changes", Changes),
        records=_load(code, "records", Records),
        speech=_load(code, "speech", Speech),
        grammar=_load(code, "grammar", Grammar),
        cues={wording: known for known in approximations for wording in known.wordings},
        by_id={unit.id: unit for unit in units},
        unit_words={word: unit for unit in units for word in unit.words},
    )


def _load(code: str, name: str, shape: type[_T]) -> _T:
    body = (files(__package__) / code / f"{name}.toml").read_bytes()
    return msgspec.toml.decode(body, type=shape, strict=False)
