"""What all tests share: one Hypothesis profile, names that all workers agree on, and the demo, played once.

No deadlines, for machines differ; under CI the same examples on every run.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from tests.demo.played import Demo, played

settings.register_profile("house", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "house")


LONG = (
    "tests/replay/",
    "tests/audit/test_axe.py",
    "tests/kills/",
    "tests/web/desk/test_browser.py",
    "tests/bench/",
    "tests/audit/test_lighthouse.py",
    "tests/fuzz/",
    "tests/docs/test_examples.py",
    "tests/desk/test_full_disk.py",
    "tests/demo/test_variants.py",
    "tests/audit/",
    "tests/web/desk/",
    "tests/desk/test_backup.py",
    "tests/desk/test_loop.py",
)
"""Files that take longest, first of all: one that is begun last is waited for with one core idle."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first; the order is otherwise as it was, and the same for every worker."""
    place = {start: number for number, start in enumerate(LONG)}
    items.sort(key=lambda item: next((n for start, n in place.items() if item.nodeid.startswith(start)), len(LONG)))


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes are numbered, not shown: packed ones differ from run to run, and workers must agree on names."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo as it was played once for all workers, in a copy of this one's own."""
    base = tmp_path_factory.getbasetemp()
    common = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return played(common, tmp_path_factory.mktemp("demo") / "newsroom")
