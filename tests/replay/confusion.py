"""Expected classes beside those found, figure by figure, and the table of both."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import msgspec

from tallywire.series import Classified

NONE = "none"
CLASSES = ("routine", "correction", "redefinition", "deletion", "mistyped_period", "reappearance", NONE)

DOCS = Path(__file__).parents[2] / "docs" / "explanation" / "restatements.md"


class Told(msgspec.Struct, frozen=True):
    """One figure that a release restated: when, of which day, in which series. gone and back: by its row alone."""

    at: datetime
    day: date
    series: str
    gone: bool = False
    back: bool = False


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"kind": "class"}):
    """Which figures are of a class: those restated at a time that begins so, in these series, up to a day."""

    kind: str
    at: tuple[str, ...] = ("",)
    series: tuple[str, ...] = ()
    until: date = date.max
    gone: bool = False
    back: bool = False

    def fits(self, told: Told) -> bool:
        return (
            told.at.isoformat().startswith(self.at)
            and (not self.series or told.series in self.series)
            and told.day <= self.until
            and (told.gone or not self.gone)
            and (told.back or not self.back)
        )


class Fall(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"kind": "class"}):
    kind: str
    days: dict[str, tuple[date, ...]]


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    default: str
    default_fall: str = NONE
    row: tuple[Row, ...] = ()
    fall: tuple[Fall, ...] = ()

    def of(self, told: Told) -> str:
        return next((row.kind for row in self.row if row.fits(told)), self.default)

    def of_fall(self, series: str, day: date) -> str:
        return next((fall.kind for fall in self.fall if day in fall.days.get(series, ())), self.default_fall)

    def falls(self) -> set[tuple[str, date]]:
        return {(series, day) for fall in self.fall for series, days in fall.days.items() for day in days}


def expected(name: str) -> Expected:
    path = Path(__file__).parent / "expected" / f"{name}.toml"
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Expected)


Table = Counter[tuple[str, str]]
"""How many figures were expected to be of one class and found to be of one."""


def confusion(wanted: Expected, known: Iterable[Told], found: Sequence[Classified]) -> Table:
    """known: every figure that is known to have been restated; what was found beside them is expected as well."""
    classes: dict[tuple[datetime, date, str], str] = {}
    falls: dict[tuple[str, date], str] = {}
    rows: dict[tuple[datetime, date, str], Told] = {(t.at, t.day, t.series): t for t in known}
    for each in found:
        slug = each.series.split("/")[1]
        for period in each.periods:
            if each.rule == "running_total":
                falls[slug, period.start] = each.kind
                continue
            place = (each.known_at, period.start, slug)
            assert place not in classes, f"{place} is classified twice"
            classes[place] = each.kind
            rows.setdefault(place, Told(*place, back=each.rule == "back"))
    table: Table = Counter((wanted.of(told), classes.get(place, NONE)) for place, told in rows.items())
    for fall in falls.keys() | wanted.falls():
        table[wanted.of_fall(*fall), falls.get(fall, NONE)] += 1
    return table


def written(table: Mapping[tuple[str, str], int]) -> str:
    """The table in Markdown: a row for each class expected, a column for each found."""
    expected_ = [each for each in CLASSES if any(one == each for one, _ in table)]
    found = [each for each in CLASSES if any(other == each for _, other in table)]
    words = [each.replace("_", " ") for each in found]
    lines = [
        "| expected \\ found | " + " | ".join(words) + " |",
        "|---|" + "---:|" * len(found),
        *(
            f"| {each.replace('_', ' ')} | "
            + " | ".join(f"{table.get((each, other), 0):,}" for other in found)
            + " |"
            for each in expected_
        ),
    ]
    return "\n".join(lines)
