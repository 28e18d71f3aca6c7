from __future__ import annotations

from decimal import Decimal as D

import pytest

from tallywire.errors import TextError, UsageError
from tallywire.language import bounds, pack, written_step
from tallywire.series import Interval

EN = pack()


@pytest.mark.parametrize(
    ("number", "scale", "step"),
    [
        ("348,000", "1", "1000"),
        ("23,000", "1", "1000"),
        ("10,000", "1", "1000"),
        ("300,000", "1", "10000"),
        ("16,075", "1", "1"),
        ("450", "1", "10"),
        ("500", "1", "100"),
        ("100", "1", "10"),
        ("90", "1", "1"),
        ("7", "1", "1"),
        ("6.6", "1", "0.1"),
        ("6.60", "1", "0.01"),
        ("1.2", "1000000", "100000"),
        ("1", "1000000", "1000000"),
        ("-2,500", "1", "100"),
    ],
)
def test_a_written_number_shows_its_step(number: str, scale: str, step: str) -> None:
    assert written_step(number, D(scale)) == D(step)


@pytest.mark.parametrize("number", ["", "1e5", "NaN", "1.2.3", "x", "٣"])
def test_what_is_no_number_has_no_step(number: str) -> None:
    with pytest.raises(TextError):
        written_step(number)


@pytest.mark.parametrize(
    ("cue", "value", "step", "expected"),
    [
        ("", "348000", "1000", Interval(D(347500), D(348500), high_open=True)),
        ("almost", "348000", "1000", Interval(D(347000), D(348000), high_open=True)),
        ("Nearly", "1000000", "1000000", Interval(D(900000), D(1000000), high_open=True)),
        ("about", "23000", "1000", Interval(D(21850), D(24150))),
        ("around", "200", "10", Interval(D(190), D(210))),
        ("more than", "5", "1", Interval(D(5), None, low_open=True)),
        ("over", "5", "1", Interval(D(5), None, low_open=True)),
        ("just over", "20000", "1000", Interval(D(20000), D(21000), low_open=True)),
        ("at least", "5", "1", Interval(D(5), None)),
        ("up to", "5", "1", Interval(None, D(5))),
        ("at most about", "4100", "100", Interval(None, D(4305))),
        ("fewer than", "5", "1", Interval(None, D(5), high_open=True)),
        ("exactly", "500", "100", Interval(D(500), D(500))),
    ],
)
def test_each_wording_allows_what_is_documented(cue: str, value: str, step: str, expected: Interval) -> None:
    assert bounds(EN, cue, D(value), D(step)) == expected


def test_every_wording_gives_an_interval_that_is_not_empty() -> None:
    for known in EN.approximations:
        for cue in known.wordings:
            for value, step in (("0", "1"), ("1", "1"), ("-3000", "1000"), ("0.1", "0.1")):
                assert bounds(EN, cue, D(value), D(step)) is not None


def test_an_unknown_wording_is_refused() -> None:
    with pytest.raises(TextError, match="'galore'"):
        bounds(EN, "galore", D(1), D(1))


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UsageError, match="language pack"):
        pack("tlh")
