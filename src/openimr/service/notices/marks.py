"""The QR mark on every page of a notice: which case, which kind. Made here, and read here when paper comes back."""

from __future__ import annotations

import re

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from openimr.service.notices.model import NoticeRefused

_MARK = re.compile(r"OPENIMR:(?P<case>[A-Z0-9-]{4,40}):(?P<code>[A-Z0-9-]{1,20})")


def payload(case_number: str, code: str) -> str:
    """What the mark of a notice says, such as ``OPENIMR:CM26-0000123:N6``.

    Raises:
        NoticeRefused: the case number or the code has characters that a mark can't hold.
    """
    text = f"OPENIMR:{case_number.upper()}:{code.upper()}"
    if not _MARK.fullmatch(text):
        raise NoticeRefused(
            f"The case number {case_number!r} can't be put on paper as a mark; letters, digits and hyphens only."
        )
    return text


def read(text: str) -> tuple[str, str] | None:
    """Case number and code of the notice that a mark says, or ``None`` where it is none of ours."""
    found = _MARK.fullmatch(text.strip())
    return (found["case"], found["code"]) if found else None


def svg(case_number: str, code: str) -> str:
    """The mark as a picture: one path, no margin; the same text gives the same picture."""
    code_ = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code_.add_data(payload(case_number, code))
    code_.make(fit=True)
    rows = code_.get_matrix()
    size = len(rows)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}">'
        f'<path d="{path}" fill="#000"/></svg>'
    )
