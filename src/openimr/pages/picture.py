"""A page of a PDF as a PNG picture; in this process, for the limited child."""

from __future__ import annotations

import ctypes
import math
import struct
import zlib

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from openimr.pages.limits import Limits
from openimr.pages.model import UnreadableFile
from openimr.pages.pdf import Bytes, open_document, open_page

_WHITE = 0xFFFFFFFF
#: Text on white compresses well even so; higher levels cost five times as much and save a tenth.
_LEVEL = 4
_GRAY, _COLOR = 0, 2


def png_of(data: Bytes, number: int, scale: float, limits: Limits) -> bytes | None:
    """Page ``number`` at ``scale`` pixels a point, or at less to keep within ``limits.pixels``; None: no such page."""
    with open_document(data, limits) as (document, count):
        if not 1 <= number <= count:
            return None
        with open_page(document, number, count) as page:
            across, down = _size(
                pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page), scale, limits
            )
            bitmap = pdfium.FPDFBitmap_CreateEx(across, down, pdfium.FPDFBitmap_BGR, None, 0)
            if not bitmap:
                raise MemoryError
            try:
                pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, _WHITE)
                flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
                pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, across, down, 0, flags)
                stride = pdfium.FPDFBitmap_GetStride(bitmap)
                pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * down)
            finally:
                pdfium.FPDFBitmap_Destroy(bitmap)
    return _png(pixels, across, down, stride)


def _size(width: float, height: float, scale: float, limits: Limits) -> tuple[int, int]:
    if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
        raise UnreadableFile("truncated", "The page has no size, so it is damaged and cannot be shown.")
    area = width * height * scale * scale
    if area > limits.pixels:
        scale *= math.sqrt(limits.pixels / area)
    across, down = max(1, int(width * scale)), max(1, int(height * scale))
    # A page may be a hair wide and a mile high.
    return min(across, limits.pixels // down or 1), min(down, limits.pixels)


def _png(pixels: bytes, across: int, down: int, stride: int) -> bytes:
    """RGB rows as a PNG (ISO/IEC 15948); in gray, a third of the size, where no pixel has a color."""
    if stride != 3 * across:
        pixels = b"".join([pixels[row * stride : row * stride + 3 * across] for row in range(down)])
    kind, wide = _COLOR, 3 * across
    red = pixels[0::3]
    if red == pixels[1::3] and red == pixels[2::3]:
        pixels, kind, wide = red, _GRAY, across
    rows = b"".join([b"\0" + pixels[at : at + wide] for at in range(0, wide * down, wide)])
    header = struct.pack(">IIBBBBB", across, down, 8, kind, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows, _LEVEL))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
