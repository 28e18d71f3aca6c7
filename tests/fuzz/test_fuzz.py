"""Any bytes give figures that stand in their cells, or an error that says why not: nothing falls over or hangs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import needs
from tests.fuzz.targets import APART, HERE, TARGETS, Target

RUNS = 15_000
SECONDS = 300
"""A bound against a hang, many times what the runs take."""
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]
PIECES = (
    *(
        b"",
        b"\0",
        b'"',
        b",",
        b";",
        b"\t",
        b"\r",
        b"\n",
        b"<",
        b">",
        b"</td>",
        b"<td colspan=9>",
        b"{",
        b"}",
        b"[",
        b"]",
    ),
    *(
        b"null",
        b"1e9",
        b"-0",
        b"9" * 40,
        b"2022",
        b"2022/23",
        b"Q3",
        b"\xd0\xb3.",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xc2\xb9",
    ),
    *(
        b"&#0;",
        b"<!--",
        b"<![CDATA[",
        b"PK\x03\x04",
        b"NaN",
        b"Infinity",
        b"\xf0\x9f\x92\xa3",
        b"\xed\xa0\x80",
        b"'" * 9,
    ),
)


@st.composite
def mutated(draw: st.DrawFn, target: Target) -> bytes:
    """A sound body with up to a dozen places changed, left out, doubled or replaced by what parsers dislike."""
    body = bytearray(draw(st.sampled_from(target.seeds)))
    for _ in range(draw(st.integers(1, 12))):
        at = draw(st.integers(0, len(body)))
        size = draw(st.integers(0, 20))
        match draw(st.integers(0, 3)):
            case 0:
                body[at : at + size] = draw(st.binary(max_size=4))
            case 1:
                body[at:at] = draw(st.sampled_from(PIECES))
            case 2:
                body[at:at] = body[at : at + size] * draw(st.integers(1, 4))
            case _:
                del body[at : at + size]
    return bytes(body)


@pytest.mark.parametrize("name", HERE)
@given(data=st.data())
@settings(deadline=None, max_examples=150, suppress_health_check=QUIET)
def test_a_body_that_was_damaged_is_read_or_told(name: str, data: st.DataObject) -> None:
    TARGETS[name].check(data.draw(mutated(TARGETS[name])))


@pytest.mark.parametrize("name", HERE)
@given(
    body=st.one_of(st.binary(max_size=600), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
)
@settings(deadline=None, max_examples=100)
def test_any_bytes_are_read_or_told(name: str, body: bytes) -> None:
    TARGETS[name].check(body)


@pytest.mark.parametrize("name", APART)
@given(data=st.data())
@settings(deadline=None, max_examples=4, suppress_health_check=QUIET)
def test_a_file_that_is_read_apart_and_was_damaged_is_read_or_told(name: str, data: st.DataObject) -> None:
    TARGETS[name].check(data.draw(mutated(TARGETS[name])))


@pytest.mark.parametrize("name", TARGETS)
def test_what_fuzzing_starts_from_is_sound(name: str) -> None:
    """Something is read from each seed: a fuzzer that starts from rubbish stays there."""
    assert [TARGETS[name].check(seed) for seed in TARGETS[name].seeds] == [True] * len(TARGETS[name].seeds)
    assert (Path(__file__).parent / f"{name}.py").exists()


def test_inputs_that_coverage_guides_to_are_read_or_told() -> None:
    needs.module("atheris")
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.every", f"-atheris_runs={RUNS}"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    assert f"Done {RUNS} in" in done.stderr
