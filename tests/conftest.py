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


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes are named by their length: packed ones differ from run to run, and workers must agree on names."""
    return f"{argname}-{len(val)}-bytes" if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo as it was played once for all workers, in a copy of this one's own."""
    base = tmp_path_factory.getbasetemp()
    common = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return played(common, tmp_path_factory.mktemp("demo") / "newsroom")
