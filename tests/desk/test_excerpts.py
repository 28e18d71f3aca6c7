"""Bodies laid out for excerpts: once while kept, and never more of them than fits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tallywire.desk.excerpts import LaidOut
from tallywire.watch import Grid

SIZES = {"a": 40, "b": 40, "c": 10, "huge": 1000}


class Reading:
    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, release: str) -> tuple[Grid, ...]:
        self.read.append(release)
        return (Grid((("x",),) * (SIZES[release] // 2)), Grid((("y", "z"),) * (SIZES[release] // 4)))


def test_what_was_asked_for_last_is_kept_within_the_bound() -> None:
    reading = Reading()
    laid_out = LaidOut(reading, most=100)
    tables = laid_out.of("a")
    for release in ("b", "c", "a"):
        laid_out.of(release)
    assert reading.read == ["a", "b", "c"] and laid_out.of("a") is tables
    laid_out.of("huge")  # all others go, and it stays though it is larger than the bound
    laid_out.of("huge")
    assert reading.read == ["a", "b", "c", "huge"]
    laid_out.of("b")
    laid_out.of("c")
    laid_out.of("huge")
    assert reading.read[4:] == ["b", "c", "huge"]


def test_the_one_asked_for_longest_ago_goes_first() -> None:
    reading = Reading()
    laid_out = LaidOut(reading, most=90)
    for release in ("a", "b", "a", "c", "a", "b"):
        laid_out.of(release)
    assert reading.read == ["a", "b", "c"]
    laid_out.of("huge")
    assert laid_out.of("a") and reading.read == ["a", "b", "c", "huge", "a"]


def test_threads_share_it() -> None:
    reading = Reading()
    laid_out = LaidOut(reading, most=50)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(laid_out.of, list("abcabcabc") * 50))
    assert all(tables == reading(name) for tables, name in zip(found, list("abcabcabc") * 50, strict=True))
