"""The command line: thin. Every command opens a newsroom or reads a text, calls one room, and prints."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper


def main() -> None:
    """Run a command; what a user can cause ends in one line on standard error, never in a traceback."""
    from tallywire.cli.say import say
    from tallywire.errors import TallywireError

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal of another encoding, or a file name that is no text, must not end a command.
            stream.reconfigure(errors="backslashreplace")
    try:
        from tallywire.cli.app import app

        app(prog_name="tallywire")
    except TallywireError as error:
        say(f"tallywire: {error.message}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        say(f"tallywire: {where}{error.strerror or error}", err=True)
        sys.exit(74)
