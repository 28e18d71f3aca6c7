"""What `check --json` and `read --json` print has exactly the keys that are documented."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tallywire.cli import main
from tallywire.demo.pages import text as demo_text
from tallywire.desk import init
from tests.demo.played import Demo
from tests.docs.markdown import keys, sections, text_of

PAGE = sections(text_of("docs/reference/check-json.md"))
STATEMENTS = sections(text_of("docs/reference/statements.md"))

Json = dict[str, object]


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("article") / "article.txt"
    path.write_text(demo_text("article.txt"), encoding="utf-8")
    return str(path)


@contextlib.contextmanager
def _argv(*words: str) -> Iterator[None]:
    before = sys.argv
    sys.argv = ["tallywire", *words]
    try:
        yield
    finally:
        sys.argv = before


def printed(*words: str) -> Json:
    """The JSON object that a command prints."""
    out = io.StringIO()
    with _argv(*words), contextlib.redirect_stdout(out), pytest.raises(SystemExit):
        main()
    found = json.loads(out.getvalue())
    assert isinstance(found, dict)
    return found


def objects(value: object) -> list[Json]:
    assert isinstance(value, list)
    return [each for each in value if isinstance(each, dict)]


def test_check_prints_what_is_documented(demo: Demo, article: str) -> None:
    report = printed("check", article, "--published", "2022-11-21", "--newsroom", str(demo.folder), "--json")
    assert set(report) == set(keys(PAGE["tallywire.check/1"]))
    assert (report["schema"], report["basis"]) == ("tallywire.check/1", "simulated time")
    claims = objects(report["claims"])
    assert len(claims) == 10
    for claim in claims:
        assert set(claim) == set(keys(PAGE["A claim of check"]))
        statement = claim["statement"]
        assert isinstance(statement, dict)
        fields = {"kind", *keys(STATEMENTS[str(statement["kind"])])}
        assert set(statement) == fields
        for evidence in objects(claim["evidence"]):
            assert set(evidence) == set(keys(STATEMENTS["Evidence"]))
            for used in objects(evidence["used"]):
                assert set(used) == set(keys(STATEMENTS["observation"]))
        for alternative in objects(claim["alternatives"]):
            assert set(alternative) == {"series", "title", "actual"}
        if isinstance(claim["right"], dict):
            assert set(claim["right"]) == set(keys(STATEMENTS["amount"]))
    assert any(objects(claim["alternatives"]) for claim in claims)
    assert any(objects(claim["evidence"]) for claim in claims)


def test_check_in_real_time_names_the_basis(article: str, tmp_path: Path) -> None:
    folder = tmp_path / "newsroom"
    init(folder)
    report = printed("check", article, "--published", "2022-11-21", "--newsroom", str(folder), "--json")
    assert set(report) == set(keys(PAGE["tallywire.check/1"]))
    assert report["basis"] == "proven"


def test_read_prints_what_is_documented(article: str) -> None:
    report = printed("read", article, "--published", "2022-11-21", "--json")
    assert set(report) == set(keys(PAGE["tallywire.read/1"]))
    assert report["schema"] == "tallywire.read/1"
    claims = objects(report["claims"])
    assert claims
    for claim in claims:
        assert set(claim) == set(keys(PAGE["A claim of read"]))
        for key, heading in (("series", "A subject"), ("amount", "An amount of read"), ("right", "A right side")):
            inner = claim[key]
            if isinstance(inner, dict):
                assert set(inner) == set(keys(PAGE[heading])), key
    for key in ("series", "amount", "right"):
        assert any(isinstance(claim[key], dict) for claim in claims), key
