"""The founding item itself, against the public figures it rests on."""

from __future__ import annotations

from datetime import date

from tallywire.check import check
from tallywire.read import read
from tallywire.record.catalogue import NameCatalogue
from tests.holdings import COLONIES, LATER, colonies
from tests.needs import shared


def test_each_number_of_the_founding_item() -> None:
    (path,) = sorted(shared("seed").glob("*.txt"))
    text = path.read_text(encoding="utf-8")
    end = text.index("EXCLUSIVE")
    published = date(2022, 11, 20)
    verdicts = check(
        read(text[:end], published=published),
        holdings=colonies(),
        catalogue=NameCatalogue([COLONIES]),
        as_of=LATER,
        published=published,
    )
    found = {" ".join(text[v.claim.span[0] : v.claim.span[1]].split()): v for v in verdicts}
    expected = {
        "23,000": "holds",
        "almost 348,000": "wrong_scope",
        "10,000": "holds",
        "13,000": "holds",
        "300,000": "unverifiable",
        "one million": "unverifiable",
    }
    assert {words: found[words].name for words in expected} == expected
    assert found["almost 348,000"].series == ("fsin/colonies",)
    for words in ("23,000", "10,000", "13,000"):
        assert any("judged on people in correctional colonies in Russia" in note for note in found[words].notes)
    assert any("contested" in note and "1,000,000" in note for note in found["300,000"].notes)
    assert any("contested" in note and "300,000" in note for note in found["one million"].notes)
    names = [v.name for v in verdicts]
    assert names.count("undetermined") == 2
    assert "not_judged" in names
    assert "contradicted" not in names
