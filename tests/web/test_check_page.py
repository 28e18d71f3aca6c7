"""The check page: verdicts in the text, archived rows behind them, nothing kept, nothing reflected as markup."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from lxml import html
from starlette.testclient import TestClient

from tallywire.desk.checking import Checked
from tallywire.web import app
from tallywire.web.limits import Limits
from tallywire.web.session import SignedIn
from tests.demo.played import Demo
from tests.web.serving import BASE, GENEROUS, TEXT

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</textarea><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "\u202e348,000\u2066 people",
    "&lt;script&gt;",
    "'-alert(1)-'",
    "<!--",
    "]]>",
]


def tree(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)


def test_the_form(client: TestClient) -> None:
    answer = client.get("/check")
    page = tree(answer.text)
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    assert page.xpath("//form[@method='post' and @action='/check']//textarea[@name='text']")
    assert page.xpath("//input[@name='published' and @type='date']") and not page.xpath("//input[@name='keep']")
    assert not page.xpath("//script | //style | //@style")
    assert "today, 30 November 2022" in answer.text


def test_each_claim_is_marked_and_leads_to_its_archived_rows(client: TestClient) -> None:
    answer = client.post("/check", data={"text": TEXT, "published": "2022-11-12"})
    page = tree(answer.text)
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    [first, second] = page.xpath("//a[contains(@class, 'tag')]")
    assert [mark.text for mark in page.xpath("//p[@class='text']/mark")] == ["348,000", "23,000"]
    for tag in (first, second):
        [target] = page.xpath(f"//section[@id='{tag.get('href')[1:]}']")
        assert target.xpath(".//a[@href=$back]", back=f"#{tag.get('id')}")
        assert target.xpath(".//div[@class='rows']//td[@class='hit']/mark")
    assert first.text_content().startswith("◌ undetermined")
    assert "349,000" in page.xpath("//section[@id='claim-1']//td[@class='hit']/mark")[0].text
    assert "simulated time" in answer.text.lower() and "proven" not in answer.text.lower()
    assert len(page.xpath("//section[@class='listed']//li")) == 2
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_the_cell_is_linked_where_its_page_is_published(demo: Demo, client: TestClient) -> None:
    page = tree(client.post("/check", data={"text": TEXT, "published": "2022-11-12"}).text)
    links = page.xpath("//p[@class='cells']/a/@href")
    assert links
    for link in links:
        path, _, anchor = link.partition("#")
        assert path.startswith("/releases/") and re.fullmatch(r"c-\d+-\d+-\d+", anchor)
        assert f'id="{anchor}"' in (demo.site / path[1:]).read_text(encoding="utf-8")


def test_the_text_is_whole_on_the_page(client: TestClient) -> None:
    text = "One line.\nAnother, of 348,000 people in colonies.\n\n\nThe last."
    page = tree(client.post("/check", data={"text": text, "published": "2022-11-12"}).text)
    shown = [
        "".join(piece for piece in paragraph.xpath("text() | mark/text()"))
        for paragraph in page.xpath("//p[@class='text']")
    ]
    assert shown == ["One line.", "Another, of 348,000 people in colonies.", "The last."]


def test_a_text_without_claims_is_told_so(client: TestClient) -> None:
    answer = client.post("/check", data={"text": "Nothing to count here."})
    assert answer.status_code == 200 and "No claim was found" in answer.text


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"text": ""}, 422, "There is nothing to check yet"),
        ({"text": " \r\n\t "}, 422, "There is nothing to check yet"),
        ({"text": "x", "address": "https://news.example/"}, 422, "a text and an address"),
        ({"text": "348,000 people", "published": "yesterday"}, 422, "is not a day"),
        ({"text": "348,000 people", "published": "2022-02-30"}, 422, "is not a day"),
        ({"text": "a" * (1 << 20) + "b"}, 413, "longer than 1,024 KiB"),
        ({"address": "https://news.example/" + "a" * 5000}, 422, "is refused"),
        ({"address": "https://news.example/"}, 422, "simulated time"),
    ],
)
def test_what_does_not_fit_is_said_and_the_form_kept(
    client: TestClient, sent: dict[str, str], status: int, said: str
) -> None:
    answer = client.post("/check", data=sent)
    assert answer.status_code == status and said in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_after_a_refusal_the_text_stands_in_the_form(client: TestClient) -> None:
    page = tree(client.post("/check", data={"text": "\nfirst\nsecond", "published": "x"}).text)
    [area] = page.xpath("//textarea")
    assert area.text.strip() == "first\nsecond"


def test_what_is_no_form_is_refused(client: TestClient) -> None:
    assert client.post("/check", json={"text": "x"}).status_code == 415
    assert client.post("/check", content=b"x" * (5 << 20), headers={"Content-Type": "text/plain"}).status_code == 415
    large = client.post(
        "/check", content=b"text=" + b"x" * (5 << 20), headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert large.status_code == 413 and "larger than 4 MiB" in large.text


def test_a_body_without_a_length_is_bounded_too(client: TestClient) -> None:
    def pieces() -> object:
        yield b"text="
        for _ in range(80):
            yield b"x" * 65536

    answer = client.post(
        "/check",
        content=pieces(),  # type: ignore[arg-type]
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 413


def test_too_many_claims_are_refused(demo: Demo) -> None:
    asking = TestClient(app(demo.folder, limits=msgspec.structs.replace(GENEROUS, claims=1)), base_url=BASE)
    answer = asking.post("/check", data={"text": TEXT})
    assert answer.status_code == 422 and "at most 1" in answer.text.lower()


def test_a_form_may_be_multipart_but_holds_no_file(client: TestClient) -> None:
    answer = client.post("/check", data={"text": TEXT}, files={"other": (None, "x")})
    assert answer.status_code == 200 and "348,000" in answer.text
    assert client.post("/check", files={"text": ("a.txt", b"x")}).status_code == 400


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("field", ["text", "address", "published"])
def test_no_words_become_markup(client: TestClient, field: str, hostile: str) -> None:
    text = f"{hostile} The number of people in colonies stood at 348,000 in August 2022, {hostile} said. {hostile}"
    sent = {"text": text, "published": "2022-11-12"} if field == "text" else {"text": "", field: hostile}
    answer = client.post("/check", data=sent)
    page = tree(answer.text)
    assert not page.xpath("//script | //img | //iframe | //style | //object")
    assert not [name for element in page.iter() for name in element.attrib if str(name).startswith("on")]
    assert not page.xpath("//svg[not(@class='tally')]")
    for link in page.xpath("//@href | //@src | //@action"):
        assert not str(link).lower().startswith(("javascript:", "data:"))
    assert "49" not in answer.text or "49" in hostile or "349" in answer.text
    if field == "text":
        assert "\u202e" not in answer.text.split("<textarea")[0]


def test_nothing_of_the_text_is_kept_anywhere(demo: Demo, client: TestClient) -> None:
    words = "Zweibrückenfingerhut"
    client.post("/check", data={"text": f"{words}: 348,000 people in colonies.", "published": "2022-11-12"})
    client.post("/api/check", json={"text": f"{words}: 348,000 people.", "published": "2022-11-12"})
    client.post("/api/read", json={"text": f"{words}: 348,000 people.", "published": "2022-11-12"})
    for path in demo.folder.rglob("*"):
        if path.is_file():
            assert words.encode() not in path.read_bytes(), path


def test_a_fault_logs_no_word_of_the_text(
    demo: Demo, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object, **named: object) -> None:
        raise RuntimeError(f"cannot judge {args} {named}")

    monkeypatch.setattr("tallywire.web.judging.check_text", broken)
    asking = TestClient(app(demo.folder, limits=GENEROUS), base_url=BASE, raise_server_exceptions=False)
    for answer in (
        asking.post("/check", data={"text": "a secret of 348,000 people"}),
        asking.post("/api/check", json={"text": "a secret of 348,000 people", "published": "2022-11-12"}),
    ):
        assert answer.status_code == 500 and "secret" not in answer.text and "Traceback" not in answer.text
        assert "content-security-policy" in answer.headers
    assert "RuntimeError" in caplog.text and "judging" in caplog.text
    assert "secret" not in "".join(record.getMessage() for record in caplog.records)


def test_one_reader_may_not_ask_for_ever(demo: Demo) -> None:
    few = Limits(checks_a_minute=3, fetches_a_minute=1)
    asking = TestClient(app(demo.folder, limits=few), base_url=BASE)
    statuses = [asking.post("/check", data={"text": "x"}).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    refused = asking.post("/check", data={"text": "my text"})
    assert int(refused.headers["retry-after"]) >= 1 and "my text" in refused.text
    api = asking.post("/api/check", json={"text": "x", "published": "2022-11-12"})
    assert api.status_code == 429 and api.headers["content-type"] == "application/problem+json"
    assert asking.get("/check").status_code == 200


class Person(msgspec.Struct, frozen=True):
    name: str = "Ann <b>"
    role: str = "reporter"


class Session(msgspec.Struct, frozen=True):
    account: Person = Person()
    csrf: str = "the-token"


def test_someone_signed_in_may_keep_the_text(demo: Demo) -> None:
    kept: list[tuple[Checked, str, str]] = []

    def door(token: str, at: datetime) -> SignedIn | None:
        assert at.tzinfo is UTC
        return Session() if token == "mine" else None  # type: ignore[return-value]

    def keep(signed_in: SignedIn, checked: Checked, title: str, address: str) -> str:
        assert signed_in.account.name == "Ann <b>"
        kept.append((checked, title, address))
        return "/desk/checks/1"

    served = app(demo.folder, limits=GENEROUS, door=door, keep=keep)
    asking = TestClient(served, base_url=BASE, cookies={"tallywire": "mine"})
    page = tree(asking.get("/check").text)
    assert page.xpath("//input[@name='keep']") and page.xpath("//input[@name='csrf']/@value") == ["the-token"]
    sent = {"text": TEXT, "published": "2022-11-12", "keep": "yes"}
    assert asking.post("/check", data=sent).status_code == 403 and not kept
    answer = asking.post("/check", data={**sent, "csrf": "the-token"})
    assert answer.status_code == 200 and "/desk/checks/1" in answer.text and kept[0][0].text == TEXT
    assert asking.post("/check", data={"text": TEXT, "csrf": "the-token"}).status_code == 200 and len(kept) == 1
    stranger = TestClient(served, base_url=BASE)
    assert stranger.post("/check", data=sent).status_code == 200 and len(kept) == 1
    assert not tree(stranger.get("/check").text).xpath("//input[@name='keep']")


def test_a_page_with_a_token_in_it_is_not_packed(demo: Demo) -> None:
    packs = {"Accept-Encoding": "gzip"}
    served = app(demo.folder, limits=GENEROUS, door=lambda token, at: Session())  # type: ignore[arg-type, return-value]
    mine = TestClient(served, base_url=BASE, cookies={"tallywire": "mine"}).get("/check", headers=packs)
    assert "the-token" in mine.text and "content-encoding" not in mine.headers
    anyone = TestClient(served, base_url=BASE).get("/check", headers=packs)
    assert anyone.headers["content-encoding"] == "gzip" and "the-token" not in anyone.text
    assert anyone.headers["vary"] == "Accept-Encoding, Cookie"


def test_a_newsroom_that_cannot_be_read_is_told_without_its_folder(newsroom: Path) -> None:
    served = app(newsroom, limits=GENEROUS)
    (newsroom / "sources" / "broken.toml").write_text("id = ", encoding="utf-8")
    asking = TestClient(served, base_url=BASE)
    assert asking.get("/").status_code == 200
    for answer in (asking.get("/check"), asking.get("/api/series")):
        assert answer.status_code == 503 and str(newsroom) not in answer.text
        assert answer.headers["retry-after"] == "60" and "content-security-policy" in answer.headers
