"""`python -m bench`: Tallywire beside its peers in one run."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from bench import peers
from bench.loopback.measure import looping
from bench.machine import in_words, machine
from bench.measured import Measured
from bench.newsroom import newsroom
from bench.publish import publishing
from bench.recording.measure import recording
from bench.serve import serving
from bench.start import starting
from bench.table import as_json, table
from tallywire.cli.say import say

HERE = Path(__file__).parent
PARTS = ("publish", "start", "serve", "record", "watch")
OF_BRIEFS = {"publish", "start", "serve"}
OBSERVATIONS = (1_000_000, 24_000_000)
SOURCES = 10_000


def main(arguments: list[str]) -> int:
    asked = _parser().parse_args(arguments)
    briefs = asked.briefs or (300 if asked.quick else 10_000)
    runs, seconds = (1, 2.0) if asked.quick else (asked.runs, asked.seconds)
    wanted = asked.only or PARTS
    wrk = shutil.which("wrk")
    if wrk is None and "serve" in wanted:
        say("wrk is missing: install Debian's package wrk, or name the other parts with --only")
        return 2
    here = machine()
    say(f"{in_words(here)}\n")
    asked.work.mkdir(parents=True, exist_ok=True)
    found: list[Measured] = []
    with tempfile.TemporaryDirectory(dir=asked.work) as scratch:
        work = Path(scratch)
        if OF_BRIEFS.intersection(wanted):
            say(f"Making a newsroom of {briefs:,} briefs ...")
            folder = newsroom(asked.work / f"newsroom-{briefs}", briefs)
        if "publish" in wanted:
            say("Publishing ...")
            pelican = None if asked.no_peers else peers.environment()
            found += publishing(folder, work, pelican=pelican, runs=runs, first_runs=asked.first_runs)
        elif OF_BRIEFS.intersection(wanted) and not (folder / "site" / "index.html").is_file():
            say("Publishing what is to be served ...")
            publishing(folder, work, pelican=None, runs=0, first_runs=1)
        if "start" in wanted:
            say("Starting ...")
            found += starting(folder, work, runs=runs)
        if "serve" in wanted and wrk is not None:
            say("Serving ...")
            found += serving(folder, work, wrk, runs=runs, seconds=seconds)
        if "record" in wanted:
            python = None if asked.no_peers else peers.environment().with_name("python")
            for observations in asked.observations or ((100_000,) if asked.quick else OBSERVATIONS):
                say(f"Recording {observations:,} observations ...")
                found += recording(asked.work, observations, peers=python, runs=min(runs, 3), say=say)
        if "watch" in wanted:
            sources = asked.sources or (200 if asked.quick else SOURCES)
            say(f"Watching {sources:,} sources ...")
            found += looping(work, sources, runs=min(runs, 3))
    say(f"\n{table(found)}")
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_bytes(as_json(here, {"briefs": briefs, "runs": runs, "first_runs": asked.first_runs}, found))
    say(f"\n{asked.out}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=PARTS, help="measure this part; may be given again")
    parser.add_argument("--briefs", type=int, default=0, help="how many are published (10,000; 300 with --quick)")
    parser.add_argument(
        "--observations", type=int, action="append", help="sizes of the record (1 and 24 million); may be given again"
    )
    parser.add_argument("--sources", type=int, default=0, help="how many are watched (10,000; 200 with --quick)")
    parser.add_argument("--quick", action="store_true", help="one short run of everything: shows that it runs")
    parser.add_argument("--runs", type=int, default=5, help="runs of each figure (5)")
    parser.add_argument("--first-runs", type=int, default=1, help="runs of publishing from nothing (1)")
    parser.add_argument("--seconds", type=float, default=5, help="seconds of load in each run (5)")
    parser.add_argument(
        "--no-peers", action="store_true", help="leave out Pelican and DuckDB, which are installed for this"
    )
    parser.add_argument("--work", type=Path, default=HERE / ".work", help="where newsrooms are made and kept")
    parser.add_argument("--out", type=Path, default=HERE / "results" / "latest.json", help="the figures as JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
