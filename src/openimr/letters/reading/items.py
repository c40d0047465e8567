"""The disputed items: cutting the section of decisions into blocks, and each block into its parts."""

from __future__ import annotations

import re

from openimr.letters.model import Citation, Decision, Item
from openimr.letters.reading.citations import read_citations
from openimr.letters.reading.lines import Lines, Passage
from openimr.letters.reading.record import Record
from openimr.letters.reading.treatment import make_item, read_treatment
from openimr.pages.model import UnreadableFile

_OPENING = re.compile(
    r"The\s+Final\s+Determination\s+was\s+based\s+on\s+decisions\s+for\s+the\s+disputed\s+items/services\s+set"
    r"\s+forth\s+below\s*:",
    re.IGNORECASE,
)
#: The labels of a block, each at the start of a line.
_LABEL = re.compile(
    r"^(?:(?P<administrator>Claims\s+Administrator\s+guidelines?\s*:)"
    # The organization's name stands there, whatever its words are where the usual sentence follows.
    r"|(?P<reviewer>(?!Claims|Upheld|Overturned)(?:(?:[A-Z][\w.&'’,-]* ){1,6}?guidelines?\s*:"
    r"|[^\n:]{2,110}? guidelines?\s*:(?=\s*(?:Decision\s+based\s+on|The\s+Expert\s+Reviewer\s+did\s+not\s+cite))))"
    r"|(?P<rationale>Decision\s+rationale\s*:|Rationale\s+for\s+(?:the\s+)?decision\s*:))",
    re.MULTILINE,
)
_DECISION = re.compile(r"[\s:;.,–-]*[:;–\s-]\s*(?P<word>Upheld|Overturned)[\s.]*$", re.IGNORECASE)
#: The decision word alone on its line, after the heading's last words on the one before.
_WORD_ALONE = re.compile(r"[\s:;]*(?:Upheld|Overturned)[\s.]*$", re.IGNORECASE)
#: The end of a rationale, for a heading that nothing else marks off from it.
_CONCLUDED = re.compile(
    r"(?:necess\w*|appropriate|reasonable|warranted|indicated|supported|certified|established)\W*$", re.I
)
_PARTIAL = re.compile(r"\boriginal\s+request\b", re.IGNORECASE)


def read_items(lines: Lines, bounds: tuple[int, int], record: Record) -> tuple[Item, ...]:
    """Every disputed item between ``bounds``, in the order printed.

    Raises:
        UnreadableFile: ``section_missing`` where no item stands there, or one has no decision.
    """
    start, end = bounds
    opening = _OPENING.search(lines.text, start, end)
    if opening:
        start = opening.end()
    labels = [(m.lastgroup or "", m.start(), m.end()) for m in _LABEL.finditer(lines.text, start, end)]
    blocks = _blocks(lines, start, end, labels)
    if not blocks:
        raise UnreadableFile(
            "section_missing",
            "No disputed item with a decision (Upheld or Overturned) stands under IMR ISSUES, DECISIONS AND "
            "RATIONALES; check that all pages are there.",
        )
    return tuple(_item(lines, number, block, record) for number, block in enumerate(blocks, start=1))


_Block = tuple[int, int, dict[str, tuple[int, int]]]


def _blocks(lines: Lines, start: int, end: int, labels: list[tuple[str, int, int]]) -> list[_Block]:
    """Each item as (heading start, heading end, bounds of its labelled parts)."""
    groups: list[list[tuple[str, int, int]]] = []
    for label in labels:
        name = label[0]
        if not groups or name == "administrator" or name in {seen[0] for seen in groups[-1]}:
            groups.append([])
        groups[-1].append(label)
    heads: list[tuple[int, int]] = []
    kept: list[list[tuple[str, int, int]]] = []
    floor = start
    for group in groups:
        head = _heading(lines, floor, group[0][1], first=not heads)
        if head is None:
            first = group[0]
            if not kept or first[0] == "administrator" or _is_again(lines, first, kept[-1]):
                # To read on would drop a disputed treatment without a word.
                raise _without_decision(lines, len(kept) + 1, floor, first[1])
            # Words of the rationale that look like a label ("ACOEM guidelines: ..."): they stay in it.
            floor = group[-1][2]
            continue
        heads.append(head)
        kept.append(group)
        floor = group[-1][2]
    blocks: list[_Block] = []
    for index, (head, group) in enumerate(zip(heads, kept, strict=True)):
        stop = heads[index + 1][0] if index + 1 < len(heads) else end
        parts: dict[str, tuple[int, int]] = {}
        for position, (name, _, after) in enumerate(group):
            upto = group[position + 1][1] if position + 1 < len(group) else stop
            parts.setdefault(name, (after, upto))
        blocks.append((*head, parts))
    return blocks


def _is_again(lines: Lines, label: tuple[str, int, int], item: list[tuple[str, int, int]]) -> bool:
    """Whether an item's reviewer label is printed again, as after a lost page, and not some other words."""
    return label[0] == "reviewer" and any(
        seen[0] == "reviewer" and lines.text[seen[1] : seen[2]] == lines.text[label[1] : label[2]]
        for seen in item
    )


def _without_decision(lines: Lines, number: int, floor: int, label: int) -> UnreadableFile:
    """The refusal of a letter one of whose items has no decision, with the words where it should stand."""
    words = " ".join(lines.text[max(floor, label - 120) : label].split())[-60:]
    return UnreadableFile(
        "section_missing",
        f"Item {number} has no decision: Upheld or Overturned should stand at the end of its heading "
        f"(... {words}); check that all pages are there and that nothing in the heading is damaged.",
    )


def _heading(lines: Lines, floor: int, label: int, *, first: bool) -> tuple[int, int] | None:
    """Where the heading before ``label`` stands, with its decision word; ``None`` if no decision is there."""
    text = lines.text
    end = label
    while end > floor and text[end - 1].isspace():
        end -= 1
    decision = _DECISION.search(text[max(floor, end - 60) : end])
    if decision is None:
        return None
    if first:
        while floor < end and text[floor].isspace():
            floor += 1
        return floor, end
    last = lines.index(end - 1)
    lowest = lines.index(floor) + 1
    line = last
    while line > lowest and (
        _WORD_ALONE.match(text, lines.starts[line], end) or not _starts_heading(lines, line, last)
    ):
        line -= 1
    if line == lowest and not _starts_heading(lines, line, last):
        line = _after_last_sentence(lines, lowest, last)
    return lines.starts[line], end


def _after_last_sentence(lines: Lines, lowest: int, last: int) -> int:
    """The line after the last one that ends a sentence, where nothing better marks a heading's first line."""
    for line in range(last, lowest, -1):
        previous = lines.text[lines.starts[line - 1] : lines.starts[line] - 1]
        if previous.endswith(".") and not _PARTIAL.search(previous):
            return line
    return lowest


def _starts_heading(lines: Lines, line: int, last: int) -> bool:
    if lines.gap[line]:
        return True
    if lines.has_gaps:
        return False
    previous = lines.text[lines.starts[line - 1] : lines.starts[line] - 1]
    if lines.marks_wrapping and not lines.wrapped[line - 1]:
        heading = lines.text[lines.starts[line] : lines.starts[last]] + lines.text[lines.starts[last] :][:200]
        # A remainder's sentences belong together even where the text layer lost the blank at a line end.
        return not (_PARTIAL.match(heading) and not _PARTIAL.search(previous))
    # Nothing marks the break: a sentence ends, and the two lines before it come to the conclusion.
    before = lines.text[lines.starts[max(0, line - 2)] : lines.starts[line] - 1]
    return previous.endswith(".") and bool(_CONCLUDED.search(before)) and not _PARTIAL.search(previous)


def _item(lines: Lines, number: int, block: _Block, record: Record) -> Item:
    start, end, parts = block
    pointer = f"/items/{number - 1}"
    whole = lines.passage(start, end, paragraphs=False)
    decision = _DECISION.search(whole.text)
    if decision is None:  # pragma: no cover - _heading has seen it
        raise UnreadableFile("section_missing", f"Item {number} has no decision.")
    heading = whole.text[: decision.start()].rstrip(" :;")
    word: Decision = "overturned" if decision["word"].lower() == "overturned" else "upheld"
    treatment = read_treatment(heading)
    if record.wanted:
        record.add(f"{pointer}/heading", whole, 0, len(heading))
        record.add(f"{pointer}/decision", whole, decision.start("word"), decision.end("word"))
        for name, place in treatment.places.items():
            record.add(f"{pointer}/{name}", whole, *place)
    administrator = _citations(
        lines, parts.get("administrator"), f"{pointer}/administrator_citations", record
    )
    reviewer = _citations(lines, parts.get("reviewer"), f"{pointer}/reviewer_citations", record)
    rationale: Passage | None = None
    if "rationale" in parts:
        rationale = lines.passage(*parts["rationale"])
        record.add(f"{pointer}/rationale", rationale, 0, len(rationale.text))
    return make_item(
        number,
        heading,
        word,
        treatment,
        administrator=administrator,
        reviewer=reviewer,
        rationale=rationale.text if rationale else None,
    )


def _citations(
    lines: Lines, bounds: tuple[int, int] | None, pointer: str, record: Record
) -> tuple[Citation, ...]:
    if bounds is None:
        return ()
    passage = lines.passage(*bounds, paragraphs=False)
    found = read_citations(passage.text)
    record.add_citations(pointer, passage, found)
    return tuple(citation for citation, _, _ in found)
