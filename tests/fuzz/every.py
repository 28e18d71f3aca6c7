"""Fuzz every parser but those that take a process of their own: python -m tests.fuzz.every -atheris_runs=10000."""

from __future__ import annotations

from tests.fuzz.harness import main

if __name__ == "__main__":
    main("every")
