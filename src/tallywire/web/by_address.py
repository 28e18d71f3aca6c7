"""The text at a reader's address: fetched under the fetcher's guards, read as an article, and not kept."""

from __future__ import annotations

from tallywire.errors import RefusedError
from tallywire.watch import check_address
from tallywire.web.article import Article, article
from tallywire.web.house import House
from tallywire.web.refusals import NotFit, Refusal
from tallywire.web.snapshot import Snapshot


def read_address(own: House, snapshot: Snapshot, address: str) -> Article:
    """The article at `address`; takes seconds and belongs in a thread.

    Raises Refusal for an address that is no public web page, FetchError where its server does not answer, TextError
    where there is no text. What a newsroom's sources may fetch says nothing about readers' addresses.
    """
    if snapshot.newsroom.simulated:
        raise NotFit(
            "this newsroom runs in simulated time and fetches nothing from the web", hint="Paste the text instead"
        )
    try:
        answer = own.fetch(address, snapshot.newsroom.settings.contact)
    except RefusedError:
        raise NotFit(f"the address cannot be fetched: {_why(address)}", hint="Paste the text instead") from None
    if answer.status != 200:
        raise Refusal(502, f"the address answers with status {answer.status}", hint="Paste the text instead")
    return article(answer.body, answer.media_type, most=own.limits.text_bytes)


def _why(address: str) -> str:
    """Why an address is refused, as far as its own letters say; where a name leads in here is nobody's to know."""
    try:
        check_address(address)
    except RefusedError as error:
        return error.what
    return "it leads to no public web page"
