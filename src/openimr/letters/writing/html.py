"""The letter as one HTML file: semantic, self-contained, without scripts, fit for print."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib import resources

from openimr.letters.writing.content import (
    Block,
    Bullets,
    Facts,
    ItemHeading,
    Letter,
    Paragraph,
    Section,
    Table,
)


def render(letter: Letter) -> bytes:
    """The letter as the bytes of an HTML file."""
    organization = (
        f'<p class="organization">{escape(letter.organization)}</p>\n' if letter.organization else ""
    )
    dated = f'<meta name="dcterms.date" content="{letter.dated.isoformat()}">\n' if letter.dated else ""
    facts = "\n".join(_block(group) for group in letter.facts)
    sections = "\n".join(_section(number, section) for number, section in enumerate(letter.sections, start=1))
    page = f"""<!DOCTYPE html>
<html lang="en-US">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{dated}<title>{escape(letter.title)}</title>
<style>
{_style()}</style>
</head>
<body>
<header>
{organization}<h1><span>Independent Medical Review</span> Final Determination</h1>
{facts}
</header>
<main>
{sections}
</main>
</body>
</html>
"""
    return page.encode()


@cache
def _style() -> str:
    return resources.files(__package__ or "").joinpath("letter.css").read_text(encoding="utf-8")


def _section(number: int, section: Section) -> str:
    """A section; each of its items becomes an article of its own."""
    parts = [f'<section aria-labelledby="s{number}">', f'<h2 id="s{number}">{escape(section.heading)}</h2>']
    open_item = False
    for block in section.blocks:
        if isinstance(block, ItemHeading):
            if open_item:
                parts.append("</article>")
            parts.append("<article>")
            open_item = True
        parts.append(_block(block))
    if open_item:
        parts.append("</article>")
    return "\n".join([*parts, "</section>"])


def _block(block: Block) -> str:
    match block:
        case Paragraph(text, label, law):
            run_in = f"<b>{escape(label)}</b> " if label else ""
            source = f" <small>{escape(law)}</small>" if law else ""
            return f"<p>{run_in}{escape(text)}{source}</p>"
        case Facts(pairs):
            rows = "\n".join(
                f"<div><dt>{escape(label)}:</dt><dd>{escape(value)}</dd></div>" for label, value in pairs
            )
            return f"<dl>\n{rows}\n</dl>"
        case Bullets(entries):
            return "\n".join(["<ul>", *(f"<li>{escape(entry)}</li>" for entry in entries), "</ul>"])
        case Table(caption, header, rows, kind):
            head = "".join(f'<th scope="col">{escape(name)}</th>' for name in header)
            body = "\n".join(
                "<tr>" + "".join(f"<td>{escape(value)}</td>" for value in row) + "</tr>" for row in rows
            )
            return (
                f'<table class="{kind}">\n<caption>{escape(caption)}</caption>\n'
                f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
            )
        case ItemHeading(text, decision):
            word = "Upheld" if decision == "upheld" else "Overturned"
            return f'<h3>{escape(text)}: <strong class="{decision}">{word}</strong></h3>'
