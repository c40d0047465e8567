"""The gate before a public copy: nothing that identifies somebody may be left anywhere in its file or beside it.

Looked through are the text of every page (also what is drawn invisibly or beside the page), the metadata, every
text and stream among the file's objects of every revision (comments, form fields, alternative texts, bookmarks, scripts), what
is attached, the file's name, the published fields, and, where the caller gives one, the search index. The file is ours,
and every object of it is read all the same.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader

from openimr import pages
from openimr.letters.deidentify.known import Term
from openimr.pages import UnreadableFile

#: Names of the PDF standard (ISO 32000-1) whose being there is a leak by itself: such a copy has none of them.
_FOREIGN = {
    "/EmbeddedFiles": "a file is attached",
    "/EmbeddedFile": "a file is attached",
    "/FileAttachment": "a file is attached",
    "/JavaScript": "a script is in it",
    "/AcroForm": "it has form fields or a signature",
    "/OCProperties": "it has layers that can be hidden",
}
#: Streams that hold pictures or fonts hold no text.
_NO_TEXT = frozenset({"/Image", "/XML"})
#: Where numbers that draw a page stand between the words.
_RAW, _DRAWN = "the raw bytes of the file", "hidden text of a stream"

#: Looks a term up in a search index: where it was found ("the search index, letter CM26-0000001"), for each place.
Index = Callable[[Term], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that identifies somebody, or could hide it: ``what`` it is and ``where`` it stands; never its words."""

    what: str
    where: str

    @property
    def sentence(self) -> str:
        """For people."""
        return f"{self.what[:1].upper()}{self.what[1:]}: {self.where}."


def leaks(
    pdf: bytes, wanted: Iterable[Term], *, name: str, fields: Any = None, index: Index | None = None
) -> tuple[Leak, ...]:
    """Every leak in a public copy; empty is the only thing that may be published.

    Args:
        pdf: the copy.
        wanted: what to look for, see :mod:`openimr.letters.deidentify.known`.
        name: the name that the file is published under.
        fields: the data that is published with it, of JSON's kinds.
        index: looks a term up in the search index.
    """
    terms = tuple(wanted)
    found: dict[Leak, None] = {}
    for where, text in (*_fields(fields, "the published fields"), *_texts(pdf, name, found)):
        drawing = where == _RAW or where.startswith(_DRAWN)
        text = unicodedata.normalize("NFC", text)
        for term in terms:
            if not (drawing and _anywhere(term)) and term.pattern.search(text):
                found[Leak(term.what, where)] = None
    for term in terms if index is not None else ():
        assert index is not None
        for where in index(term):
            found[Leak(term.what, where)] = None
    return tuple(found)


def _anywhere(term: Term) -> bool:
    """Whether any bytes hold it by chance: a figure, or a name of two or three letters."""
    return term.figure or (term.word is not None and len(term.word) <= 3)


def _fields(data: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, str):
        yield where, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield where, str(key)
            yield from _fields(value, f"{where}, {key}" if str(key).isidentifier() else where)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _fields(value, where)
    elif isinstance(data, int | float) and not isinstance(data, bool):
        yield where, str(data)


def _texts(pdf: bytes, name: str, found: dict[Leak, None]) -> Iterator[tuple[str, str]]:
    yield "the name of the file", name
    try:
        for page in pages.read(pdf).pages:
            yield f"page {page.number}", page.text
    except UnreadableFile as problem:
        found[Leak("the copy can't be read", str(problem))] = None
        return
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        yield from _objects(reader, found)
    except (PdfReadError, ValueError, KeyError) as problem:
        found[Leak("the copy can't be looked through", type(problem).__name__)] = None
    # What stands outside of any object, such as comments or what was appended.
    yield _RAW, pdf.decode("latin-1")


def _objects(reader: PdfFileReader, found: dict[Leak, None]) -> Iterator[tuple[str, str]]:
    """The texts of every object, also of those that no page leads to."""
    information = reader.trailer.raw_get("/Info") if "/Info" in reader.trailer else None
    if isinstance(information, generic.DictionaryObject):
        yield from _of(information, "the metadata", found)
    for revision in range(reader.xrefs.total_revisions):
        for one in reader.xrefs.explicit_refs_in_revision(revision):
            held: Any = reader.get_object(  # type: ignore[no-untyped-call]
                one, revision=revision, transparent_decrypt=False
            )
            told = isinstance(information, generic.IndirectObject) and information.idnum == one.idnum
            yield from _of(held, "the metadata" if told else f"hidden text (object {one.idnum})", found)


def _of(one: Any, where: str, found: dict[Leak, None]) -> Iterator[tuple[str, str]]:
    if isinstance(one, generic.StreamObject):
        kind = one.get("/Subtype")
        if one.get("/Type") == "/Metadata":
            where = "the metadata"
        if kind not in _NO_TEXT or one.get("/Type") == "/Metadata":
            drawn = where if one.get("/Type") == "/Metadata" else where.replace("hidden text", _DRAWN)
            yield from _readings(one.data, drawn)
    if isinstance(one, generic.DictionaryObject):
        for key, value in one.items():
            _foreign(str(key), found)
            if isinstance(value, generic.NameObject):
                _foreign(str(value), found)
            yield from _inner(value, where, found)
    elif isinstance(one, generic.ArrayObject):
        for value in one:
            yield from _inner(value, where, found)
    else:
        yield from _inner(one, where, found)


def _inner(value: Any, where: str, found: dict[Leak, None]) -> Iterator[tuple[str, str]]:
    value = getattr(value, "raw_object", value) if not isinstance(value, generic.IndirectObject) else value
    if isinstance(value, generic.IndirectObject):
        return  # it is among the objects itself
    if isinstance(value, generic.TextStringObject):
        yield where, str(value)
    elif isinstance(value, generic.ByteStringObject):
        yield from _readings(bytes(value), where)
    elif isinstance(value, generic.DictionaryObject | generic.ArrayObject):
        yield from _of(value, where, found)


def _foreign(name: str, found: dict[Leak, None]) -> None:
    if name in _FOREIGN:
        found[Leak("the copy holds what it must not", _FOREIGN[name])] = None


def _readings(data: bytes, where: str) -> Iterator[tuple[str, str]]:
    """The texts that bytes can be read as."""
    yield where, data.decode("utf-8", "replace")
    if b"\0" in data:
        for encoding in ("utf-16-be", "utf-16-le"):
            yield where, data.decode(encoding, "ignore")
