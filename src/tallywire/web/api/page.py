"""/api: the API for people, and /api/openapi.json for programs."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from tallywire.web.api.openapi import document, parameters
from tallywire.web.api.operations import OPERATIONS, Operation
from tallywire.web.api.told import JSON
from tallywire.web.house import house
from tallywire.web.render import page
from tallywire.web.shown import shown


class Field(msgspec.Struct, frozen=True):
    """A parameter or a field of a body, in words."""

    name: str
    words: str
    needed: bool


class Described(msgspec.Struct, frozen=True):
    """An operation as the page tells it."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    fields: tuple[Field, ...]
    answer: str
    example: str


async def openapi(request: Request) -> Response:
    return shown(request, document(), JSON)


async def about(request: Request) -> Response:
    """The page that tells what can be asked, with an example of each."""
    own = house(request)
    settings = (await own.snapshot()).newsroom.settings
    base = settings.address.rstrip("/")
    return await page(
        request,
        "api.html",
        {
            "operations": tuple(_described(operation, base) for operation in OPERATIONS),
            "checks": own.limits.checks_a_minute,
            "base": base,
        },
        title="The API",
        description="Check texts and read the record by program: addresses, fields and examples.",
        here="api",
        headers={"Cache-Control": "no-cache"},
    )


def _described(operation: Operation, base: str) -> Described:
    return Described(
        operation.id,
        operation.method,
        operation.path,
        operation.summary,
        operation.description,
        tuple(_field(each) for each in parameters(operation.body or operation.query)),
        f"{operation.answer.__name__}{', or CSV' if operation.csv else ''}",
        "curl " + operation.example.replace("{base}", base),
    )


def _field(parameter: dict[str, object]) -> Field:
    schema = parameter["schema"]
    assert isinstance(schema, dict)
    words = str(parameter["description"])
    if "minimum" in schema and "maximum" in schema:
        words += f" From {schema['minimum']} to {schema['maximum']}."
    if "default" in schema:
        words += f" Left out: {schema['default']}."
    return Field(str(parameter["name"]), words, bool(parameter["required"]))
