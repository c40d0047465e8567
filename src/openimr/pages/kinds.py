"""What a file is, by its content: a PDF, text, or something to be refused by its name.

Only the first bytes are looked at, and the names of files inside a container, which stand there
uncompressed; nothing is unpacked or parsed.
"""

from __future__ import annotations

import re
from typing import Literal

from openimr.pages.model import UnreadableFile

#: The header may stand anywhere in the first 1,024 bytes (ISO 32000-1, annex H.3, note 13).
HEADER_WITHIN = 1024

_AS_PDF = "export it as a PDF and give that"
_AS_TEXT_PDF = "run OCR over it, so that it becomes a PDF with a text layer, and give that"
_OPEN_FIRST = "take the letter out of it and give that"

#: First bytes, what they announce, and what to do.
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"{\\rtf", "an RTF file", _AS_PDF),
    (b"\xffWPC", "a WordPerfect file", _AS_PDF),
    (b"%!PS", "a PostScript file", _AS_PDF),
    (b"\x89PNG\r\n\x1a\n", "an image (PNG)", _AS_TEXT_PDF),
    (b"\xff\xd8\xff", "an image (JPEG)", _AS_TEXT_PDF),
    (b"GIF8", "an image (GIF)", _AS_TEXT_PDF),
    (b"II*\x00", "an image (TIFF)", _AS_TEXT_PDF),
    (b"MM\x00*", "an image (TIFF)", _AS_TEXT_PDF),
    (b"\x97JB2\r\n\x1a\n", "an image (JBIG2)", _AS_TEXT_PDF),
    (b"\x1f\x8b", "a compressed file (gzip)", _OPEN_FIRST),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7-Zip)", _OPEN_FIRST),
    (b"Rar!\x1a\x07", "an archive (RAR)", _OPEN_FIRST),
    (b"BZh", "a compressed file (bzip2)", _OPEN_FIRST),
    (b"\xfd7zXZ\x00", "a compressed file (xz)", _OPEN_FIRST),
    (b"\x28\xb5\x2f\xfd", "a compressed file (Zstandard)", _OPEN_FIRST),
    (b"SQLite format 3\x00", "a database (SQLite)", _OPEN_FIRST),
    (b"\x7fELF", "a program", "give a letter as a PDF or as text"),
)

#: Names of streams inside an OLE 2 container (Microsoft's compound file), in UTF-16 as they stand there.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: tuple[tuple[str, str, str], ...] = (
    (
        "EncryptedPackage",
        "an Office file locked with a password",
        "open it there, export it as a PDF and give that",
    ),
    ("__substg1.0_", "an e-mail (Outlook .msg)", _OPEN_FIRST),
    ("WordDocument", "a Word file (.doc)", _AS_PDF),
    ("Workbook", "a spreadsheet (Excel .xls)", _AS_PDF),
    ("PowerPoint Document", "a presentation (PowerPoint .ppt)", _AS_PDF),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ZIP_MEMBERS: tuple[tuple[bytes, str, str], ...] = (
    (b"word/", "a Word file (.docx)", _AS_PDF),
    (b"xl/", "a spreadsheet (Excel .xlsx)", _AS_PDF),
    (b"ppt/", "a presentation (PowerPoint .pptx)", _AS_PDF),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "an OpenDocument text (.odt)", _AS_PDF),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "a spreadsheet (OpenDocument .ods)", _AS_PDF),
    (b"mimetypeapplication/epub", "an e-book (EPUB)", _AS_PDF),
)
_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*\?>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_XML = re.compile(rb"\s*<\?xml\b", re.I)
_EMAIL_LINE = re.compile(
    rb"^(?:Received|Return-Path|Delivered-To|MIME-Version|Message-ID|DKIM-Signature|X-[\w-]+|From|To|Cc|Subject"
    rb"|Date|Reply-To|Sender|Content-[\w-]+|Importance|Thread-[\w-]+|[ \t].*?)(?::|$|(?<=[ \t]).)",
    re.I,
)
_EMAIL_PROOF = re.compile(rb"^(?:Message-ID|MIME-Version|Received|Return-Path)\s*:", re.I | re.M)


def kind_of(data: bytes) -> Literal["pdf", "text"]:
    """Whether ``data`` is a PDF or, for all that its first bytes tell, text.

    Raises:
        UnreadableFile: ``empty``; ``not_supported`` for what is known to be something else.
    """
    if not data:
        raise UnreadableFile(
            "empty", "The file is empty (0 bytes); get the letter again from where it came from."
        )
    if data.startswith(b"%PDF-"):
        return "pdf"
    for magic, what, advice in _MAGIC:
        if data.startswith(magic):
            raise _refused(what, advice)
    if data.startswith(_OLE):
        raise _refused(*_inside_ole(data))
    if data.startswith(_ZIP):
        raise _refused(*_inside_zip(data))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        raise _refused("an image (WebP)", _AS_TEXT_PDF)
    if data[4:8] == b"ftyp":
        raise _refused("an image or a film (HEIC or MP4)", _AS_TEXT_PDF)
    if data[:2] == b"BM" and data[6:10] == b"\x00\x00\x00\x00":
        raise _refused("an image (BMP)", _AS_TEXT_PDF)
    if data[:2] == b"MZ" and b"\x00" in data[:64]:
        raise _refused("a program", "give a letter as a PDF or as text")
    start = data[: 4 * HEADER_WITHIN].removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(start):
        raise _refused("a web page (HTML)", "print it to a PDF, or save it as plain text, and give that")
    if _XML.match(start):
        raise _refused("an XML file", _AS_PDF)
    if _is_email(start):
        raise _refused("an e-mail", _OPEN_FIRST)
    if b"%PDF-" in data[:HEADER_WITHIN]:
        return "pdf"
    return "text"


def _refused(what: str, advice: str) -> UnreadableFile:
    return UnreadableFile(
        "not_supported", f"This is {what}, and only PDF and plain text can be read; {advice}."
    )


def _inside_ole(data: bytes) -> tuple[str, str]:
    for name, what, advice in _OLE_STREAMS:
        if name.encode("utf-16-le") in data:
            return what, advice
    return "an Office file of before 2007", _AS_PDF


def _inside_zip(data: bytes) -> tuple[str, str]:
    for name, what, advice in _ZIP_MEMBERS:
        if name in data:
            return what, advice
    return "a zip archive", "unpack it and give the files in it"


def _is_email(start: bytes) -> bool:
    """Whether the first lines are the header of an e-mail (RFC 5322), with a field that no letter has."""
    if start.startswith(b"From ") and b"@" in start.split(b"\n", 1)[0]:
        return _EMAIL_PROOF.search(start) is not None
    head = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    lines = head.splitlines()
    return (
        bool(lines)
        and all(_EMAIL_LINE.match(line) for line in lines[:-1] or lines)
        and _EMAIL_PROOF.search(head) is not None
    )
