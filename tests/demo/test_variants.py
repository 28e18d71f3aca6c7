"""No figure of the demo is hard-coded outside of its agencies."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tallywire.demo import Played, own_figures, play
from tallywire.demo.calendar import Figures
from tallywire.demo.pages import text


@pytest.fixture
def figures() -> Figures:
    """Without the months of US employment, which these variants leave as they are."""
    return msgspec.structs.replace(own_figures(), employment=())


def founding(played: Played) -> str:
    told = [brief for brief in played.briefs if brief.source == "fsin"]
    return "\n".join(" ".join(t.text for t in (b.headline, b.lead, *b.body, *b.caveats)) for b in told)


def names(played: Played) -> dict[str, str]:
    checked = played.checked
    return {checked.text[slice(*v.claim.span)]: v.name for v in checked.verdicts}


def test_another_last_count_changes_leads_brief_and_verdicts(tmp_path: Path, figures: Figures) -> None:
    monthly = tuple({**row, "value": "345000"} if row["value"] == "325000" else row for row in figures.monthly)
    assert monthly != figures.monthly
    before = play(tmp_path / "a", figures=figures)
    after = play(tmp_path / "b", figures=msgspec.structs.replace(figures, monthly=monthly))
    assert [lead.id for lead in before.leads] != [lead.id for lead in after.leads]
    assert "23,000" in founding(before)
    assert "23,000" not in founding(after)
    assert names(before)["23,000"] == "holds"
    assert names(after)["23,000"] != "holds"
    assert names(before)["13,000"] == "holds"
    assert names(after)["13,000"] != "holds"
    assert names(after)["10,000"] == "holds"


def test_without_the_series_everything_about_it_is_unverifiable(tmp_path: Path, figures: Figures) -> None:
    bare = msgspec.structs.replace(figures, monthly=(), colonies="", amnesty="", events="")
    played = play(tmp_path / "n", figures=bare)
    assert founding(played) == ""
    for verdict in played.checked.verdicts:
        assert verdict.name in ("unverifiable", "not_judged"), verdict.claim
        if verdict.name == "unverifiable":
            assert verdict.right is None
    total = next(v for v in played.checked.verdicts if "23,000" in played.checked.text[slice(*v.claim.span)])
    assert any("10,000 + 13,000 = 23,000" in note for note in total.notes)


def test_the_article_is_not_where_the_figures_come_from(figures: Figures) -> None:
    assert "348,000" in text("article.txt")
    assert any(row["value"] == "348000" for row in figures.monthly)
