"""What the demo must say, and no more."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

import msgspec

from tallywire.brief import Brief
from tallywire.check import Verdict
from tallywire.demo.calendar import LAST
from tallywire.desk import Newsroom, leads, rebuild, verify_newsroom
from tallywire.series import Interval
from tallywire.statement import Change, Comparison, Extreme, Lead, Level, Pledge
from tallywire.tell import tell
from tallywire.watch import cell_text
from tests.demo.played import Demo


def lead(demo: Demo, id: str) -> Lead:
    (found,) = [each for each in demo.played.leads if each.id == id]
    return found


def brief(demo: Demo, id: str) -> Brief:
    (found,) = [each for each in demo.played.briefs if each.id == id]
    return found


def whole(told: Brief) -> str:
    return " ".join(text.text for text in (told.headline, told.lead, *told.body, *told.caveats, told.found))


def verdict(demo: Demo, words: str) -> Verdict:
    text = demo.played.checked.text
    (found,) = [v for v in demo.played.checked.verdicts if words in text[slice(*v.claim.span)]]
    return found


def test_ten_leads_are_told_each_with_its_reason(demo: Demo) -> None:
    assert len(demo.played.leads) == len(demo.played.briefs) == 10
    assert all(each.why and each.score > 0 for each in demo.played.leads)


def test_the_founding_brief(demo: Demo) -> None:
    told = brief(demo, "fsin-colonies-fall-2022-11-01")
    text = whole(told)
    assert "About 23,000 fewer" in told.headline.text
    for part in (
        "about 23,000 (6.6%)",
        "about 10,000",
        "about 13,000",
        "the lowest of 16 counts published here since July 2001",
        "about 11,500 a month",
        "at most about 4,100 a month",
        "unequal length",
        "16,075",
        "gross",
        "within 12 months on both sides",
        "August 2022",
    ):
        assert part in text, part
    assert not re.search(r"\bever\b|because|due to|plummet", text)
    assert told.badge == "reconstructed from reports"
    assert told.minutes == 1


def test_us_employment_carries_the_sharpest_fall(demo: Demo) -> None:
    found = lead(demo, "usbls-nonfarm-fall-2009-03")
    main = found.findings[0].statement
    assert isinstance(main, Change) and main.amount is not None
    assert main.amount.interval == Interval.point(Decimal(2_293_000))
    assert (str(main.window.start), str(main.window.end)) == ("2008-12", "2009-03")
    records = [f for f in found.findings if isinstance(f.statement, Extreme) and f.statement.of == "change"]
    assert [f.evidence.compared for f in records] == [36]
    assert len(found.series) > 10
    text = whole(brief(demo, found.id))
    assert "2,293,000" in text or "2.293 million" in text
    assert "36" in text


def test_the_two_month_record_of_april_2009_is_a_tie(demo: Demo) -> None:
    (tie,) = [f for f in lead(demo, "usbls-nonfarm-fall-2009-04").findings if f.role == "tie"]
    assert isinstance(tie.statement, Extreme)
    assert (str(tie.statement.window.start), str(tie.statement.window.end)) == ("2009-02", "2009-04")
    assert tie.evidence.tied
    assert "published precision" in whole(brief(demo, "usbls-nonfarm-fall-2009-04"))


def test_the_office_is_told_once_for_each_thing_it_did(demo: Demo) -> None:
    stories = [each.story for each in demo.played.leads]
    assert (stories.count("revision"), stories.count("return"), stories.count("takedown")) == (1, 1, 1)
    (revised,) = [each for each in demo.played.leads if each.story == "revision"]
    assert revised.restatement is not None
    assert (revised.restatement.before.literal, revised.restatement.after.literal) == ("207,863", "209,863")
    (returned,) = [each for each in demo.played.leads if each.story == "return"]
    assert returned.restatement is not None
    assert (returned.restatement.before.literal, returned.restatement.after.literal) == ("51,347", "53,147")
    told = brief(demo, revised.id)
    assert ("Imaginary" in told.source_name, told.badge) == (True, "fictional")


def test_the_check(demo: Demo) -> None:
    wrong = verdict(demo, "348,000")
    assert wrong.name == "wrong_scope"
    assert "people in correctional colonies in Russia" in wrong.reason
    assert any("own source" in note for note in wrong.notes)
    for words in ("23,000", "10,000", "13,000"):
        held = verdict(demo, words)
        assert held.name == "holds"
        assert any("judged on people in correctional colonies in Russia" in note for note in held.notes)
    assert any("10,000 + 13,000 = 23,000" in note for note in verdict(demo, "23,000").notes)
    for words in ("never fallen so sharply", "even during amnesties"):
        undecided = verdict(demo, words)
        assert undecided.name == "undetermined"
        assert "settle it" in undecided.reason
    assert isinstance(verdict(demo, "even during amnesties").claim.statement, Comparison)
    cause = verdict(demo, "because of")
    assert (cause.name, cause.claim.hedge) == ("not_judged", "likely")
    promise = verdict(demo, "two weeks")
    assert isinstance(promise.claim.statement, Pledge)
    assert [link.who for link in promise.claim.attribution] == ["President Vladimir Putin"]
    contested, goal = verdict(demo, "300,000"), verdict(demo, "one million")
    assert isinstance(contested.claim.statement, Level)
    assert [link.who for link in goal.claim.attribution] == ["newspaper Novaya Gazeta"]
    assert any("contested" in note for note in contested.notes)
    assert not any(v.name == "contradicted" for v in demo.played.checked.verdicts)


def test_every_page_says_simulated_time_and_none_says_proven(demo: Demo) -> None:
    pages = list(demo.site.rglob("*.html"))
    assert len(pages) > 60
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "imulated time" in text, page
        if page.name != "about.html":  # which says that nothing here is called proven
            assert "proven" not in text.lower(), page
    assert "simulated time" in (demo.site / "feed.atom").read_text(encoding="utf-8")


def test_the_newsroom_verifies_and_rebuilds(demo: Demo) -> None:
    proof = verify_newsroom(demo.folder, head=demo.played.published.head)
    assert proof.ok and proof.observations > 2500
    with Newsroom(demo.folder, write=True) as newsroom:
        assert rebuild(newsroom).differences == ()
    assert demo.played.published.head in (demo.site / "feed.atom").read_text(encoding="utf-8")


def test_every_number_of_every_brief_leads_to_archived_bytes_or_arithmetic(demo: Demo) -> None:
    with Newsroom(demo.folder) as newsroom:
        releases = {release.id: release for release in newsroom.archive.releases()}
        cited = {
            (ref.release, ref.cell, ref.literal)
            for told in demo.played.briefs
            for proof in told.proofs
            for ref in (*proof.evidence.used, *proof.evidence.rivals)
        }
        assert len(cited) > 100
        for release, cell, literal in cited:
            body = newsroom.archive.body(release)
            assert cell_text(body, releases[release].media_type, cell) == literal
    for told in demo.played.briefs:
        proofs = {proof.id: proof for proof in told.proofs}
        bound = [
            b for text in (told.headline, told.lead, *told.body, *told.caveats, told.found) for b in text.bindings
        ]
        assert bound
        for binding in bound:
            proof = proofs[binding.proof]
            page = demo.site / "evidence" / told.id / f"{proof.id}.html"
            assert page.is_file()
            assert proof.evidence.used or proof.evidence.working or proof.evidence.rivals


def test_told_again_on_another_day_without_news_a_brief_stays_as_it_is(demo: Demo) -> None:
    with Newsroom(demo.folder) as newsroom:
        told = []
        for day in (29, 30):
            as_of = newsroom.as_of(datetime(2022, 11, day, 18, tzinfo=UTC))
            (found,) = [each for each in leads(newsroom, as_of) if each.series[0] == "fsin/colonies"]
            made = tell(found, holdings=newsroom.record, source_name="x", published=as_of.time, draw=None)
            told.append(msgspec.structs.replace(made, published=LAST))
    assert told[0] == told[1]
