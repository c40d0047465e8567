"""The letter as a Word document with real styles, and the same bytes for the same letter.

python-docx writes the time into the package; here the zip is written anew with fixed entry times and
the document properties carry the decision date.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor

from openimr.letters.running_lines import running_line
from openimr.letters.writing.content import (
    Block,
    Bullets,
    Facts,
    ItemHeading,
    Letter,
    Paragraph,
    Table,
)

_NAVY, _SLATE, _BLACK = RGBColor(0x16, 0x2E, 0x51), RGBColor(0x3D, 0x45, 0x51), RGBColor(0, 0, 0)
_SERIF, _SANS = "Georgia", "Arial"
#: The widths of a table's columns in inches, by their number; they add up to the page's text width.
_WIDTHS = {1: (6.4,), 2: (1.9, 4.5), 4: (0.5, 3.5, 1.1, 1.3)}
#: The earliest time a zip entry can have; used where the letter has no date.
_EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 - zip times and document properties have no zone


def render(letter: Letter) -> bytes:
    """The letter as the bytes of a .docx file."""
    document: Any = docx.Document()
    _page(document, letter)
    _styles(document)
    _properties(document, letter)
    if letter.organization:
        document.add_paragraph(letter.organization, style="Subtitle")
    document.add_paragraph("Independent Medical Review", style="Subtitle")
    document.add_paragraph("Final Determination", style="Heading 1")
    for group in letter.facts:
        _block(document, group)
    for section in letter.sections:
        document.add_paragraph(section.heading, style="Heading 2")
        for block in section.blocks:
            _block(document, block)
    buffer = io.BytesIO()
    document.save(buffer)
    return _fixed(buffer.getvalue())


def _page(document: Any, letter: Letter) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(1.05)
    section.top_margin, section.bottom_margin = Inches(0.95), Inches(1)
    foot = section.footer.paragraphs[0]
    before, _, after = running_line(letter.case_number, "\0", "\1").partition("\0")
    middle = after.partition("\1")[0]
    for text, field in ((before, "PAGE"), (middle, "NUMPAGES")):
        _foot_run(foot, text)
        _field(foot, field)


def _foot_run(paragraph: Any, text: str) -> Any:
    run = paragraph.add_run(text)
    run.font.size, run.font.name, run.font.color.rgb = Pt(8), _SANS, _SLATE
    return run


def _field(paragraph: Any, code: str) -> None:
    """A field that Word computes (page number, number of pages), with "1" until it has."""
    for kind, text in (("begin", None), (None, code), ("separate", None), ("result", "1"), ("end", None)):
        run = _foot_run(paragraph, "1" if kind == "result" else "")
        if kind == "result":
            continue
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)


def _styles(document: Any) -> None:
    looks = {
        "Normal": (_SERIF, 10.5, False, _BLACK, 0, 7),
        "Subtitle": (_SANS, 10, True, _SLATE, 0, 6),
        "Heading 1": (_SANS, 20, True, _NAVY, 0, 12),
        "Heading 2": (_SANS, 10.5, True, _NAVY, 20, 8),
        "Heading 3": (_SANS, 11, True, _BLACK, 16, 7),
        "List Bullet": (_SERIF, 10.5, False, _BLACK, 0, 4),
    }
    for name, (font, size, bold, color, before, after) in looks.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.bold = font, Pt(size), bold
        style.font.italic, style.font.color.rgb = False, color
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        fonts.set(qn("w:eastAsia"), font)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.2
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    normal = document.styles["Normal"].element.get_or_add_rPr()
    normal.append(language)


def _properties(document: Any, letter: Letter) -> None:
    dated = datetime.combine(letter.dated, time()) if letter.dated else _EPOCH
    properties = document.core_properties
    properties.title, properties.author = letter.title, letter.organization or ""
    properties.language, properties.comments, properties.last_modified_by = "en-US", "", ""
    properties.created = properties.modified = dated
    properties.revision = 1


def _block(document: Any, block: Block) -> None:
    match block:
        case Paragraph(text, label, law):
            paragraph = document.add_paragraph()
            if label:
                run = paragraph.add_run(label)
                run.bold, run.font.name, run.font.color.rgb = True, _SANS, _NAVY
                paragraph.add_run(" ")
            paragraph.add_run(f"{text} {law}" if law else text)
        case Facts(pairs):
            _table(document, [(f"{label}:", value) for label, value in pairs], header=None)
        case Bullets(entries):
            for entry in entries:
                document.add_paragraph(entry, style="List Bullet")
        case Table(_, header, rows):
            _table(document, rows, header=header)
        case ItemHeading(text, decision):
            paragraph = document.add_paragraph(f"{text}: ", style="Heading 3")
            run = paragraph.add_run("Upheld" if decision == "upheld" else "Overturned")
            run.font.color.rgb = _NAVY


def _table(document: Any, rows: Any, header: tuple[str, ...] | None) -> None:
    """A table; without ``header`` its first column holds the labels of its rows."""
    width = len(header) if header else 2
    table = document.add_table(rows=0, cols=width, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:
        for name in [name for name in look.attrib if name != qn("w:val")]:
            del look.attrib[name]
        look.set(qn("w:val"), "0420" if header else "0480")
        look.set(qn("w:firstRow"), "1" if header else "0")
        look.set(qn("w:firstColumn"), "0" if header else "1")
        look.set(qn("w:noVBand"), "1")
    if header:
        _row(table, header, bold=range(width))
        properties = table.rows[0]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:tblHeader"))
    for row in rows:
        _row(table, row, bold=() if header else (0,))
    _rules(table)
    table.autofit = False
    for column, inches in zip(table.columns, _WIDTHS[width], strict=True):
        column.width = Inches(inches)
        for cell in column.cells:
            cell.width = Inches(inches)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _rules(table: Any) -> None:
    """Thin lines between rows and around them, none between columns."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        visible = side in {"top", "bottom", "insideH"}
        line.set(qn("w:val"), "single" if visible else "nil")
        if visible:
            line.set(qn("w:sz"), "4")
            line.set(qn("w:color"), "162E51" if side == "top" else "A9AEB1")
        borders.append(line)
    table._tbl.tblPr.append(borders)
    # The schema wants tblLook last.
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:
        table._tbl.tblPr.append(look)


def _row(table: Any, values: Any, bold: Any) -> None:
    for index, (cell, value) in enumerate(zip(table.add_row().cells, values, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
        run = paragraph.add_run(value)
        run.font.name, run.font.size, run.bold = _SANS, Pt(9.5), index in bold


def _fixed(data: bytes) -> bytes:
    """The same package with entries in a fixed order at a fixed time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        names = sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, _EPOCH.timetuple()[:6])
            entry.compress_type, entry.external_attr, entry.create_system = (
                zipfile.ZIP_DEFLATED,
                0o644 << 16,
                3,
            )
            target.writestr(entry, source.read(name))
    return out.getvalue()
