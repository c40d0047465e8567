"""``openimr archive like KEY``: items like an item, decided either way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from openimr.cli.archive_asking import answering, archive, item_key

if TYPE_CHECKING:
    from openimr.archive.comparing.like import Like, LikeItem

_REASONS = {
    "drug": "same drug",
    "ingredient": "same ingredient",
    "class": "same class",
    "subcategory": "same kind of treatment",
    "category": "same category",
    "treatment": "words of the treatment",
    "body": "same body part",
    "condition": "same diagnosis category",
    "section": "same section",
    "guideline": "same guideline",
    "rationale": "words of the rationale",
}


@click.command("like")
@click.argument("key")
@click.option(
    "--limit", type=click.IntRange(1, 50), default=10, show_default=True, help="How many of each decision."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON (openimr schema archive-like).")
def command(key: str, limit: int, as_json: bool) -> None:
    """Find the items most like the item KEY, upheld and overturned, and say why and in which facts they differ.

    KEY is the letter's address and the item's number, CM16-0248698#1; without a number the first item is meant.
    """
    held = archive()
    with answering():
        from openimr.archive.comparing.like import like

        found = like(held, item_key(key), limit=limit)
    if as_json:
        from openimr.archive.comparing.answers import like_json

        click.echo(json.dumps(like_json(found), ensure_ascii=False))
    else:
        _show(found)


def _show(found: Like) -> None:
    held = found.item.fields
    click.echo(f"{found.item.key}  {str(held['decision']).upper()}  {held['disputed']}")
    for decision, items in (("overturned", found.overturned), ("upheld", found.upheld)):
        click.echo(f"\n{len(items)} like {'item' if len(items) == 1 else 'items'} {decision}")
        for one in items:
            _show_item(one)


def _show_item(one: LikeItem) -> None:
    held = one.hit.fields
    when = held.get("decided") or held.get("year") or "no date"
    click.echo(f"\n  {one.score:.2f}  {one.hit.key:<16}  {when}  {held['disputed']}")
    reasons = [f"{_REASONS[reason.kind]} {', '.join(reason.values)}" for reason in one.because]
    click.echo(f"        like: {'; '.join(reasons)}")
    facts = [
        f"{fact.title.lower()} {', '.join(map(str, fact.here))} here, {', '.join(map(str, fact.there))} there"
        for fact in one.differs
    ]
    if facts:
        click.echo(f"        differs: {'; '.join(facts)}")
