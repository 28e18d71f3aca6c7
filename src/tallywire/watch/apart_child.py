"""The child's side of `apart`: a script that imports only the module that reads, so that it starts at once.

Arguments: the name of a module of this room with `tables(body, settings)`, and the settings in JSON. It reads the
body from standard input and writes one JSON object to standard output: `tables`, or `refused` and `hint`.
"""

from __future__ import annotations

import errno
import importlib
import json
import resource
import sys
from contextlib import suppress
from pathlib import Path
from types import ModuleType, TracebackType


def main() -> None:
    settings = json.loads(sys.argv[2])
    _limit(settings)
    sys.excepthook = _tell_failure
    room = Path(__file__).resolve().parent
    # The packages without what they import, which is all of the program.
    for name, folder in (("tallywire", room.parent), ("tallywire.watch", room)):
        package = ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package
    reader = importlib.import_module(f"tallywire.watch.{sys.argv[1]}_tables")
    from tallywire.errors import TableError

    try:
        laid = reader.tables(sys.stdin.buffer.read(), settings)
    except TableError as error:
        _tell({"refused": error.what, "hint": error.hint})
        return
    _tell({"tables": [{"caption": caption, "rows": rows, "spanned": spanned} for caption, rows, spanned in laid]})


def _limit(settings: dict[str, int]) -> None:
    seconds = settings["cpu_seconds"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with suppress(ValueError, OSError):  # macOS has no limit of address space
        resource.setrlimit(resource.RLIMIT_AS, (settings["memory"], settings["memory"]))


def _tell(answer: dict[str, object]) -> None:
    # Lone surrogates, which a file can hold, are no JSON text.
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def _tell_failure(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What a reader's own library raised: the file is not what it is said to be, or is damaged.

    Nothing is said where memory ran out, which the system may tell by an error of its own: the parent says it.
    """
    if not issubclass(kind, MemoryError) and not (isinstance(error, OSError) and error.errno == errno.ENOMEM):
        said = " ".join(str(error).split())[:200]
        _tell({"refused": f"it cannot be read ({kind.__name__}{': ' if said else ''}{said})"})


if __name__ == "__main__":
    main()
