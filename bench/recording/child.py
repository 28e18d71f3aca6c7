"""One contender, one task, in a process of its own: `python -m bench.recording.child` with a task as JSON.

Says what it took and what it answered, as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from datetime import datetime
from importlib import import_module
from pathlib import Path


def main(asked: dict[str, str | list[str]]) -> dict[str, object]:
    contender = import_module(f"bench.recording.{asked['who']}")
    folder = Path(str(asked["folder"]))
    seconds: list[float] = []
    answers: list[object] = []
    if asked["task"] == "append":
        for number, path in enumerate(asked["releases"]):
            rows = contender.load(Path(path))
            began = time.perf_counter()
            contender.append(folder, rows, number)
            seconds.append(time.perf_counter() - began)
            answers.append(contender.count(folder))
    elif asked["task"] == "one":
        moment = datetime.fromisoformat(str(asked["moment"]))
        for series in asked["series"]:
            began = time.perf_counter()
            answers.append(contender.one(folder, series, moment))
            seconds.append(time.perf_counter() - began)
    else:
        arguments = [datetime.fromisoformat(str(asked["moment"]))] if "moment" in asked else []
        began = time.perf_counter()
        answers.append(getattr(contender, str(asked["task"]))(folder, *arguments))
        seconds.append(time.perf_counter() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "answers": answers, "peak": peak}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(json.loads(sys.argv[1]))))
