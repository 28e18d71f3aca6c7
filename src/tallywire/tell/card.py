"""A card's SVG as a small PNG."""

from __future__ import annotations

import struct
import zlib

import vl_convert
from PIL import Image, ImageFile

COLOURS = 16
"""A card is paper, ink, grey and one accent, and what lies between them at the edges of letters."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def card_png(svg: str) -> bytes:
    """A PNG of at most 16 colours, the most frequent ones, in the size that the SVG gives.

    Raises ValueError where it is no SVG.
    """
    try:
        drawn = vl_convert.svg_to_png(svg)
    except RuntimeError as error:
        raise ValueError(f"a card cannot be drawn: {str(error).splitlines()[0]}") from None
    parser = ImageFile.Parser()
    parser.feed(drawn)
    return _png(_reduced(parser.close().convert("RGB")))


def _reduced(picture: Image.Image) -> Image.Image:
    """Every other colour becomes the nearest of the most frequent, so that those stay exactly as they are."""
    width, height = picture.size
    counted = picture.getcolors(width * height)
    assert counted is not None, "no picture has more colours than pixels"
    most = sorted(counted, reverse=True)[:COLOURS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([level for _, colour in most for level in _levels(colour)])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def _levels(colour: object) -> tuple[int, ...]:
    assert isinstance(colour, tuple), "an RGB picture has colours of three levels"
    return colour


def _png(picture: Image.Image) -> bytes:
    """PNG, ISO/IEC 15948: a palette and four bits a pixel. Pillow writes to files only; here everything is bytes."""
    width, height = picture.size
    packed = picture.tobytes("raw", "P;4")
    row = (width + 1) // 2
    lines = b"".join(b"\0" + packed[row * line : row * (line + 1)] for line in range(height))
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)),
            _chunk(b"PLTE", bytes(picture.getpalette("RGB") or ())[: 3 * COLOURS]),
            _chunk(b"IDAT", zlib.compress(lines, 7)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
