"""The OpenAPI 3.1 document, made from the operations and from the values they take and give."""

from __future__ import annotations

from functools import cache

import msgspec

from tallywire import __version__
from tallywire.web.api.operations import OPERATIONS, Operation
from tallywire.web.failures import PROBLEM, Problem
from tallywire.web.refusals import title

Json = dict[str, object]

REF = "#/components/schemas/{name}"

_ALWAYS = (400, 405, 421, 500, 503)

_MEANINGS = {
    400: "The request cannot be read.",
    404: "There is no such series, source, release or period.",
    405: "The address does not take this method.",
    408: "The request did not arrive in time.",
    413: "The text, or the request, is too long.",
    415: "The body is not JSON.",
    421: "The server does not answer to the name in the Host header.",
    422: "A field or parameter does not fit; the detail names it.",
    429: "Too many requests from this address; Retry-After says when to try again.",
    500: "A fault of the server.",
    503: "The server, or the newsroom, is busy.",
}


@cache
def document() -> bytes:
    """The document as JSON; the server's own address is left to the reader, who has it."""
    _, components = msgspec.json.schema_components((*_values(), Problem), ref_template=REF)
    paths: dict[str, dict[str, Json]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "Tallywire",
                "version": __version__,
                "description": (
                    "Checks the numbers in any text against archived official statistics, and gives the record "
                    "itself. Decimals are strings; nothing that is sent is kept. No key is needed, and any page may "
                    "ask; how often is bounded by address."
                ),
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            },
            "servers": [{"url": "/"}],
            "paths": paths,
            "components": {"schemas": components},
        }
    )


def _values() -> list[type[msgspec.Struct]]:
    """What the operations take and give, each once."""
    bodies = [each.body for each in OPERATIONS if each.body is not None]
    return list(dict.fromkeys((*bodies, *(each.answer for each in OPERATIONS))))


def parameters(query: type[msgspec.Struct] | None) -> list[Json]:
    """The fields of a query as parameters."""
    if query is None:
        return []
    (_,), components = msgspec.json.schema_components((query,), ref_template=REF)
    schema = components[query.__name__]
    required = schema.get("required", [])
    found: list[Json] = []
    for name, field in schema["properties"].items():
        shape = {key: value for key, value in field.items() if key != "description"}
        # A text that is left out has no default to be sent.
        if shape.get("default") == "":
            del shape["default"]
        found.append(
            {
                "name": name,
                "in": "query",
                "required": name in required,
                "description": field.get("description", "A series' id." if name == "series" else ""),
                "schema": shape,
            }
        )
    return found


def _operation(operation: Operation) -> Json:
    described: Json = {
        "operationId": operation.id,
        "summary": operation.summary,
        "description": operation.description,
        "parameters": _path_parameters(operation) + parameters(operation.query),
        "responses": {
            "200": _answer(operation),
            **({"304": {"description": "Unchanged since the ETag sent."}} if operation.method == "GET" else {}),
            **{str(status): _refusal(status) for status in sorted({*_ALWAYS, *operation.refusals})},
        },
    }
    if operation.body is not None:
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": REF.format(name=operation.body.__name__)}}},
        }
    return described


def _path_parameters(operation: Operation) -> list[Json]:
    if "{id}" not in operation.path:
        return []
    return [
        {
            "name": "id",
            "in": "path",
            "required": True,
            "description": "The series' id; its slashes stay as they are.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 300},
            "example": "fsin/colonies",
        }
    ]


def _answer(operation: Operation) -> Json:
    content: Json = {"application/json": {"schema": {"$ref": REF.format(name=operation.answer.__name__)}}}
    if operation.csv:
        content["text/csv"] = {"schema": {"type": "string"}}
    headers: Json = {}
    if operation.method == "GET":
        headers["ETag"] = {"description": "Of these bytes.", "schema": {"type": "string"}}
    return {"description": operation.summary, "content": content, **({"headers": headers} if headers else {})}


def _refusal(status: int) -> Json:
    if status == 421:
        return {"description": _MEANINGS[421], "content": {"text/plain": {"schema": {"type": "string"}}}}
    schema = {"$ref": REF.format(name=Problem.__name__)}
    told: Json = {"description": _MEANINGS[status] or title(status), "content": {PROBLEM: {"schema": schema}}}
    if status in (429, 503):
        told["headers"] = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer", "minimum": 1}}}
    if status == 405:
        told["headers"] = {"Allow": {"description": "What it takes.", "schema": {"type": "string"}}}
    return told
