"""Load by wrk: requests a second, and how long they take."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import msgspec

THREADS = 2
CONNECTIONS = 16

_RATE = re.compile(r"^Requests/sec:\s+([\d.]+)", re.MULTILINE)
_LATENCY = re.compile(r"^\s+(50|99)%\s+([\d.]+)(us|ms|s|m)\s*$", re.MULTILINE)
_BAD = re.compile(r"^\s+Non-2xx or 3xx responses: (\d+)", re.MULTILINE)
_LOST = re.compile(r"^\s+Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", re.MULTILINE)
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """An address to ask again and again. post: the body of a form; then it is sent by POST."""

    address: str
    headers: tuple[tuple[str, str], ...] = ()
    post: str = ""


class Load(msgspec.Struct, frozen=True):
    """requests: a second. half, most: milliseconds in which 50% and 99% of them were answered."""

    requests: float
    half: float
    most: float


def load(wrk: str, target: Target, *, seconds: float, folder: Path) -> Load:
    """Ask for `seconds` on 16 connections that are kept alive; raises RuntimeError if any answer was an error."""
    command = [wrk, f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--latency"]
    for name, value in target.headers:
        command += ["-H", f"{name}: {value}"]
    if target.post:
        script = folder / "post.lua"
        script.write_text(_script(target.post), encoding="ascii")
        command += ["-s", str(script)]
    done = subprocess.run([*command, target.address], capture_output=True, text=True, check=True)
    return parsed(done.stdout, target.address)


def parsed(output: str, address: str) -> Load:
    """What wrk printed, as figures."""
    rate = _RATE.search(output)
    latency = {which: float(value) * _UNITS[unit] for which, value, unit in _LATENCY.findall(output)}
    bad, lost = _BAD.search(output), _LOST.search(output)
    if rate is None or len(latency) != 2 or bad or (lost and any(int(count) for count in lost.groups())):
        raise RuntimeError(f"{address} did not answer every request:\n{output}")
    return Load(float(rate[1]), latency["50"], latency["99"])


def _script(body: str) -> str:
    """A form posted with every request; the body is plain ASCII, as percent-encoding leaves it."""
    return (
        'wrk.method = "POST"\n'
        'wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"\n'
        f'wrk.body = "{body}"\n'
    )
