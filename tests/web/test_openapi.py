"""The OpenAPI document, schemathesis on what it says, and the pages that tell the same."""

from __future__ import annotations

import json
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from starlette.testclient import TestClient

from tallywire.web import app
from tallywire.web.api import WAYS
from tallywire.web.api.openapi import document, parameters
from tallywire.web.api.operations import OPERATIONS
from tests.demo.played import Demo
from tests.needs import ROOT
from tests.web.serving import GENEROUS

Asked = schemathesis.Case[Any]
DOCUMENT = json.loads(document())


@pytest.fixture(scope="session")
def api(demo: Demo) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_asgi(
        "/api/openapi.json", app(demo.folder, limits=GENEROUS, hosts=["testserver"])
    )


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("method", "path"), [(each.method, each.path) for each in OPERATIONS])
def test_what_the_document_says_is_so(
    api: schemathesis.BaseSchema, method: str, path: str, mode: schemathesis.GenerationMode
) -> None:
    """All of schemathesis' checks, on requests that fit and on ones that do not."""

    @given(case=api[path][method].as_strategy(generation_mode=mode))
    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    def asked(case: Asked) -> None:
        case.call_and_validate()

    asked()


def test_the_document_is_served_as_it_is(client: TestClient) -> None:
    assert client.get("/api/openapi.json").json() == DOCUMENT
    assert DOCUMENT["openapi"] == "3.1.0"


def test_every_operation_is_routed_and_described() -> None:
    routed = {(path.replace("{id:path}", "{id}"), method) for path, methods, _ in WAYS for method in methods}
    described = {(path, method.upper()) for path, methods in DOCUMENT["paths"].items() for method in methods}
    assert described == {(each.path, each.method) for each in OPERATIONS}
    assert routed == described | {("/api", "GET"), ("/api/openapi.json", "GET")}
    for methods in DOCUMENT["paths"].values():
        for told in methods.values():
            assert told["summary"] and told["description"]
            assert all(parameter["description"] for parameter in told["parameters"])


def test_its_schemas_are_schemas() -> None:
    for name, shape in DOCUMENT["components"]["schemas"].items():
        jsonschema.Draft202012Validator.check_schema(shape)
        assert shape.get("description") or "enum" in shape or shape.get("properties") is not None, name


def test_the_page_tells_every_operation_and_field(client: TestClient) -> None:
    text = client.get("/api").text
    for each in OPERATIONS:
        assert f"{each.method} {each.path}" in text
        for parameter in parameters(each.body or each.query):
            assert f"<code>{parameter['name']}</code>" in text


def test_the_reference_tells_every_operation_and_field() -> None:
    text = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    for each in OPERATIONS:
        assert f"## {each.method} {each.path}" in text
        section = text.split(f"## {each.method} {each.path}")[1].split("\n## ")[0]
        for parameter in parameters(each.body or each.query):
            assert f"`{parameter['name']}`" in section, (each.path, parameter["name"])
