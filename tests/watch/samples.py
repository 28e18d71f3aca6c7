"""Source files for tests, put together from a head, tables and series."""

from __future__ import annotations

from tallywire.watch import Source, load_source

HEAD = """
id = "prisons"
name = "Federal Penitentiary Service"
address = "https://stat.example.org/counts"
"""
COLONIES = """
[[series]]
slug = "colonies"
title = "people in correctional colonies"
unit = "people"
kind = "stock"
frequency = "M"
"""


def source_of(more: str = "", series: str = COLONIES, media: str = "csv") -> Source:
    return load_source(f'{HEAD}media = "{media}"\n{more}\n{series}', "prisons.toml")


def html_of(rows: list[list[str]]) -> bytes:
    lines = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    return f"<!doctype html><meta charset=utf-8><table>{lines}</table>".encode()
