from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallywire.record import NameCatalogue
from tallywire.record.words import Words
from tallywire.series import Series
from tallywire.statement import Candidate, Catalogue, Description


def series(id: str, title: str, *names: str, place: str = "", outside: tuple[str, ...] = (), **dims: str) -> Series:
    return Series(
        id=id,
        title=title,
        unit="people",
        kind="stock",
        frequency="_O",
        source="s",
        place=place,
        names=names,
        outside=outside,
        dimensions=tuple(dims.items()),
    )


COLONIES = series(
    "fsin/colonies",
    "people in correctional colonies in Russia",
    "inmates in correctional colonies",
    "prisoners in correctional colonies",
    "convicts in colonies",
    place="Russia",
    outside=("male", "female", "women", "men", "prison", "prisons", "remand", "pre-trial"),
)
TOTAL = series(
    "fsin/total",
    "people in custody in Russia",
    "inmates of prisons and colonies",
    "prison population",
    place="Russia",
)
JOBS_US = series("us/rate", "unemployment rate in the United States", "jobless rate", place="United States")
JOBS_UK = series("uk/rate", "unemployment rate in the United Kingdom", "jobless rate", place="United Kingdom")
YOUNG = series("us/young", "youth unemployment rate in the United States", place="United States", age="15 to 24")


def found(description: str, *held: Series, place: str = "", context: str = "") -> list[Candidate]:
    catalogue: Catalogue = NameCatalogue(held or [COLONIES])
    return list(catalogue.candidates(Description(description, place=place, context=context), limit=5))


@pytest.mark.parametrize(
    ("description", "fit", "extra"),
    [
        ("prisoners in Russia's correctional colonies", "exact", ()),
        ("people in correctional colonies in Russia", "exact", ()),
        ("the number of inmates in correctional colonies", "exact", ()),
        ("Russian convicts in the colonies", "exact", ()),
        ("convicts in Russia’s colonies", "exact", ()),
        ("Inmates in Correctional Colonies", "exact", ()),
        ("the total number of those held as inmates in correctional colonies", "exact", ()),
        ("the number of Russian inmates", "broader", ()),
        ("inmates", "broader", ()),
        ("colonies", "broader", ()),
        ("male inmates in our country's prisons and colonies", "other", ("male", "prison")),
        ("women inmates", "other", ("woman",)),
        ("pre-trial inmates", "other", ("pretrial",)),
        ("inmates in Ukraine", "other", ("ukraine",)),
        ("US inmates in correctional colonies", "other", ("united states",)),
        ("foreign inmates in correctional colonies", "other", ("foreign",)),
    ],
)
def test_fits(description: str, fit: str, extra: tuple[str, ...]) -> None:
    (candidate,) = found(description)
    assert (candidate.series, candidate.fit, candidate.extra) == ("fsin/colonies", fit, extra)


@pytest.mark.parametrize(
    "description",
    ["", "Russia", "the number of", "tractors", "correctional officers", "1,000", "Russia's exports", "them"],
)
def test_nothing_shares_the_head_noun(description: str) -> None:
    assert found(description) == []


def test_exact_beats_broader_beats_other() -> None:
    order = found("inmates in correctional colonies", TOTAL, COLONIES)
    assert [(each.series, each.fit) for each in order] == [("fsin/colonies", "exact"), ("fsin/total", "other")]
    order = found("inmates of prisons and colonies in Russia", COLONIES, TOTAL)
    assert [(each.series, each.fit) for each in order] == [("fsin/total", "exact"), ("fsin/colonies", "other")]
    assert order[0].score > order[1].score


def test_the_place_tells_siblings_apart() -> None:
    both = [JOBS_UK, JOBS_US, YOUNG]
    assert [(e.series, e.fit) for e in found("the U.S. unemployment rate", *both)] == [
        ("us/rate", "exact"),
        ("us/young", "broader"),
        ("uk/rate", "other"),
    ]
    assert found("America's jobless rate", *both)[0].series == "us/rate"
    near = found("unemployment rate", *both, place="Britain")
    assert [e.series for e in near][:2] == ["uk/rate", "us/rate"] and near[0].score > near[1].score
    open_ = found("unemployment rate", *both)
    # Nobody's in particular where no place is named: that of another country may be meant, one not held here.
    assert open_[0].score == open_[1].score and {open_[0].fit, open_[1].fit} == {"broader"}


def test_dimensions_belong_to_the_words() -> None:
    assert found("youth unemployment rate, aged 15 to 24", YOUNG)[0].fit == "other"
    assert found("youth unemployment rate 15 to 24", YOUNG)[0].fit == "broader"
    assert found("U.S. youth unemployment rate 15 to 24", YOUNG)[0].fit == "exact"


def test_context_chooses_between_near_candidates() -> None:
    one = series("x/1", "inmates in remand prisons")
    two = series("x/2", "inmates in open prisons")
    assert found("inmates", one, two, context="held in open prisons since May")[0].series == "x/2"
    assert found("inmates", one, two, context="remand is the cause")[0].series == "x/1"


def test_no_more_than_asked_for() -> None:
    held = [series(f"x/{n}", f"inmates of prison {n}") for n in range(20)]
    assert len(NameCatalogue(held).candidates(Description("inmates"), limit=3)) == 3
    assert NameCatalogue([]).candidates(Description("inmates"), limit=3) == ()


def test_an_exact_fit_is_found_among_very_many() -> None:
    held = [series(f"x/{n}", f"unemployment rate of group {n} in the north") for n in range(3000)]
    held.append(series("x/it", "unemployment rate"))
    (best, *_) = NameCatalogue(held).candidates(Description("unemployment rate"), limit=2)
    assert (best.series, best.fit) == ("x/it", "exact")
    (best, *_) = NameCatalogue(held).candidates(Description("unemployment rate of group 1234 in the north"), limit=2)
    assert (best.series, best.fit) == ("x/1234", "exact")


@pytest.mark.parametrize(
    ("text", "words", "places", "head"),
    [
        ("women's wages", ("woman", "wage"), (), "wage"),
        ("prisoners' families", ("prisoner", "family"), (), "family"),
        ("bus prices and gas taxes", ("bus", "price", "gas", "tax"), (), "tax"),
        ("non-farm payrolls", ("nonfarm", "payroll"), (), "payroll"),
        ("U.K. house prices", ("house", "price"), ("united kingdom",), "price"),
        ("told us the US figures", ("told",), ("united states",), "told"),
        ("the Russian Federation's exports to South Korea", ("export",), ("russia", "south korea"), "export"),
        ("rate of unemployment", ("rate", "unemployment"), (), "rate"),
        ("prison population of England and Wales", ("prison", "population"), ("england and wales",), "population"),
    ],
)
def test_phrases(text: str, words: tuple[str, ...], places: tuple[str, ...], head: str) -> None:
    phrase = Words.english().phrase(text)
    assert (phrase.words, phrase.places, phrase.head) == (words, places, head)


@given(st.text(max_size=300), st.text(max_size=50), st.text(max_size=50))
def test_any_text_is_taken(text: str, place: str, context: str) -> None:
    for candidate in found(text, COLONIES, TOTAL, place=place, context=context):
        assert 0 <= candidate.score <= 1 and (candidate.fit == "other") == bool(candidate.extra)


@given(st.sampled_from([COLONIES, TOTAL, JOBS_US, JOBS_UK, YOUNG]))
def test_every_name_of_a_series_means_it_exactly(held: Series) -> None:
    for name in (held.title, *held.names):
        candidates = found(name, COLONIES, TOTAL, JOBS_US, JOBS_UK, YOUNG)
        assert ("exact", held.id) in [(each.fit, each.series) for each in candidates]
