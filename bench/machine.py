"""The machine and the versions that figures were taken on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

import msgspec

PACKAGES = ("tallywire", "starlette", "uvicorn", "httptools", "uvloop", "jinja2", "msgspec", "vl-convert-python")


class Machine(msgspec.Struct, frozen=True):
    """cores: that this process may use. load: of the last minute, when the benchmark began."""

    cores: int
    processor: str
    memory_gib: float
    system: str
    python: str
    load: float
    versions: dict[str, str]


def machine() -> Machine:
    """This machine as it is now."""
    return Machine(
        cores=len(os.sched_getaffinity(0)),
        processor=_processor(),
        memory_gib=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        load=round(os.getloadavg()[0], 2),
        versions={name: version(name) for name in PACKAGES},
    )


def in_words(machine: Machine) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in machine.versions.items())
    return (
        f"{machine.cores} cores ({machine.processor}), {machine.memory_gib} GiB, {machine.system}, "
        f"Python {machine.python}\n{versions}\nload before: {machine.load}"
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
