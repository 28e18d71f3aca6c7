from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tallywire.errors import SourceError
from tallywire.series import Cell, Event
from tallywire.watch import cell_text, load_events

HEADER = (
    "id,kind,name,start,end,source,published,count_label,count_series,count_start,count_end,"
    "count_value,count_quantum,count_unit\n"
)
AMNESTY = (
    "amnesty-2015,amnesty,70 years of Victory,2015-04-24,2015-10-24,https://tass.ru/obschestvo/2383246,2015-04-24,"
)
ROWS = (
    AMNESTY + "released from colonies,prisons/colonies,2015-04-24,2015-05-22,4099,,people\n"
    "amnesty-2015,,,,,,,released from colonies,prisons/colonies,2015-04-24,2015-07-17,20174,,people\n"
    "\n"
    'mobilisation-2022,mobilisation,"Partial mobilisation, 2022",2022-09-21,,,,,,,,,,\n'
    "amnesty-2015,,,,,,,released from colonies,,2015-04-24,2015-10-27,34000,1000,people\n"
)
AT = datetime(2022, 11, 21, tzinfo=UTC)


def load(text: str) -> tuple[Event, ...]:
    return load_events(text, "events/events.csv", release="r1", known_at=AT)


def test_events_come_with_their_counts_and_places() -> None:
    amnesty, mobilisation = load(HEADER + ROWS)
    assert (amnesty.id, amnesty.kind, amnesty.start, amnesty.end) == (
        *("amnesty-2015", "amnesty"),
        *(date(2015, 4, 24), date(2015, 10, 24)),
    )
    assert amnesty.published_at == datetime(2015, 4, 24, tzinfo=UTC)
    assert (amnesty.release, amnesty.known_at) == ("r1", AT)
    assert [(count.value, count.quantum, count.end) for count in amnesty.counts] == [
        (Decimal(4099), Decimal(1), date(2015, 5, 22)),
        (Decimal(20174), Decimal(1), date(2015, 7, 17)),
        (Decimal(34000), Decimal(1000), date(2015, 10, 27)),
    ]
    assert [count.series for count in amnesty.counts] == ["prisons/colonies", "prisons/colonies", ""]
    assert (mobilisation.name, mobilisation.end, mobilisation.counts) == ("Partial mobilisation, 2022", None, ())
    assert mobilisation.cell == Cell(0, 4, 2)


def test_every_literal_stands_in_its_cell() -> None:
    body = ("\ufeff" + HEADER + ROWS).encode()
    events = load(body.decode())
    for event in events:
        assert cell_text(body, "text/csv", event.cell) == event.literal
        for count in event.counts:
            assert cell_text(body, "text/csv", count.cell) == count.literal


def test_few_columns_are_enough() -> None:
    (event,) = load("kind,id,start,name\nstrike,s-1,2020-02-29,General strike\n")
    assert (event.id, event.start, event.source, event.published_at) == ("s-1", date(2020, 2, 29), "", None)
    assert load("id,kind,name,start\n") == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("count_value,", "count_valeu,", "events/events.csv, row 0: 'count_valeu' is no column of an event file"),
        ("count_value,", "count_valeu,", "Did you mean count_value?"),
        ("count_unit\n", "xyzzy\n", "Columns may be: id, kind"),
        ("end,source", "end,end", "end: two columns of this name"),
        ("id,kind,name", "id,published,name", "two columns of this name"),
        ("2015-04-24,2015-10-24", "2015-04-31,2015-10-24", "row 1: start: '2015-04-31' is no day"),
        ("2015-04-24,2015-10-24", "24 April 2015,2015-10-24", "start: '24 April 2015' is no day"),
        ("2015-04-24,2015-10-24", ",2015-10-24", "start: empty"),
        ("2015-04-24,2015-10-24", "2015-04-24,2015-04-01", "end: 2015-04-01 is before 2015-04-24"),
        (",amnesty,70", ",,70", "kind: empty"),
        ("70 years of Victory", "", "name: empty"),
        ("\namnesty-2015,,,", "\n,,,", "row 2: id: empty"),
        (
            "\namnesty-2015,,,",
            "\namnesty-2015,strike,,",
            "row 2: kind: 'strike' here, 'amnesty' in the event's first row",
        ),
        ("20174", '"20,174"', "row 2: count_value: '20,174' is not a plain decimal"),
        ("20174", "", "row 2: count_value: empty"),
        ("2015-07-17", "", "row 2: count_end: empty"),
        ("2015-07-17", "2015-01-01", "count_end: 2015-01-01 is before 2015-04-24"),
        ("34000,1000", "34000,-1", "row 5: count_quantum: -1 is negative"),
        ("34000,1000,people", "34000,1000,", "count_unit: empty"),
        ('"Partial mobilisation, 2022"', '"Partial', "not CSV"),
    ],
)
def test_a_mistake_is_told_with_file_row_and_column(old: str, new: str, said: str) -> None:
    assert old in HEADER + ROWS
    with pytest.raises(SourceError) as error:
        load((HEADER + ROWS).replace(old, new, 1))
    assert error.value.message.startswith("events/events.csv")
    assert said in error.value.message


def test_a_file_without_the_needed_columns_is_told() -> None:
    with pytest.raises(SourceError, match="no column id, kind, name, start"):
        load("")
    with pytest.raises(SourceError, match="no column kind, start"):
        load("id,name\n")
