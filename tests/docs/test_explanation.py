"""The rules that are explained are those of the code."""

from __future__ import annotations

import tomllib
from importlib import resources

from tallywire.find import levels, rank, uneven, windows
from tallywire.find.kernel import MAX_LAG
from tallywire.find.stories import EVENT_MONTHS
from tallywire.statement.evaluation.comparison import REACH_MONTHS
from tallywire.statement.evaluation.extreme import ENOUGH
from tests.docs.markdown import codes, rows, sections, text_of

NEWS = text_of("docs/explanation/how-news-is-found.md")
THREE = text_of("docs/explanation/three-values.md")


def test_the_natural_windows() -> None:
    found = {codes(row[0])[0]: row[1] for row in rows(sections(NEWS)["Windows"])}
    assert found == {name: ", ".join(str(lag) for lag in lags) for name, lags in windows.NATURAL.items()}


def test_the_numbers_of_the_rules() -> None:
    for words in (
        f"up to {MAX_LAG} periods",
        f"At least {ENOUGH} of them",
        f"at least {windows.SURPRISE:.0f} times the usual distance",
        f"up to {uneven.REACH_MONTHS} months",
        f"at least {ENOUGH - 1}",
        f"at least {levels.STOOD_MONTHS} months",
        f"up to {EVENT_MONTHS} months before",
        f"A takedown has {rank.TAKEDOWN_SCORE:.0f}.",
    ):
        assert words in NEWS, words
    assert f"within {REACH_MONTHS} months on both sides" in text_of("docs/reference/statements.md")


def test_the_score_is_the_one_that_is_explained() -> None:
    for x in (1.0, 3.0, 9.16, 40.0):
        assert rank.surprise_points(x) == 60 * (1 - 2 ** (-(x - 1) / 4))
    for n in (8, 16, 36, 400):
        assert rank.reach_points(n) == 25 * (1 - 8 / n)
    for k in (1, 2, 17):
        assert rank.breadth_points(k) == 15 * (1 - 1 / k)
    assert rank.pace_surprise(2.8) == 1 + 3 * (2.8 - 1)


def test_what_words_allow_is_the_language_packs_table() -> None:
    raw = resources.files("tallywire.language").joinpath("en", "approximations.toml").read_text(encoding="utf-8")
    expected = tuple(
        (
            ", ".join(each["wordings"]),
            f"`{each['relation']}`",
            _end(each, "low", "the number less the reach"),
            _end(each, "high", "the number and the reach"),
            each.get("least", ""),
            each.get("most", ""),
        )
        for each in tomllib.loads(raw)["approximation"]
    )
    assert rows(sections(THREE)["What words allow"]) == expected


def _end(group: dict[str, str], side: str, reach: str) -> str:
    words = {"none": "no end", "value": "the number", "reach": reach}[group[side]]
    return f"{words}, left out" if group.get(f"{side}_open") else words
