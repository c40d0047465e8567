"""A PDF as a scanner gives it: gray pages, a little askew, with specks, and no text."""

from __future__ import annotations

import io
import time
from typing import Any

import pypdfium2  # type: ignore[import-untyped]

from openimr.samples.chance import Chance

_DPI = 130


def scanned(pdf: bytes, seed: str) -> bytes:
    """The same pages as pictures. The same input gives the same bytes.

    Raises:
        ModuleNotFoundError: Pillow is not installed.
    """
    try:
        from PIL import Image
    except ModuleNotFoundError as fault:
        raise ModuleNotFoundError(
            "A scanned page needs the package Pillow; install openimr[service], or ask for scanned=False."
        ) from fault
    chance = Chance(f"scan {seed}")
    document = pypdfium2.PdfDocument(pdf)
    pages: list[Any] = []
    try:
        for page in document:
            sheet = page.render(scale=_DPI / 72).to_pil().convert("L")
            turn = (chance.between(4, 11) / 10) * (1 if chance.yes(0.5) else -1)
            sheet = sheet.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor=250)
            for _ in range(chance.between(25, 45)):
                spot = (chance.below(sheet.width), chance.below(sheet.height))
                sheet.putpixel(spot, chance.between(70, 160))
            pages.append(sheet.point([round(22 + value * 0.9) for value in range(256)]))
    finally:
        document.close()
    out = io.BytesIO()
    fixed = time.gmtime(0)
    pages[0].save(
        out, "PDF", resolution=_DPI, save_all=True, append_images=pages[1:], quality=70,
        creationDate=fixed, modDate=fixed,
    )  # fmt: skip
    return out.getvalue()
