"""Any claims at all, about a handful of words and series."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from tallywire.series import Interval, Length, Period
from tallywire.statement import (
    Amount,
    Attribution,
    Change,
    Claim,
    Coincidence,
    Comparison,
    Description,
    EventClass,
    EventMention,
    Extreme,
    Level,
    Neighbours,
    Pledge,
    Sum,
    Window,
)

WORDS = (
    "people in correctional colonies in Russia",
    "Russian inmates",
    "male inmates in prisons and colonies",
    "people in custody in Russia",
    "unemployment rate in Utopia",
    "registered bicycles in Utopia",
    "factory workers",
    "honey production in Utopia",
    "beavers",
    "",
    "\x00 \u202e",
)
IDS = ("fsin/colonies", "fsin/total", "utopia/unemployment", "utopia/bicycles", "utopia/factory", "no/such")
UNITS = ("people", "%", "pp", "times", "tonnes", "bicycles", "", "USD")


def days() -> st.SearchStrategy[date]:
    return st.dates(date(2018, 1, 1), date(2023, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(days())
    match draw(st.sampled_from(["day", "month", "year", "span", "quarter"])):
        case "day":
            return Period.day(start)
        case "month":
            return Period.month(start.year, start.month)
        case "year":
            return Period.year(start.year)
        case "quarter":
            return Period.quarter(start.year, (start.month + 2) // 3)
        case _:
            return Period.span(start, start + timedelta(days=draw(st.integers(1, 400))))


@st.composite
def amounts(draw: st.DrawFn) -> Amount:
    value = draw(
        st.sampled_from([325000, 348000, 23000, 10000, 439453, 93400, 92100, 1128000, 0, 5, -3, 10**20])
        | st.integers(-(10**6), 10**6)
    )
    low: Decimal | None = Decimal(value)
    high: Decimal | None = Decimal(value) + draw(st.sampled_from([Decimal(0), Decimal("0.1"), Decimal(1000)]))
    ends = draw(st.sampled_from(["both", "both", "low", "high", "none"]))
    low = low if ends in ("both", "low") else None
    high = high if ends in ("both", "high") else None
    return Amount(Interval(low, high), draw(st.sampled_from(UNITS)), "as written")


def lengths() -> st.SearchStrategy[Length]:
    return st.builds(Length, months=st.integers(1, 14)) | st.builds(Length, days=st.integers(1, 400))


def windows() -> st.SearchStrategy[Window]:
    return st.builds(Window, st.none() | periods(), st.none() | periods(), st.none() | lengths())


def subjects(names: tuple[str, ...] = WORDS) -> st.SearchStrategy[str | Description]:
    described = st.builds(
        Description,
        st.sampled_from(names),
        leans_on=st.sampled_from(["", "", "", "c0", "c1", "c2", "c9"]),
        place=st.sampled_from(["", "", "Russia", "Ukraine", "the agency"]),
    )
    return described | st.sampled_from(IDS)


def levels() -> st.SearchStrategy[Level]:
    return st.builds(Level, subjects(), st.none() | periods(), amounts())


def changes() -> st.SearchStrategy[Change]:
    return st.builds(
        Change,
        subjects(),
        windows(),
        st.sampled_from(["up", "down", None]),
        st.none() | amounts(),
        st.sampled_from(["amount", "percent", "points", "factor", "per_month"]),
    )


def extremes() -> st.SearchStrategy[Extreme]:
    return st.builds(
        Extreme,
        subjects(),
        st.sampled_from(["level", "change"]),
        st.sampled_from(["high", "low"]),
        windows(),
        st.sampled_from(["counts", "time"]),
        st.none() | periods(),
        st.booleans(),
        st.none() | st.integers(0, 20),
        st.integers(1, 4),
        st.none() | amounts(),
    )


def statements() -> st.SearchStrategy[object]:
    sizes = levels() | changes()
    neighbours = st.builds(
        Neighbours, subjects(), st.sampled_from(["up", "down"]), st.none() | periods(), st.none() | amounts()
    )
    classes = st.builds(EventClass, st.sampled_from(["amnesty", "war"]), st.none() | periods(), st.booleans())
    mentions = st.builds(
        EventMention, st.sampled_from(["70 years of Victory", "a comet"]), when=st.none() | periods()
    )
    return st.one_of(
        sizes,
        extremes(),
        st.builds(Sum, sizes, st.lists(sizes, min_size=0, max_size=3).map(tuple)),
        st.builds(Comparison, sizes, st.sampled_from(["<", ">", "="]), sizes | neighbours | classes),
        st.builds(Coincidence, changes(), mentions, st.sampled_from(["after", "during", "before"])),
        st.builds(Pledge, st.just("it ends"), st.none() | periods(), st.none() | sizes),
    )


@st.composite
def texts(draw: st.DrawFn) -> tuple[Claim, ...]:
    """The claims of one text, which may lean on each other, on themselves, or on nothing."""
    claims = []
    for number in range(draw(st.integers(1, 4))):
        start = draw(st.integers(-2, 60))
        claims.append(
            Claim(
                id=f"c{number}",
                span=(start, start + draw(st.integers(-2, 20))),
                statement=draw(statements()),  # type: ignore[arg-type]
                value=draw(st.none() | st.integers(0, 10**6).map(Decimal)),
                relation=draw(st.sampled_from(["=", "~", "<", ">", "<=", ">="])),
                attribution=draw(st.sampled_from([(), (Attribution("the <agency>", "said"),)])),
                hedge=draw(st.sampled_from(["", "likely"])),
                nature=draw(st.sampled_from(["fact", "fact", "fact", "cause", "opinion", "forecast"])),
                said=draw(st.none() | days()),
            )
        )
    return tuple(claims)
