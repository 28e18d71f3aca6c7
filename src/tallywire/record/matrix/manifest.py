"""What a matrix on disk consists of. It is written last, in one rename: until then the old one stands."""

from __future__ import annotations

import zlib
from pathlib import Path

import msgspec

from tallywire.record.matrix.axis import Axis

NAME = "matrix.json"
SCHEMA = "tallywire.matrix/1"


class Part(msgspec.Struct, frozen=True):
    """A file with a checksum of what was written to it."""

    name: str
    size: int
    crc: int


class Base(msgspec.Struct, frozen=True):
    """A block's files: `NAME.values.npy`, `.mask.npy`, `.seq.npy` and `.scale.npy`, with room to spare, and `.ids`.

    first: the place of the first column on the axis. rows, columns: how many are in use.
    """

    name: str
    axis: Axis
    first: int
    rows: int
    columns: int


class Manifest(msgspec.Struct, frozen=True):
    """table: of which table of observations. mark: the seq up to which its rows are in.

    series: a checksum of the series and their frequencies, which decide where a figure is put.
    """

    table: str
    mark: int
    series: int
    generation: int
    bases: tuple[Base, ...]
    aside: Part
    patches: tuple[Part, ...] = ()
    schema: str = SCHEMA


_decoder = msgspec.json.Decoder(Manifest)


def read(folder: Path) -> Manifest | None:
    """The manifest; None where there is none that fits."""
    try:
        found = _decoder.decode((folder / NAME).read_bytes())
    except (OSError, msgspec.MsgspecError):
        return None
    return found if found.schema == SCHEMA else None


def write(folder: Path, manifest: Manifest) -> None:
    new = folder / f"{NAME}.new"
    new.write_bytes(msgspec.json.encode(manifest))
    new.replace(folder / NAME)


def write_part(folder: Path, name: str, body: bytes) -> Part:
    (folder / name).write_bytes(body)
    return Part(name, len(body), zlib.crc32(body))


def read_part(folder: Path, part: Part) -> bytes:
    """Raises ValueError where the file is not as it was written, FileNotFoundError where it is gone."""
    body = (folder / part.name).read_bytes()
    if (len(body), zlib.crc32(body)) != (part.size, part.crc):
        raise ValueError(f"{part.name} is not as it was written")
    return body
