"""/check: paste a text or give an address, and see each number marked with its verdict."""

from __future__ import annotations

from datetime import date

import msgspec
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from tallywire.desk.checking import Checked
from tallywire.feed.dates import day_words
from tallywire.feed.names import web_address
from tallywire.feed.outcome import basis_words
from tallywire.web.by_address import read_address
from tallywire.web.findings import Page, findings
from tallywire.web.house import House, charge, house
from tallywire.web.judging import judge
from tallywire.web.refusals import NotFit, Refusal, Reopened
from tallywire.web.render import page
from tallywire.web.session import field, form_of, who
from tallywire.web.snapshot import Snapshot

HERE = "check"
TITLE = "Check the numbers in a text"
MAX_ADDRESS = 4096


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the form. published: as it was written, "" for none."""

    text: str = ""
    address: str = ""
    published: str = ""
    keep: bool = False


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A text as it was checked. kept: the page where it lies, if someone asked for that."""

    title: str
    address: str
    checked: Checked
    page: Page
    kept: str = ""


async def form(request: Request) -> Response:
    """The empty form."""
    return await _page(request, Asked())


async def checked(request: Request) -> Response:
    """The text with its verdicts, or the form again with what is wrong."""
    own = house(request)
    asked = _asked(await form_of(request))
    try:
        charge(request, own.checks)
        if asked.address:
            charge(request, own.fetches)
        snapshot = await own.snapshot()
        answer = await _answer(request, own, snapshot, asked)
    except Refusal as refusal:
        if refusal.status_code == 403 or isinstance(refusal, Reopened):
            raise
        return await _page(request, asked, refusal=refusal)
    return await _page(request, asked, answer=answer)


async def _answer(request: Request, own: House, snapshot: Snapshot, asked: Asked) -> Answer:
    text, published, title = asked.text, _day(asked.published), ""
    if text.strip() and asked.address:
        raise NotFit("there are a text and an address", hint="Leave one of them empty")
    if asked.address:
        found = await own.ask_out(lambda: read_address(own, snapshot, asked.address))
        text, title = found.text, found.title
        published = published or found.published
    if not text.strip():
        raise NotFit("there is nothing to check yet", hint="Paste a text, or give the address of a page")
    if len(text.encode("utf-8", "surrogatepass")) > own.limits.text_bytes:
        raise Refusal(413, f"the text is longer than {own.limits.text_bytes >> 10:,} KiB", hint="Check it in parts")
    on = published or snapshot.newsroom.clock.now().date()

    def work() -> tuple[Checked, Page]:
        done = judge(snapshot, text, published=on, address=asked.address, most=own.limits.claims)
        return done, findings(snapshot, done)

    done, shown = await own.think(work)
    kept = ""
    signed_in, keep = who(request), own.keep
    if asked.keep and signed_in is not None and keep is not None:
        kept = await own.read(lambda: keep(signed_in, done, title, asked.address))
    return Answer(title=title, address=asked.address, checked=done, page=shown, kept=kept)


async def _page(
    request: Request, asked: Asked, *, answer: Answer | None = None, refusal: Refusal | None = None
) -> Response:
    own = house(request)
    newsroom = (await own.snapshot()).newsroom
    today = newsroom.clock.now().date()
    checked = answer.checked if answer is not None else None
    return await page(
        request,
        "check.html",
        {
            "asked": asked,
            "published": checked.published.isoformat() if checked is not None else asked.published,
            "published_words": day_words(checked.published) if checked is not None else "",
            "as_of_words": day_words(checked.as_of.time.date()) if checked is not None else "",
            "basis": basis_words(checked.as_of.basis, clock=newsroom.clock_word) if checked is not None else "",
            "answer": answer,
            "answer_href": web_address(answer.address) if answer is not None else "",
            "refused": refusal.detail if refusal is not None else "",
            "hint": refusal.hint if refusal is not None else "",
            "today": today.isoformat(),
            "today_words": day_words(today),
            "keeps": own.keep is not None and who(request) is not None,
            "fetches": not newsroom.simulated,
        },
        title=TITLE if answer is None else f"Checked: {answer.title or 'your text'}",
        description="Paste a text or give an address: each number is held against archived official statistics.",
        here=HERE,
        status=refusal.status_code if refusal is not None else 200,
        headers={"Cache-Control": "no-store", **(refusal.headers or {} if refusal is not None else {})},
    )


def _asked(sent: FormData) -> Asked:
    address = field(sent, "address").strip()
    if len(address) > MAX_ADDRESS:
        raise NotFit(f"an address of {len(address):,} characters is refused", hint=f"At most {MAX_ADDRESS:,}")
    return Asked(
        text=field(sent, "text"),
        address=address,
        published=field(sent, "published").strip()[:40],
        keep=field(sent, "keep") == "yes",
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFit(f"{text!r} is not a day", hint="Expected e.g. 2022-11-30") from None
