"""The fictional reviewers of the population: their field, their licenses and their habits of writing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from openimr.letters.model import Layout, Reviewer
from openimr.samples.population.data_files import table
from openimr.samples.population.programme import Dice, Weighted, mixed
from openimr.samples.stock import library
from openimr.samples.wording import listed
from openimr.vocabulary import states

#: How many reviewers there are. Panels of the real programme are of this order.
ROSTER = 320


@dataclass(frozen=True, slots=True)
class Writer:
    """A reviewer with habits.

    ``boilerplate`` is how often a passage of the reviewer's own stock opens a rationale, ``wordy`` how long the
    texts are (1 is usual), ``authors`` whose stock the passages come from: colleagues borrow from one another.
    """

    code: str
    states: tuple[str, ...]
    certifications: tuple[str, ...]
    boilerplate: float
    wordy: float
    authors: tuple[int, ...]


@lru_cache(maxsize=8)
def roster(seed: int) -> tuple[Writer, ...]:
    """The reviewers of one population."""
    data = table("reviewers.yaml")
    fields = Weighted({tuple(row["boards"]): float(row["share"]) for row in data["fields"]})
    others = Weighted({code: float(share) for code, share in data["states"].items()})
    return tuple(_writer(seed, number, fields, others) for number in range(ROSTER))


def _writer(seed: int, number: int, fields: Weighted[tuple[str, ...]], others: Weighted[str]) -> Writer:
    dice = Dice(mixed(seed, number, 1))
    held = ["CA"] if dice.yes(0.62) else []
    wanted = 1 + (dice.roll() > 0.43) + (dice.roll() > 0.66)
    while len(held) < wanted:
        state = others.draw(dice.roll())
        if state not in held:
            held.append(state)
    authors = [number]
    if dice.yes(0.35):
        authors.append(dice.below(40))
    return Writer(
        code=f"R-{number + 1:04d}",
        states=tuple(sorted(held)) if dice.yes(0.5) else tuple(held),
        certifications=fields.draw(dice.roll()),
        boilerplate=0.1 + 0.6 * dice.roll(),
        wordy=0.6 + 0.8 * dice.roll(),
        authors=tuple(authors),
    )


def credentials(writer: Writer, layout: Layout) -> Reviewer:
    """The writer's credentials as a letter of that layout prints them."""
    voices = library().voices
    if layout == "2015":
        return Reviewer(writer.states, writer.certifications, _plain(voices["statement"][0]))
    who = "reviewer" if layout == "2013-professional-review" else "expert reviewer"
    names = [states.name(code) or code for code in writer.states]
    boards = writer.certifications
    held = f"{boards[0]}, has a subspecialty in {boards[1]}" if len(boards) == 2 else ", ".join(boards)
    sentence = f"The {who} is Board Certified in {held} and is licensed to practice in {listed(names)}."
    if layout == "2014":
        return Reviewer(
            writer.states, boards, _plain(voices["statement_2014"][0]).replace("{credentials}", sentence)
        )
    return Reviewer(writer.states, boards, sentence)


@lru_cache(maxsize=64)
def _plain(text: str) -> str:
    return " ".join(text.split())
