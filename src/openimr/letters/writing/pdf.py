"""The letter as PDF, typeset by typst, declaring PDF/UA-1 and PDF/A-2a.

The template is ``letter.typ`` beside this file; the letter's text reaches it as JSON data, never as
markup. The text layer is made for reading back:

- a line that wraps ends in a blank, a line that ends its paragraph does not;
- lines wrap at blanks only: a word with a hyphen, slash or dash in it is never broken (it stands in a
  box together with its blank, which typst would drop at a line end behind a box), and a word too long
  for a line is set smaller;
- the running line (:mod:`openimr.letters.running_lines`) is an artifact and the last line of its page.

The document's date is that of the decision (where there is none, the first day of 1970), so the same
letter gives the same bytes at any time.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, time
from typing import Any

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
from openimr.letters.writing.typesetting import typeset

#: Words that typesetting may not break: all that hold something else than letters, digits and the
#: punctuation and signs that no line breaks at (Unicode line breaking, UAX 14).
_BREAKABLE = re.compile(r"""[^\sA-Za-z0-9.,;:()'"#%&À-ɏ°½¼¾²³µ×±≥≤®“”‘’]""")
#: A word of more characters than this is set smaller, to fit on its line.
_LONGEST = 40


def render(letter: Letter) -> bytes:
    """The letter as the bytes of a PDF file. May be called from several threads.

    Raises:
        UnwritableText: a character stands in the letter that none of the fonts has.
    """
    dated = letter.dated
    data = {
        "title": letter.title,
        "organization": letter.organization,
        "case": letter.case_number,
        "date": [dated.year, dated.month, dated.day] if dated else None,
        # The template puts the page numbers in.
        "running": running_line(letter.case_number, "{page}", "{pages}"),
        "facts": [_block(facts) for facts in letter.facts],
        "sections": [
            {"heading": section.heading, "blocks": [_block(block) for block in section.blocks]}
            for section in letter.sections
        ],
    }
    stamp = int(datetime.combine(dated, time(), UTC).timestamp()) if dated else 0
    return typeset(json.dumps(data, ensure_ascii=False), stamp)


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(text, label, law):
            return {"kind": "paragraph", "label": label, "runs": runs(text), "law": law}
        case Facts(pairs):
            return {"kind": "facts", "pairs": [[f"{label}:", runs(value)] for label, value in pairs]}
        case Bullets(entries):
            return {"kind": "bullets", "entries": [runs(entry) for entry in entries]}
        case Table(caption, header, rows, kind):
            return {"kind": "table", "caption": caption, "header": header, "rows": rows, "table": kind}
        case ItemHeading(text, decision):
            word = "Upheld" if decision == "upheld" else "Overturned"
            return {"kind": "item", "runs": runs(f"{text}: "), "decision": word}


def runs(text: str) -> list[Any]:
    """``text`` as plain strings and words that may not break, for ``runs`` of ``look.typ``.

    Such a word is [word, size factor, whether a blank follows it].
    """
    made: list[Any] = []
    plain: list[str] = []
    words = text.split(" ")
    for number, word in enumerate(words, start=1):
        last = number == len(words)
        if len(word) <= _LONGEST and not _BREAKABLE.search(word):
            plain.append(word if last else f"{word} ")
            continue
        if plain:
            made.append("".join(plain))
            plain = []
        made.append([word, min(1.0, _LONGEST / len(word)), not last])
    if plain:
        made.append("".join(plain))
    return made
