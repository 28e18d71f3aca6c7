from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tallywire.errors import SourceError
from tallywire.series import Cell, Event, parse_period
from tallywire.watch import cell_text, load_events

HEADER = "id,kind,name,began,ended,about,series,citation,published\n"
ROWS = (
    "amnesty-2015,amnesty,70 years of Victory,2015-04-24,2015-10-24,prisons,prisons/released,"
    "https://tass.ru/obschestvo/2383246,2015-04-24\n"
    "\n"
    'mobilisation-2022,mobilisation,"Partial mobilisation, 2022",2022-09,,,,,\n'
)
AT = datetime(2022, 11, 21, tzinfo=UTC)


def load(text: str) -> tuple[Event, ...]:
    return load_events(text, "events/events.csv", release="r1", known_at=AT)


def test_events_come_with_their_places() -> None:
    amnesty, mobilisation = load(HEADER + ROWS)
    assert (amnesty.id, amnesty.kind, amnesty.start, amnesty.end) == (
        *("amnesty-2015", "amnesty"),
        *(date(2015, 4, 24), date(2015, 10, 24)),
    )
    assert amnesty.published_at == datetime(2015, 4, 24, tzinfo=UTC)
    assert (amnesty.about, amnesty.series) == ("prisons", "prisons/released")
    assert (amnesty.release, amnesty.known_at) == ("r1", AT)
    assert (mobilisation.name, mobilisation.began) == ("Partial mobilisation, 2022", parse_period("2022-09"))
    assert (mobilisation.end, mobilisation.cell) == (None, Cell(0, 3, 3))


def test_every_literal_stands_in_its_cell() -> None:
    body = ("\ufeff" + HEADER + ROWS).encode()
    for event in load(body.decode()):
        assert cell_text(body, "text/csv", event.cell) == event.literal


def test_few_columns_are_enough() -> None:
    (event,) = load("kind,id,began,name\nstrike,s-1,2020-02-29,General strike\n")
    assert (event.id, event.start, event.citation, event.published_at) == ("s-1", date(2020, 2, 29), "", None)
    assert load("id,kind,name,began\n") == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("citation,", "citatoin,", "events/events.csv, row 0: 'citatoin' is no column of an event file"),
        ("citation,", "citatoin,", "Did you mean citation?"),
        ("published\n", "xyzzy\n", "Columns may be: id, kind"),
        ("ended,about", "ended,ended", "ended: two columns of this name"),
        ("2015-04-24,2015-10-24", "2015-04-31,2015-10-24", "row 1: began: '2015-04-31' is no day"),
        ("2015-04-24,2015-10-24", "24 April 2015,2015-10-24", "began: '24 April 2015' is no day"),
        ("2015-04-24,2015-10-24", ",2015-10-24", "began: empty"),
        ("2015-04-24,2015-10-24", "2015-04-24,2015-04-01", "ended: 2015-04-01 is before 2015-04-24"),
        (",amnesty,70", ",,70", "kind: empty"),
        ("70 years of Victory", "", "name: empty"),
        ("\nmobilisation-2022,", "\n,", "row 3: id: empty"),
        ("\nmobilisation-2022,", "\namnesty-2015,", "row 3: id: 'amnesty-2015' stands in a row above"),
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
    with pytest.raises(SourceError, match="no column id, kind, name, began"):
        load("")
    with pytest.raises(SourceError, match="no column kind, began"):
        load("id,name\n")
