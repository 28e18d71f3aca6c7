"""Fuzz one parser: python -m tests.fuzz.pdf -atheris_runs=10000."""

from __future__ import annotations

from tests.fuzz.harness import main

if __name__ == "__main__":
    main("pdf")
