"""One parser under atheris: coverage-guided inputs from a fixed seed, a time limit for each and a limit on memory."""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path

SECONDS = 20
"""For one input; libFuzzer ends the process past it."""
MEGABYTES = 2048
LENGTH = 4096


def main(name: str) -> None:
    """Fuzz the target `name`, or every one; the command line is libFuzzer's, such as -atheris_runs=10000."""
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=["tallywire.watch"]):
        from tests.fuzz.targets import EVERY, TARGETS
    target = EVERY if name == "every" else TARGETS[name]
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(target.seeds):
            (Path(folder) / str(number)).write_bytes(seed)
        own = [f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}", f"-max_len={LENGTH}", "-seed=1", "-verbosity=0"]
        atheris.Setup([sys.argv[0], *own, *sys.argv[1:], folder], lambda body: (target.check(body), None)[1])
        atheris.Fuzz()
