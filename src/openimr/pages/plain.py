"""Text files: bytes to pages of text, whatever mixture of encodings they are in."""

from __future__ import annotations

import codecs
import re

from openimr.pages.limits import Limits
from openimr.pages.model import Page, UnreadableFile

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    # The mark of UTF-32 begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: The five bytes that code page 1252 leaves undefined become U+FFFD.
_CP1252 = [bytes([code]).decode("cp1252", "replace") for code in range(256)]
_LINE_ENDS = re.compile("\r\n?|[\v\x85\u2028\u2029]")
_SOFT_HYPHENS = re.compile("[\u00ad\ufffe](?=[ \t]*(?:[\n\f]|\\Z))")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f\uffff]")
_STRANGE = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f\ufffd\uffff]")
_HIGH = re.compile("[\x80-\U0010ffff]")
_NOT_ASCII = re.compile(b"[\x80-\xff]+")
_WORD = re.compile(r"[^\W_]")

_ADVICE = "save the letter as a PDF or as UTF-8 text and give that"
#: More than this share of control characters or undefined bytes and it is no text.
_STRANGE_SHARE = 0.01
#: More than this share of characters outside ASCII in a file that is not UTF-8: some other encoding.
_HIGH_SHARE = 0.3
#: Characters that are looked at for these shares.
_SAMPLE = 1_000_000


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """What is no UTF-8 is code page 1252, up to the next ASCII character: both may stand even in one line."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    run = _NOT_ASCII.match(error.object, error.start)
    end = run.end() if run else error.end
    return "".join([_CP1252[byte] for byte in error.object[error.start : end]]), end


codecs.register_error("openimr-cp1252", _as_cp1252)


def read_text(data: bytes, limits: Limits) -> tuple[Page, ...]:
    """The pages of a text file; a form feed ends a page.

    UTF-8 with or without a byte order mark, UTF-16 or UTF-32 with one, else Windows code page 1252; UTF-8 and
    1252 may be mixed. Line ends become line feeds, a soft hyphen at a line end ``-``, a stray control
    character a blank.

    Raises:
        UnreadableFile: ``encoding`` for what is no text, ``empty`` for blanks only, ``limits``.
    """
    text = _decode(data, limits)
    if len(text) > limits.characters:
        raise _too_long(limits)
    if _CONTROLS.search(text) or "\r" in text or "\v" in text or "\u2028" in text or "\u2029" in text:
        text = _CONTROLS.sub(" ", _LINE_ENDS.sub("\n", text))
    if "\u00ad" in text or "\ufffe" in text:
        text = _SOFT_HYPHENS.sub("-", text).replace("\u00ad", "").replace("\ufffe", "-")
    if not _WORD.search(text):
        raise UnreadableFile(
            "empty", "The file holds no words; get the letter again from where it came from."
        )
    pages = text.split("\f")
    while len(pages) > 1 and not pages[-1].strip():  # a form feed after the last page begins none
        pages.pop()
    if len(pages) > limits.pages:
        raise UnreadableFile(
            "too_many_pages",
            f"The file has {len(pages):,} pages, and at most {limits.pages:,} are read; split it.",
        )
    return tuple([Page(number, page) for number, page in enumerate(pages, start=1)])


def _decode(data: bytes, limits: Limits) -> str:
    if len(data) > 4 * limits.characters:  # no encoding takes more than four bytes a character
        raise _too_long(limits)
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            if encoding == "utf-8":
                data = data[len(bom) :]
                break
            try:
                text = data[len(bom) :].decode(encoding)
            except UnicodeDecodeError:
                raise UnreadableFile(
                    "encoding",
                    f"The file begins as {encoding[:6].upper()} text but does not go on so; {_ADVICE}.",
                ) from None
            if "\0" in text:
                raise UnreadableFile(
                    "encoding", f"The file holds NUL characters, so it is no text; {_ADVICE}."
                )
            _must_be_text(text)
            return text
    if b"\0" in data:
        raise UnreadableFile(
            "encoding",
            f"The file holds NUL bytes, so it is no text, or UTF-16 without a byte order mark; {_ADVICE}.",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        if len(data) > 2 * limits.characters:
            raise _too_long(limits) from None
        text = data.decode("utf-8", "openimr-cp1252")
        _must_be_text(text)
        sample = text[:_SAMPLE]
        if len(_HIGH.findall(sample)) > _HIGH_SHARE * len(sample):
            raise UnreadableFile(
                "encoding", f"The file is neither UTF-8 nor Windows-1252 text; {_ADVICE}."
            ) from None
    _must_be_text(text)
    return text


def _too_long(limits: Limits) -> UnreadableFile:
    return UnreadableFile(
        "limits", f"The file holds more than {limits.characters:,} characters of text; no letter is so long."
    )


def _must_be_text(text: str) -> None:
    text = text[:_SAMPLE]
    strange = len(_STRANGE.findall(text))
    if strange > max(1, _STRANGE_SHARE * len(text)) or (strange and len(text) < 8):
        raise UnreadableFile("encoding", f"The file holds binary data, not text; {_ADVICE}.")
