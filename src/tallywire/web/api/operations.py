"""What can be asked of the API: the table from which its routes, its OpenAPI document and its page are made."""

from __future__ import annotations

import msgspec

from tallywire.read.claims_json import ClaimsJson
from tallywire.web.api import looking_back, news, record, texts
from tallywire.web.api.looking_back_shapes import DiffList, DiffQuery, HistoryList, HistoryQuery
from tallywire.web.api.shapes import (
    CheckReport,
    CheckRequest,
    LeadList,
    LeadsQuery,
    ObservationList,
    ObservationsQuery,
    OneSeries,
    OneSeriesQuery,
    ReadRequest,
    SeriesList,
    SeriesQuery,
)
from tallywire.web.session import Endpoint


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One method of one address. query, body: what it takes; answer: what it gives.

    refusals: the statuses it may refuse with beside 400, 405, 421, 500 and 503. example: what follows `curl`.
    """

    path: str
    method: str
    id: str
    summary: str
    description: str
    endpoint: Endpoint
    query: type[msgspec.Struct] | None = None
    body: type[msgspec.Struct] | None = None
    answer: type[msgspec.Struct]
    csv: bool = False
    refusals: tuple[int, ...]
    example: str


_TEXT = (408, 413, 415, 422, 429)

OPERATIONS = (
    Operation(
        path="/api/check",
        method="POST",
        id="check",
        summary="Check the numbers in a text",
        description="Reads every claim about figures in a text and judges it by the record. The text is not kept.",
        endpoint=texts.check,
        body=CheckRequest,
        answer=CheckReport,
        refusals=_TEXT,
        example=(
            "-H 'Content-Type: application/json' "
            '-d \'{"text": "The prison population fell by 23,000 in two months.", "published": "2022-11-30"}\' '
            "{base}/api/check"
        ),
    ),
    Operation(
        path="/api/read",
        method="POST",
        id="read",
        summary="Read what a text claims",
        description="The same claims before any series is linked, and without verdicts. The text is not kept.",
        endpoint=texts.read_claims,
        body=ReadRequest,
        answer=ClaimsJson,
        refusals=_TEXT,
        example=(
            "-H 'Content-Type: application/json' "
            '-d \'{"text": "Unemployment rose to 5.2% in March.", "published": "2022-04-02"}\' {base}/api/read'
        ),
    ),
    Operation(
        path="/api/leads",
        method="GET",
        id="leads",
        summary="What is news in the figures",
        description="Leads, best first, each with its statement, its evidence, and why it stands where it does.",
        endpoint=news.leads,
        query=LeadsQuery,
        answer=LeadList,
        refusals=(422, 429),
        example="'{base}/api/leads?as_of=2022-11-30&days=31&limit=5'",
    ),
    Operation(
        path="/api/series",
        method="GET",
        id="list_series",
        summary="Which series are watched",
        description="Series by id, a page at a time: ask again with `cursor` set to `next` until that is null.",
        endpoint=record.all_series,
        query=SeriesQuery,
        answer=SeriesList,
        refusals=(422,),
        example="'{base}/api/series?q=colonies'",
    ),
    Operation(
        path="/api/series/{id}",
        method="GET",
        id="get_series",
        summary="One series",
        description="What is counted, how far the record reaches, its gaps, and its latest figure.",
        endpoint=record.one_series,
        query=OneSeriesQuery,
        answer=OneSeries,
        refusals=(404, 422),
        example="{base}/api/series/fsin/colonies",
    ),
    Operation(
        path="/api/observations",
        method="GET",
        id="observations",
        summary="The figures of a series, as of any moment",
        description=(
            "One figure a period, as published, with the release and the cell it was read from. "
            "Where `next` is not null, ask again with `from` set to it. Send `Accept: text/csv` for CSV; there the "
            "header Link leads to the rest."
        ),
        endpoint=record.observations,
        query=ObservationsQuery,
        answer=ObservationList,
        csv=True,
        refusals=(404, 422),
        example="'{base}/api/observations?series=fsin/colonies&as_of=2022-11-30&from=2020-01-01'",
    ),
    Operation(
        path="/api/history",
        method="GET",
        id="history",
        summary="What each figure of a series was, since when, and why it changed",
        description=(
            "Every step of every period's figure, the newest first: its value, the release and the cell, whether it "
            "left its table or came back, and, where it was restated, of which class, by which rule and why, as "
            "judged at `as_of`. Where `next` is not null, ask again with `to` set to it."
        ),
        endpoint=looking_back.history,
        query=HistoryQuery,
        answer=HistoryList,
        refusals=(404, 422, 429),
        example="'{base}/api/history?series=fsin/colonies&from=2022-01-01'",
    ),
    Operation(
        path="/api/diff",
        method="GET",
        id="diff",
        summary="Which figures of a source differ between two moments",
        description=(
            "New, restated, gone, back or written otherwise, each figure once, with the class of its last "
            "restatement between. Where `next` is not null, ask again with `cursor` set to it."
        ),
        endpoint=looking_back.diff,
        query=DiffQuery,
        answer=DiffList,
        refusals=(404, 422, 429),
        example="'{base}/api/diff?source=fsin&a=2022-10-31&b=latest'",
    ),
)
