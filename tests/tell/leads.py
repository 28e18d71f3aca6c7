"""Leads built by hand on small records; every amount comes from the evaluator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise

import msgspec

from tallywire.find import Fresh, find
from tallywire.series import (
    AsOf,
    Class,
    Classified,
    Event,
    Interval,
    Notice,
    Observation,
    Period,
    Restatement,
    parse_period,
)
from tallywire.statement import (
    Amount,
    Change,
    Coincidence,
    Comparison,
    Direction,
    EventClass,
    EventMention,
    Extreme,
    Finding,
    Holdings,
    Lead,
    Measure,
    Neighbours,
    Statement,
    Sum,
    Window,
    evaluate,
)
from tallywire.statement.lead import Role, Story
from tests.holdings import COLONIES, COLONY_COUNTS, KNOWN, LATER, Shelf, amnesty, observation, series

FREED = series("fsin/freed-2015", title="people released from colonies under the amnesty of 2015", frequency="_O")
PRICES = series("office/prices", title="price index of bread in Utopia", unit="points", kind="index")
BREAD = {f"{2019 + n // 12}-{n % 12 + 1:02d}": f"{100 + n}.{n % 10}" for n in range(40)}
REBASED: dict[str, str | None] = {month: f"{float(figure) / 1.25:.1f}" for month, figure in BREAD.items()}

FREED_COUNTS = (("2015-05-22", "4099"), ("2015-07-17", "20174"), ("2015-10-27", "34000"))
"""Releases under the amnesty of 24 April 2015, as agencies quoted the service (rg.ru, ria.ru, tass.ru)."""

PAYROLLS = (
    ("2008-06", "137716", "8542"),
    ("2008-07", "137503", "8488"),
    ("2008-08", "137226", "8430"),
    ("2008-09", "136783", "8372"),
    ("2008-10", "136308", "8275"),
    ("2008-11", "135549", "8193"),
    ("2008-12", "134842", "8065"),
    ("2009-01", "134055", "7832"),
    ("2009-02", "133351", "7699"),
    ("2009-03", "132549", "7577"),
    ("2009-04", "131845", "7428"),
)
"""Thousands of employees in the United States, in all and in durable goods (US Bureau of Labor Statistics)."""


def sized(change: Change, holdings: Holdings, as_of: AsOf) -> Change:
    """The change with its size as the record has it."""
    actual = evaluate(msgspec.structs.replace(change, amount=None), holdings, as_of).actual
    assert actual is not None
    interval = -actual.interval if change.direction == "down" else actual.interval
    return msgspec.structs.replace(change, amount=Amount(interval, actual.unit, ""))


def found(role: Role, statement: Statement, holdings: Holdings, as_of: AsOf) -> Finding:
    return Finding(role, statement, evaluate(statement, holdings, as_of), as_of)


def moved(
    id: str,
    holdings: Holdings,
    as_of: AsOf,
    start: str,
    end: str,
    direction: Direction = "down",
    measure: Measure = "amount",
) -> Change:
    window = Window(parse_period(start), parse_period(end))
    return sized(Change(id, window, direction, None, measure), holdings, as_of)


def lead(story: Story, id: str, findings: tuple[Finding, ...], as_of: AsOf, why: str = "") -> Lead:
    name = f"{id.replace('/', '-')}-{story}"
    return Lead(id=name, story=story, series=(id,), findings=findings, why=why, score=50, as_of=as_of)


def recruitment(name: str = "recruitment in prisons") -> Event:
    return msgspec.structs.replace(amnesty(name, "2022-08"), id="recruitment", kind="recruitment")


def colonies_shelf(title: str = COLONIES.title, event: str = "recruitment in prisons") -> Shelf:
    known = msgspec.structs.replace(COLONIES, title=title, topic="prisons")
    counts = [
        observation(known.id, p, v, quantum=q, seq=i, status="final") for i, (p, v, q) in enumerate(COLONY_COUNTS)
    ]
    counts += [observation(FREED.id, p, v, seq=100 + i) for i, (p, v) in enumerate(FREED_COUNTS)]
    events = [
        recruitment(event),
        amnesty("70 years of Victory", "2015-04-24"),
        amnesty("20 years of the Constitution", "2013-12-18"),
    ]
    return Shelf([known, FREED], counts, events)


def founding(holdings: Shelf) -> Lead:
    """The fall of the autumn of 2022 in the colonies, with everything beside it."""
    id, days = COLONIES.id, ("2022-09-01", "2022-10-01", "2022-11-01")
    main = moved(id, holdings, LATER, days[0], days[-1])
    steps = tuple(moved(id, holdings, LATER, a, b) for a, b in pairwise(days))
    rate = moved(id, holdings, LATER, days[0], days[-1], measure="per_month")
    window = Window(end=parse_period(days[-1]))
    lowest = Extreme(id, "level", "low", window, "counts", parse_period("2001-07-01"), counts=16)
    (began,) = holdings.events("recruitment", as_of=LATER)
    event = EventMention(began.name, began.kind, began.began, began.id)
    findings: list[tuple[Role, Statement]] = [
        ("main", main),
        ("percent", moved(id, holdings, LATER, days[0], days[-1], measure="percent")),
        *(("step", step) for step in steps),
        ("steps", Sum(main, steps)),
        ("record", lowest),
        ("rate", rate),
        ("pace", Comparison(rate, ">", Neighbours(id, "down", parse_period(days[0])))),
        ("class", Comparison(main, ">", EventClass("amnesty"))),
        ("event", Coincidence(main, event, "after")),
        ("gross", moved(FREED.id, holdings, LATER, "2015-05-22", "2015-07-17", "up")),
    ]
    made = tuple(found(role, statement, holdings, LATER) for role, statement in findings)
    return lead("fall", id, made, LATER, "The sharpest pace of 14 windows, 2.8 times the next.")


US_TIME = AsOf(datetime(2009, 5, 8, 12, tzinfo=UTC))


def payrolls() -> Shelf:
    """Two series of a family, in thousands."""
    whole = series("us/nonfarm", title="employees on nonfarm payrolls in the United States", multiplier=3)
    title = "employees in durable goods in the United States"
    goods = series("us/durable", title=title, multiplier=3, parent=whole.id)
    counts = []
    for place, (month, value, part) in enumerate(PAYROLLS):
        counts.append(observation(whole.id, month, value, seq=place, known_at=US_TIME.time))
        counts.append(observation(goods.id, month, part, seq=50 + place, known_at=US_TIME.time))
    return Shelf([whole, goods], counts)


def jobs(holdings: Shelf) -> Lead:
    """Three months to March 2009, with a sibling and a tie."""
    id = "us/nonfarm"
    as_of = US_TIME
    main = moved(id, holdings, as_of, "2008-12", "2009-03")
    sharpest = Extreme(id, "change", "low", main.window, "counts", parse_period("2008-06"), counts=7)
    findings = (
        found("main", main, holdings, as_of),
        found(
            "percent",
            msgspec.structs.replace(moved(id, holdings, as_of, "2008-12", "2009-03", measure="percent")),
            holdings,
            as_of,
        ),
        found("record", sharpest, holdings, as_of),
        found("sibling", moved("us/durable", holdings, as_of, "2008-12", "2009-03"), holdings, as_of),
    )
    return msgspec.structs.replace(lead("fall", id, findings, as_of), series=(id, "us/durable"))


TIED = (("2020-01", "100"), ("2020-02", "90"), ("2020-03", "95"), ("2020-04", "85"), ("2020-05", "86"))


def tied() -> tuple[Shelf, Lead]:
    """Two falls of ten, the later one told."""
    known = series("a/b", title="registered bicycles in Utopia", unit="bicycles")
    shelf = Shelf([known], [observation("a/b", p, v, seq=i) for i, (p, v) in enumerate(TIED)])
    as_of = LATER
    main = moved("a/b", shelf, as_of, "2020-03", "2020-04")
    sharpest = Extreme("a/b", "change", "low", main.window, "counts", parse_period("2020-01"))
    findings = (found("main", main, shelf, as_of), found("tie", sharpest, shelf, as_of))
    return shelf, lead("fall", "a/b", findings, as_of)


def lowest() -> tuple[Shelf, Lead]:
    """A rate that is the highest of twelve."""
    known = series("x/rate", title="unemployment rate in Utopia", unit="%", kind="rate")
    values = ["4.1", "4.2", "4.2", "4.3", "4.6", "4.9", "5.0", "5.1", "5.3", "5.6", "5.9", "6.1"]
    shelf = Shelf(
        [known],
        [
            observation(
                "x/rate", Period.month(2021, m), v, quantum="0.1", seq=m, status="provisional" if m == 12 else "final"
            )
            for m, v in enumerate(values, 1)
        ],
    )
    highest = Extreme(
        "x/rate", "level", "high", Window(end=parse_period("2021-12")), "counts", parse_period("2021-01"), counts=12
    )
    return shelf, lead("high", "x/rate", (found("main", highest, shelf, LATER),), LATER)


def restated(
    story: Story = "revision", after: str | None = "326000", before: str | None = "325000"
) -> tuple[Shelf, Lead]:
    """The last count of the colonies, restated four days later."""
    later = KNOWN.replace(day=24)
    old = observation(COLONIES.id, "2022-11-01", before, quantum="1000", seq=15)
    new = observation(COLONIES.id, "2022-11-01", after, quantum="1000", seq=200, known_at=later, release="r2")
    counts = [observation(COLONIES.id, p, v, quantum=q, seq=i) for i, (p, v, q) in enumerate(COLONY_COUNTS[:-1])]
    shelf = Shelf([COLONIES], [*counts, old, new])
    made = lead(story, COLONIES.id, (), LATER, "The figure was restated once.")
    return shelf, msgspec.structs.replace(made, restatement=Restatement(old, new))


def together(
    old: Mapping[str, str | None],
    new: Mapping[str, str | None],
    *,
    classes: Mapping[str, tuple[Class, str]] | None = None,
    back: bool = False,
) -> tuple[Shelf, Lead]:
    """What a second release restated of an index by month; back: a third one puts all of it back.

    classes: by month the class and the rule that took its figure.
    """
    pages = [old, new, old] if back else [old, new]
    chains: dict[str, list[Observation]] = {month: [] for month in old}
    for number, page in enumerate(pages):
        for place, (month, figure) in enumerate(page.items()):
            if not chains[month] or chains[month][-1].literal != (figure or ""):
                known, seq = KNOWN.replace(day=20 + number), 1000 * number + place
                made = observation(
                    PRICES.id, month, figure, quantum="0.1", known_at=known, release=f"r{number}", seq=seq
                )
                chains[month].append(made)
    pairs = [Restatement(*pair) for chain in chains.values() for pair in pairwise(chain)]
    classified = [
        Classified(
            kind=kind,
            series=PRICES.id,
            release="r1",
            known_at=KNOWN,
            rule=rule,
            why=f"By {rule}.",
            restatements=tuple(pair for pair in pairs if (classes or {})[str(pair.after.period)] == (kind, rule)),
        )
        for kind, rule in sorted(set((classes or {}).values()))
    ]
    shelf = Shelf([PRICES], [each for chain in chains.values() for each in chain])
    [made_of_it] = find([PRICES], shelf, Fresh(KNOWN, LATER), restatements=pairs, classified=classified)
    return shelf, made_of_it


def gone(detail: str = "answered 404 Not Found") -> tuple[Shelf, Lead]:
    """The page with the colonies' counts answers that it is gone."""
    shelf = colonies_shelf()
    notice = Notice(
        "fsin",
        "https://example.org/counts",
        "ok",
        "taken_down",
        datetime(2022, 11, 28, 8, 30, tzinfo=UTC),
        "r9",
        detail,
    )
    made = lead(
        "takedown", COLONIES.id, (), LATER, "A page that had carried figures is gone, or the figures from it."
    )
    return shelf, msgspec.structs.replace(made, notice=notice)


def every() -> tuple[tuple[Shelf, Lead], ...]:
    """One record and lead of each story."""
    shelf, us = colonies_shelf(), payrolls()
    return (
        (shelf, founding(shelf)),
        (us, jobs(us)),
        tied(),
        lowest(),
        restated(),
        restated("return"),
        restated(after=None),
        restated(before=None),
        restated(after="325000"),
        together(BREAD, REBASED, classes=dict.fromkeys(BREAD, ("redefinition", "rebased"))),
        together(BREAD, {**BREAD, "2019-03": "1.1", "2020-01": "1.2", "2022-04": "1.3"}, back=True),
        together(BREAD, {**BREAD, "2019-03": None, "2020-01": None}),
        together(BREAD, {**BREAD, "2019-03": None, "2020-01": "110.1"}, classes=PARTED),
        gone(),
        gone("the page is gone"),
    )


PARTED: dict[str, tuple[Class, str]] = {
    "2019-03": ("deletion", "blanked"),
    "2020-01": ("correction", "isolated"),
}


def point(value: str, unit: str = "people") -> Amount:
    return Amount(Interval.point(Decimal(value)), unit, "")
