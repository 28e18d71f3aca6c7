"""The demo's briefs and its newsroom, opened once, to edit and judge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from tallywire.brief import Brief, Text
from tallywire.desk import Newsroom
from tallywire.desk.wording import Judged, judge
from tallywire.statement import Catalogue


class ToldBriefs:
    """Briefs by the first words of their ids ("ferry", "colonies"), and the newsroom that judges them."""

    def __init__(self, newsroom: Newsroom, briefs: Mapping[str, Brief], catalogue: Catalogue, at: datetime) -> None:
        self.newsroom = newsroom
        self.briefs = briefs
        self.catalogue = catalogue
        self.at = at

    def judge(self, brief: Brief, told: Brief | None) -> tuple[Judged, ...]:
        return judge(self.newsroom, brief, told=told, at=self.at, catalogue=self.catalogue)


def edited(brief: Brief, where: str, words: str) -> Brief:
    """The brief with other words in one of its places."""
    part, _, number = where.partition("-")
    if not number:
        return {
            "headline": replace(brief, headline=Text(words)),
            "lead": replace(brief, lead=Text(words)),
            "found": replace(brief, found=Text(words)),
        }[part]
    texts = brief.body if part == "body" else brief.caveats
    place = int(number) - 1
    kept = (*texts[:place], Text(words), *texts[place + 1 :])
    return replace(brief, body=kept) if part == "body" else replace(brief, caveats=kept)


def words_at(brief: Brief, where: str) -> str:
    part, _, number = where.partition("-")
    if not number:
        return {"headline": brief.headline, "lead": brief.lead, "found": brief.found}[part].text
    return (brief.body if part == "body" else brief.caveats)[int(number) - 1].text
