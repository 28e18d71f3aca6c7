"""The data sets of an SDMX message to grids: attributes of series, groups and data set come to each observation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from tallywire.errors import TableError
from tallywire.watch.grid import MAX_CELLS, Grid

ALWAYS = ("OBS_VALUE", "OBS_STATUS", "OBS_FLAG", "DECIMALS", "UNIT_MULT")
"""Columns that a grid has even where no observation gives them: an attribute that nothing carries is left out."""
MAX_KINDS = 32
"""Kinds of group in one data set, by the dimensions in their keys."""


class Run(msgspec.Struct, frozen=True):
    """Observations under one series: its key and attributes, both empty for an observation that stands alone."""

    series: dict[str, str]
    observations: list[dict[str, str]]


class Group(msgspec.Struct, frozen=True):
    """Attributes of every series that fits a partial key; key is None where the two are not told apart."""

    key: dict[str, str] | None
    attributes: dict[str, str]


class DataSet(msgspec.Struct, frozen=True):
    """One data set as read: the id of its structure, attributes of the whole, groups and runs."""

    structure: str
    attributes: dict[str, str]
    groups: list[Group]
    runs: list[Run]


def data_grid(data: DataSet) -> Grid:
    """A row for each observation, under the id of the structure; the innermost of several levels counts.

    Raises TableError past MAX_CELLS, and for groups that disagree or that fit no kind of series.
    """
    runs = [run for run in data.runs if run.observations]
    if not runs:
        return Grid((), data.structure)
    keyed = _keyed(runs, data.groups)
    names: dict[str, None] = {}
    for run in runs:
        names.update(dict.fromkeys(run.series))
    for run in runs:
        for observation in run.observations:
            names.update(dict.fromkeys(observation))
    for by_values in keyed.values():
        for attributes in by_values.values():
            names.update(dict.fromkeys(attributes))
    names.update(dict.fromkeys(data.attributes))
    names.update(dict.fromkeys(ALWAYS))
    size = sum(len(run.observations) for run in runs)
    if (size + 1) * (len(names) + 1) > MAX_CELLS:
        raise TableError(f"more than {MAX_CELLS} cells: {size} observations in {len(names)} columns")
    return Grid((tuple(names), *_rows(runs, data.attributes, keyed, tuple(names))), data.structure)


def _rows(
    runs: list[Run], attributes: Mapping[str, str], keyed: _Keyed, names: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    for run in runs:
        around = {**attributes, **_of_groups(run, keyed), **run.series}
        for observation in run.observations:
            yield tuple(observation[name] if name in observation else around.get(name, "") for name in names)


_Keyed = dict[tuple[str, ...], dict[tuple[str, ...], dict[str, str]]]


def _keyed(runs: list[Run], groups: list[Group]) -> _Keyed:
    """The groups' attributes by the names and by the values of their keys."""
    # In structure-specific data, what a group shares with the series is its key.
    of_series = {name for run in runs for name in _series(run)} if groups else set()
    keyed: _Keyed = {}
    for group in groups:
        key, attributes = group.key, group.attributes
        if key is None:
            key = {name: value for name, value in attributes.items() if name in of_series}
            attributes = {name: value for name, value in attributes.items() if name not in of_series}
        if not key:
            raise TableError(f"a group names no dimension of a series, only {', '.join(attributes)[:200]}")
        names = tuple(sorted(key))
        held = keyed.setdefault(names, {}).setdefault(tuple(key[name] for name in names), {})
        _join(held, attributes)
        if len(keyed) > MAX_KINDS:
            raise TableError(f"more than {MAX_KINDS} kinds of group")
    return keyed


def _series(run: Run) -> Mapping[str, str]:
    """What the groups' keys are compared with: the series, or the observation that stands alone."""
    return run.series or run.observations[0]


def _of_groups(run: Run, keyed: _Keyed) -> dict[str, str]:
    """The attributes that come to a run from the groups whose keys it fits."""
    series = _series(run)
    found: dict[str, str] = {}
    for names, by_values in keyed.items():
        if all(name in series for name in names):
            _join(found, by_values.get(tuple(series[name] for name in names), {}))
    return found


def _join(held: dict[str, str], more: Mapping[str, str]) -> None:
    for name, value in more.items():
        if held.setdefault(name, value) != value:
            raise TableError(
                f"two groups of one series give {name[:60]!r} as {held[name][:60]!r} and as {value[:60]!r}"
            )
