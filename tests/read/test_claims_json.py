from __future__ import annotations

from datetime import date

import msgspec

from tallywire.read import claims_json, read

TEXT = (
    "According to the harbour board, the number of ferries fell by almost 1,200 (6.0%) in the two months to May 2023."
)


def test_the_contract() -> None:
    body = claims_json(read(TEXT, published=date(2023, 6, 2)), text=TEXT, published="2023-06-02")
    document = msgspec.json.decode(body)
    assert document["schema"] == "tallywire.read/1"
    amount, percent = document["claims"]
    assert amount["kind"] == "change"
    assert TEXT[slice(*amount["span"])] == "almost 1,200"
    assert amount["amount"] == {
        "low": "1100",
        "high": "1200",
        "low_open": False,
        "high_open": True,
        "unit": "",
        "wording": "almost 1,200",
    }
    assert (amount["value"], amount["relation"], amount["direction"]) == ("1200", "~", "down")
    assert amount["period"] == ["2023-05-01", "2023-06-01"]
    assert amount["length"] == "P2M"
    assert amount["attribution"] == [{"who": "harbour board", "verb": "according to"}]
    assert amount["series"]["text"] == "ferries"
    assert percent["value"] == "6"
    assert percent["amount"]["unit"] == "%"


def test_a_text_without_claims() -> None:
    text = "Nothing is counted here."
    assert (
        msgspec.json.decode(claims_json(read(text, published=date(2023, 6, 2)), text=text, published=""))["claims"]
        == []
    )
