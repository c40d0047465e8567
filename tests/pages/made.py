"""Files for the tests, made byte by byte: good PDFs, and hostile ones that name what they do."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache

import pypdf
from pypdf.constants import UserAccessPermissions

Objects = dict[int, bytes]


def assemble(objects: Objects, *, trailer: bytes = b"") -> bytes:
    """A PDF of the given objects; object 1 is its catalog."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n" % (len(content), entries) + content + b"\nendstream"


def show(lines: list[str], *, x: int = 72, y: int = 720, size: int = 12) -> bytes:
    """A content stream that prints lines in Helvetica."""
    parts = [b"BT /F1 %d Tf %d TL %d %d Td" % (size, size + 2, x, y)]
    for line in lines:
        escaped = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252")
        parts.append(b"(" + escaped + b") Tj T*")
    return b"\n".join([*parts, b"ET"])


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def document(
    contents: list[bytes], *, page: bytes = b"/MediaBox [0 0 612 792]", more: Objects | None = None
) -> bytes:
    """A PDF with one page for each content stream; objects 5 to 49 are free for ``more``."""
    kids = [50 + 2 * index for index in range(len(contents))]
    objects: Objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>"
        % (b" ".join(b"%d 0 R" % kid for kid in kids), len(kids)),
        3: FONT,
    }
    for kid, content in zip(kids, contents, strict=True):
        objects[kid] = (
            b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> /XObject << /X0 5 0 R >> >> "
            b"/Contents %d 0 R %s >>" % (kid + 1, page)
        )
        objects[kid + 1] = stream(content)
    objects |= more or {5: b"null"}
    return assemble(objects)


LINES = [
    ["Case Number: CM99-0000001", "The quick brown fox (a made one) jumps", "over the lazy dog."],
    ["Second page: 50% of it", "says nothing \u201cnew\u201d."],
]


def good() -> bytes:
    return document([show(lines) for lines in LINES])


def letter_like() -> bytes:
    """Several pages full of text, some kilobytes."""
    return document(
        [show([f"Line {n} of page {p} is made for the tests." for n in range(40)]) for p in range(4)]
    )


def encrypted(*, user: str, owner: str, algorithm: str = "RC4-128") -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(good()))
    writer.encrypt(
        user_password=user,
        owner_password=owner,
        algorithm=algorithm,
        permissions_flag=UserAccessPermissions.PRINT,
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@cache
def flate_bomb(layers: int = 3, size: int = 1 << 30) -> bytes:
    """A content stream of blanks, deflated again and again: a gigabyte in some kilobytes."""
    packer = zlib.compressobj(9)
    block = b" " * (1 << 20)
    packed = b"".join([packer.compress(block) for _ in range(size >> 20)]) + packer.flush()
    for _ in range(layers - 1):
        packed = zlib.compress(packed, 9)
    filters = b"/Filter [" + b" /FlateDecode" * layers + b"]"
    objects: Objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        3: FONT,
        4: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
        b"/Contents 5 0 R >>",
        5: stream(packed, filters),
    }
    return assemble(objects)


def many_contents_bomb() -> bytes:
    """One page that shows the same deflated stream a thousand times over."""
    packed = zlib.compress(show(["many words " * 6] * 50), 9)
    objects: Objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        3: FONT,
        4: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
        b"/Contents [" + b" 5 0 R" * 1000 + b"] >>",
        5: stream(packed, b"/Filter /FlateDecode"),
    }
    return assemble(objects)


def many_pages(count: int = 10_000) -> bytes:
    """Ten thousand pages that are one object."""
    return assemble(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [" + b" 4 0 R" * count + b"] /Count %d >>" % count,
            3: FONT,
            4: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents 5 0 R >>",
            5: stream(show(["again"])),
        }
    )


def lying_count() -> bytes:
    """A page tree that claims more pages than it has."""
    return assemble(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [4 0 R] /Count 400 >>",
            3: FONT,
            4: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents 5 0 R >>",
            5: stream(show(["alone"])),
        }
    )


def kids_loop() -> bytes:
    """A page tree whose nodes are each other's kids."""
    return assemble(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [4 0 R 4 0 R] /Count 4 >>",
            4: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Parent 2 0 R /Count 2 >>",
        }
    )


def deep_tree(depth: int = 20_000) -> bytes:
    """A page tree as deep as others are long."""
    objects: Objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    for number in range(2, depth):
        objects[number] = b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 1)
    objects[depth] = b"<< /Type /Page /MediaBox [0 0 612 792] >>"
    return assemble(objects)


def form_recursion() -> bytes:
    """A Form XObject that shows itself, twice."""
    form = stream(
        b"/X0 Do /X0 Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /X0 5 0 R >> >>",
    )
    return document([show(["before"]) + b"\n/X0 Do"], more={5: form})


def form_explosion(levels: int = 9) -> bytes:
    """Forms that each show the next one ten times: a billion words from a kilobyte."""
    more: Objects = {}
    for level in range(levels):
        more[5 + level] = stream(
            b"/N Do " * 10,
            b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /N %d 0 R >> >>"
            % (6 + level),
        )
    more[5 + levels] = stream(
        show(["word"]),
        b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>",
    )
    return document([b"/X0 Do"], more=more)


def object_stream_loop() -> bytes:
    """Object streams that extend each other, and an object that stands in itself."""
    body = b"7 0 << /Type /Catalog /Pages 2 0 R >>"
    objects: Objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        4: b"5 0 R",
        5: b"4 0 R",
        6: stream(body, b"/Type /ObjStm /N 1 /First 4 /Extends 8 0 R"),
        8: stream(body, b"/Type /ObjStm /N 1 /First 4 /Extends 6 0 R"),
    }
    return assemble(objects)


def previous_loop() -> bytes:
    """Cross references whose previous revision is themselves."""
    data = good()
    start = int(data[data.rindex(b"startxref") :].split()[1])
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


def array_nesting() -> bytes:
    """A content stream of nothing but opening brackets."""
    return document([b"[" * 500_000])


def huge_picture() -> bytes:
    """A page as large as PDF allows, with a picture of ten gigapixels on it."""
    rows = zlib.compress(b"\0" * 100_000, 9)
    picture = stream(
        rows,
        b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 8 /ColorSpace /DeviceRGB "
        b"/Filter /FlateDecode",
    )
    content = show(["a caption"]) + b"\nq 14400 0 0 14400 0 0 cm /X0 Do Q"
    return document([content], page=b"/MediaBox [0 0 14400 14400]", more={5: picture})


def no_text() -> bytes:
    """A scan: a page that is only a picture."""
    picture = stream(
        zlib.compress(b"\x80" * 10_000),
        b"/Type /XObject /Subtype /Image /Width 100 /Height 100 /BitsPerComponent 8 /ColorSpace /DeviceGray "
        b"/Filter /FlateDecode",
    )
    return document([b"q 612 0 0 792 0 0 cm /X0 Do Q"], more={5: picture})


def png() -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


#: Name, bytes: nothing but reading them is asked of a reader; it may give a document or refuse.
HOSTILE = {
    "kids_loop": kids_loop,
    "deep_tree": deep_tree,
    "lying_count": lying_count,
    "form_recursion": form_recursion,
    "form_explosion": form_explosion,
    "object_stream_loop": object_stream_loop,
    "previous_loop": previous_loop,
    "array_nesting": array_nesting,
    "many_contents_bomb": many_contents_bomb,
    "flate_bomb": flate_bomb,
    "huge_picture": huge_picture,
}
