"""One parser under atheris: coverage-guided inputs from a fixed seed, a limit on the time of each and on memory."""

from __future__ import annotations

import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

SECONDS = 5.0
"""Of processor time for one input, a thousand times what is usual. A hang is for whoever runs this to end."""
MEGABYTES = 2048
LENGTH = 4096


def main(name: str) -> None:
    """Fuzz the target `name`, or every one; the command line is libFuzzer's, such as -atheris_runs=10000."""
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=["tallywire.watch"]):
        from tests.fuzz.targets import EVERY, TARGETS
    target = EVERY if name == "every" else TARGETS[name]

    def once(body: bytes) -> None:
        began = time.process_time()
        target.check(body)
        took = time.process_time() - began
        assert took < SECONDS, f"{took:.1f} seconds of processor time"

    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(target.seeds):
            (Path(folder) / str(number)).write_bytes(seed)
        # libFuzzer's own time limit is an alarm, which can also ring while the interpreter is taken down: far off.
        own = [
            "-timeout=10000",
            f"-artifact_prefix={folder}/",
            f"-rss_limit_mb={MEGABYTES}",
            f"-max_len={LENGTH}",
            "-seed=1",
            "-verbosity=0",
        ]
        atheris.Setup([sys.argv[0], *own, *sys.argv[1:], folder], once)
        atheris.Fuzz()
