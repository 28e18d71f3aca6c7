"""What the demo's agencies do, and when, on the simulated clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from tallywire.demo import pages, sources
from tallywire.demo.agencies import Agencies, Page
from tallywire.series import add_months

FIRST = datetime(2006, 1, 1, 9, tzinfo=UTC)
IMPORT = datetime(2022, 8, 1, 9, tzinfo=UTC)
LAST = datetime(2022, 11, 30, 18, tzinfo=UTC)
STEADY = ("bicycles", "ferry", "library", "unemployment")
KEEPERS = ("lighthouses",)

TYPO_ON, MENDED_ON, GONE_ON = date(2022, 11, 8), date(2022, 11, 15), date(2022, 11, 22)
MISTYPED = ("2022-08", "library", "51347")
"""Two digits changed places on the page of TYPO_ON, and back on that of MENDED_ON."""
REVISED = ("2022-03", "bicycles", "209863")
"""An old figure that reads otherwise from TYPO_ON on, without a word on the page."""


class Step(msgspec.Struct, frozen=True):
    """One moment: what changes on the agencies' pages (or in the newsroom), then a round of watching.

    gains: source files that the newsroom gains at this moment, (name, text). imports: whether the history that the
    package carries is taken in. watches: whether a round of watching follows.
    finds: whether the newsroom looks for news at the end of it.
    """

    at: datetime
    act: Callable[[Agencies], None]
    gains: tuple[tuple[str, str], ...] = ()
    imports: bool = False
    finds: bool = False
    watches: bool = True


class Figures(msgspec.Struct, frozen=True):
    """All figures of the demo, before they are put on pages."""

    columns: tuple[str, ...]
    employment: tuple[pages.Row, ...]
    monthly: tuple[pages.Row, ...]
    utopia: tuple[pages.Row, ...]
    colonies: str
    amnesty: str
    events: str


def own_figures() -> Figures:
    """The figures that the package carries or finds in vega_datasets."""
    columns, rows = pages.employment()
    return Figures(
        columns,
        rows,
        pages.figures("colonies-monthly.csv"),
        pages.figures("utopia.csv"),
        pages.text("colonies.csv"),
        pages.text("amnesty.csv"),
        pages.text("events.csv"),
    )


def steps(figures: Figures, base: str) -> Sequence[Step]:
    """Everything that happens, in order of time."""
    found = [*_employment(figures, base), *_utopia(figures, base), *_fsin(figures, base)]
    found.append(Step(LAST, _nothing, finds=True))
    return sorted(found, key=lambda step: step.at)


def _nothing(agencies: Agencies) -> None:
    """A round of watching in which no page changed."""


def _employment(figures: Figures, base: str) -> Iterator[Step]:
    source = ("usbls.toml", sources.employment(base, figures.columns))
    for number, row in enumerate(figures.employment, 1):
        page = pages.employment_page(figures.columns, figures.employment[:number])
        month = date.fromisoformat(row["month"])
        yield Step(
            datetime.combine(_first_friday(add_months(month, 1)), time(13, 30), UTC),
            _putting("/bls/us-employment.csv", page),
            gains=(source,) if number == 1 else (),
            finds=row["month"][:7] in ("2009-03", "2009-04"),
        )


def _utopia(figures: Figures, base: str) -> Iterator[Step]:
    """A page of four measures that is restated, and one of lighthouse keepers that is taken down."""
    sheet = ("utopia.toml", sources.utopia(base, "utopia", "monthly", "Daily life", STEADY))
    keepers = ("utopia-lighthouses.toml", sources.utopia(base, "utopia-lighthouses", "keepers", "Coast", KEEPERS))
    for number, row in enumerate(figures.utopia, 1):
        day = add_months(date.fromisoformat(row["month"] + "-08"), 1)
        at = datetime.combine(day, time(8), UTC)
        rows = figures.utopia[:number]
        shown = _replaced(_replaced(rows, MISTYPED), REVISED) if day == TYPO_ON else rows
        sheet_page = pages.utopia_page(STEADY, shown, title="Monthly figures")
        yield Step(at, _putting("/utopia/monthly.html", sheet_page), gains=(sheet,) if number == 1 else ())
        keepers_page = pages.utopia_page(KEEPERS, rows, title="Lighthouse keepers")
        yield Step(
            at + timedelta(hours=1),
            _putting("/utopia/keepers.html", keepers_page),
            gains=(keepers,) if number == 1 else (),
        )
    mended = pages.utopia_page(STEADY, _replaced(figures.utopia, REVISED), title="Monthly figures")
    yield Step(datetime.combine(MENDED_ON, time(8), UTC), _putting("/utopia/monthly.html", mended))
    yield Step(datetime.combine(GONE_ON, time(8), UTC), lambda agencies: agencies.take_down("/utopia/keepers.html"))


def _fsin(figures: Figures, base: str) -> Iterator[Step]:
    """History and monthly pages; where there are no figures of it, the newsroom does not gain the source."""
    if not figures.colonies:
        return
    yield Step(
        IMPORT,
        _nothing,
        gains=(("fsin.toml", sources.fsin(base, by_hand=True)), ("fsin-amnesty.toml", sources.FSIN_AMNESTY)),
        imports=True,
        watches=False,
    )
    for number, row in enumerate(figures.monthly):
        at = datetime.combine(date.fromisoformat(row["page_on"]), time(10), UTC)
        gains = (("fsin.toml", sources.fsin(base)),) if number == 0 else ()
        yield Step(at, _putting("/fsin/counts.html", pages.colonies_page(row)), gains=gains)


def _putting(path: str, page: Page) -> Callable[[Agencies], None]:
    return lambda agencies: agencies.put(path, page)


def _replaced(rows: Sequence[pages.Row], change: tuple[str, str, str]) -> tuple[pages.Row, ...]:
    month, column, figure = change
    return tuple({**row, column: figure} if row["month"] == month else row for row in rows)


def _first_friday(month: date) -> date:
    return month + timedelta(days=(4 - month.weekday()) % 7)
