"""Event files: refused before they are archived where they do not fit, learned again where they changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tallywire.desk import Newsroom, rebuild
from tallywire.errors import SourceError
from tallywire.series import AsOf
from tests.desk.making import day, simulated, watch

HEAD = "id,kind,name,began\n"
AMNESTY = HEAD + "amnesty-2015,amnesty,the amnesty of 2015,2015-04-24\n"
NOW = AsOf(day(100))


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    with simulated(tmp_path / "newsroom", {}) as newsroom:
        yield newsroom


def write(newsroom: Newsroom, text: str | bytes, name: str = "events.csv") -> Path:
    path = newsroom.folder / "events" / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_changed_file_is_learned_and_an_unchanged_one_is_not_archived_again(newsroom: Newsroom) -> None:
    write(newsroom, AMNESTY)
    watch(newsroom, day(1))
    watch(newsroom, day(2))
    assert newsroom.archive.count == 2
    more = AMNESTY.replace("2015-04-24", "2015-04-25") + "mobilisation,mobilisation,a mobilisation,2022-09\n"
    write(newsroom, more)
    watch(newsroom, day(3))
    assert newsroom.archive.count == 3
    events = newsroom.record.events("", as_of=NOW)
    assert [(event.id, event.literal) for event in events] == [
        ("amnesty-2015", "2015-04-25"),
        ("mobilisation", "2022-09"),
    ]
    [before] = newsroom.record.events("", as_of=AsOf(day(2)))
    assert before.literal == "2015-04-24"
    assert rebuild(newsroom).differences == ()


def test_an_event_left_out_is_kept(newsroom: Newsroom) -> None:
    write(newsroom, AMNESTY)
    watch(newsroom, day(1))
    write(newsroom, HEAD)
    watch(newsroom, day(2))
    assert len(newsroom.record.events("amnesty", as_of=NOW)) == 1


def test_two_files_are_two_lists(newsroom: Newsroom) -> None:
    write(newsroom, AMNESTY)
    write(newsroom, HEAD + "amnesty-2000,amnesty,the amnesty of 2000,2000-05-26\n", "older lists & more.csv")
    watch(newsroom, day(1))
    watch(newsroom, day(2))
    assert newsroom.archive.count == 3
    assert [event.id for event in newsroom.record.events("amnesty", as_of=NOW)] == ["amnesty-2000", "amnesty-2015"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (AMNESTY.replace("began", "begun"), "'begun' is no column of an event file. Did you mean began?"),
        (AMNESTY.replace("2015-04-24", "24 April 2015"), "row 1: began: '24 April 2015' is no day or month"),
        ("id,kind,name\na,b,c\n", "no column began"),
        (AMNESTY + AMNESTY.partition("\n")[2], "row 2: id: 'amnesty-2015' stands in a row above already"),
        ("", "no column id, kind, name, began"),
        (b"id,kind,name,began\n\xff\xfe,a,b,2015\n", "is not UTF-8 text: invalid start byte at byte 19"),
        (AMNESTY + '"', "not CSV"),
    ],
)
def test_a_bad_file_is_refused_before_it_is_archived(newsroom: Newsroom, text: str | bytes, said: str) -> None:
    path = write(newsroom, text)
    with pytest.raises(SourceError) as refused:
        watch(newsroom, day(1))
    assert said in refused.value.message and refused.value.message.startswith(str(path))
    assert newsroom.archive.count == 1
    write(newsroom, AMNESTY)
    watch(newsroom, day(2))
    assert len(newsroom.record.events("amnesty", as_of=NOW)) == 1


def test_a_file_with_a_byte_order_mark_is_read(newsroom: Newsroom) -> None:
    write(newsroom, b"\xef\xbb\xbf" + AMNESTY.encode())
    watch(newsroom, day(1))
    assert rebuild(newsroom).differences == ()
    assert len(newsroom.record.events("amnesty", as_of=NOW)) == 1
