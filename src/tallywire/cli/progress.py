"""Progress on standard error, where someone is looking."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Step = Callable[[str], None]


@contextmanager
def counting(what: str, total: int) -> Iterator[Step]:
    """A bar of `total` steps that moves one for each call, with the call's word beside it.

    Silent where no one is looking.
    """
    if not sys.stderr.isatty():
        yield lambda word: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total)

        def step(word: str) -> None:
            progress.update(task, advance=1, description=f"{what} {word}")

        yield step


@contextmanager
def ticking(what: str) -> Iterator[Step]:
    """A line that counts, where it is not known how many steps there will be. Silent where no one is looking."""
    if not sys.stderr.isatty():
        yield lambda word: None
        return
    from rich.console import Console

    with Console(stderr=True).status(what) as status:
        counted = 0

        def step(word: str) -> None:
            nonlocal counted
            counted += 1
            status.update(f"{what}: {counted:,} files, {word}")

        yield step
