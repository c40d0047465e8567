"""A letter as a PDF with the look of the published ones, typeset by typst.

Lines and pages break where typst breaks them, so a heading or a paragraph may well go over a page's
end. The same letter gives the same bytes.
"""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import resources

import typst

from openimr.letters.model import Determination
from openimr.letters.writing import typesetting
from openimr.samples.model import Style
from openimr.samples.typesetting.blocks import blocks

#: The owner password of encrypted samples; the user password is empty, so that anybody can open them.
_OWNER_PASSWORD = "samples"  # noqa: S105 - protects nothing


def pdf(determination: Determination, style: Style, *, encrypted: bool = False) -> bytes:
    """The PDF form of a letter.

    Raises:
        ModuleNotFoundError: ``encrypted`` is wanted and ``pypdf`` is not installed.
    """
    data = {
        "title": determination.case_number or "Final Determination Letter",
        "hyphenate": False,
        "blocks": [asdict(block) for block in blocks(determination, style)],
    }
    template = resources.files(__package__).joinpath("letter.typ").read_bytes()
    typesetting.note_started()  # the service typesets samples before it forks its web processes
    made = typst.compile(
        template,
        format="pdf",
        sys_inputs={"letter": json.dumps(data)},
        timestamp=datetime.fromtimestamp(0, UTC),
    )
    if not isinstance(made, bytes):  # pragma: no cover - one file, no output path: always bytes
        raise TypeError("typst gave no PDF")
    return _locked(made) if encrypted else made


def _locked(plain: bytes) -> bytes:
    """The PDF with an owner password and an empty user password, as published letters have.

    RC4 needs no package for cryptography; the passwords protect nothing here.
    """
    try:
        from pypdf import PdfReader, PdfWriter
    except ModuleNotFoundError as fault:
        raise ModuleNotFoundError(
            "An encrypted sample needs the package pypdf; install it, or ask for encrypted=False."
        ) from fault
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(plain)))
    writer.encrypt(user_password="", owner_password=_OWNER_PASSWORD, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
