"""Summaries and rationales of the population, written from the grammar, and the passages that letters share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from openimr.samples.population.data_files import table
from openimr.samples.population.grammar import Grammar, Node, choice
from openimr.samples.population.model import Passage
from openimr.samples.population.programme import Dice, mixed, topics
from openimr.samples.population.reviewers import Writer
from openimr.samples.population.treatments import stock
from openimr.samples.population.words import lists, mistyped

_FACTS = (
    "noun", "He", "he", "his", "aged", "sex", "doi", "d0", "d1", "d2", "date", "rfa", "ur", "site", "level",
    "complaint", "finding", "finding2", "diagnoses", "requests", "past_year", "n", "m",
    "name", "request", "Request", "isite", "short", "neuro", "topic",
)  # fmt: skip
#: One sentence in so many has a slip of the fingers.
_SLIPS = 0.006


class Voice:
    """What speaks one letter: its chance, and the facts that sentences are filled with."""

    __slots__ = ("around", "dice", "facts", "last", "roll", "slips")

    def __init__(self, dice: Dice, facts: dict[str, str]) -> None:
        self.dice = dice
        self.roll: Callable[[], float] = dice.roll
        self.facts = facts
        self.around = ""
        self.last: list[int] = [-1] * grammar().size
        self.slips: list[tuple[str, str]] = []

    def say(self, node: Node) -> str:
        """One sentence."""
        text = node(self)
        if "  " in text:
            text = text.replace("  ", " ")
        if " ." in text or " ," in text:
            text = text.replace(" .", ".").replace(" ,", ",")
        if text[0] >= "a":
            text = text[0].upper() + text[1:]
        return text if self.roll() > _SLIPS else self._slipped(text)

    def _slipped(self, text: str) -> str:
        words = [word for word in text.split() if len(word) > 6 and word.isalpha() and word.islower()]
        if not words:
            return text
        right = words[int(self.roll() * len(words))]
        wrong = mistyped(right, self.roll())
        self.slips.append((wrong, right))
        return text.replace(right, wrong, 1)


@cache
def grammar() -> Grammar:
    """The grammar of summaries and rationales, compiled."""
    rules = {**table("summary.yaml"), **table("rationale.yaml"), **table("word_lists.yaml")}
    return Grammar(rules, lists(), _FACTS)


@cache
def _rule(name: str) -> Node:
    return grammar().rule(name)


@dataclass(frozen=True, slots=True)
class _Topical:
    """Sentences on one kind of treatment, from the data of ``samples.letters``, compiled."""

    principles: tuple[str, ...]
    upheld: tuple[Node, ...]
    facts: tuple[Node, ...]
    because: tuple[Node, ...]


@cache
def _topical(key: str) -> _Topical:
    topic, made = topics()[key], grammar()
    slots = {"{date}": "{d2}", "{site}": "{isite}", "{other}": "another drug"}

    def node(text: str) -> Node:
        for slot, fact in slots.items():
            text = text.replace(slot, fact)
        part = made.template(text)
        return choice([part])

    return _Topical(
        tuple(text for text in topic.principles if "{" not in text),
        tuple(node(text) for text in topic.upheld),
        tuple(node(pair["fact"]) for pair in topic.overturned),
        tuple(node(pair["because"]) for pair in topic.overturned),
    )


@lru_cache(maxsize=1 << 17)
def passage(seed: int, author: int, topic: str, version: int) -> str:
    """A passage of the stock of reviewer ``author`` on a kind of treatment: two to four sentences.

    Author -1 is the guideline itself: what everybody quotes.
    """
    order = list(topics()).index(topic)
    dice = Dice(mixed(seed, 2, author + 1, order, version))
    names = stock().names[topic]
    voice = Voice(dice, {"topic": dice.pick(names)})
    said = [voice.say(_rule("standard_sentence")) for _ in range(dice.between(1, 3))]
    principles = _topical(topic).principles
    if principles:
        said.insert(dice.below(len(said) + 1), dice.pick(principles))
    elif len(said) < 2:
        said.append(voice.say(_rule("standard_sentence")))
    return " ".join(said)


def rationale(
    voice: Voice, seed: int, writer: Writer, topic: str, *, overturned: bool, fact: int
) -> tuple[str, tuple[Passage, ...]]:
    """A rationale and the passages in it. ``fact`` is the fact of the summary that an overturned item rests on."""
    roll, dice = voice.roll, voice.dice
    sort = topics()[topic]
    if (sort.ancillary and roll() < 0.6) or roll() < 0.08:
        if sort.ancillary:
            if overturned:
                return voice.say(_rule("ancillary_for")), ()
            if roll() < 0.5:  # one wording for everything that hangs on the operation
                voice.around = voice.around or voice.say(_rule("ancillary_plain"))
                return voice.around, ()
            return voice.say(_rule("ancillary")), ()
        return voice.say(_rule("lead")) + " " + voice.say(_rule("overturned" if overturned else "upheld")), ()
    wanted = max(25.0, writer.wordy * (20 + 215 * roll() ** 1.25)) * 6.4  # letters with their blanks
    own = _topical(topic)
    out: list[str] = []
    passages: list[Passage] = []
    length = 0
    if roll() < 0.6:
        out.append(voice.say(_rule("lead")))
        length += len(out[-1]) + 1
    kind = roll()
    if kind < 0.3 + writer.boilerplate * 0.7:
        quoted = kind < 0.3
        author = -1 if quoted else writer.authors[int(roll() * len(writer.authors))]
        version = int(3 * roll() * roll())
        text = passage(seed, author, topic, version)
        passages.append(Passage(f"{author + 1:04d}-{topic}-{version + 1}", length, length + len(text)))
        out.append(text)
        length += len(text) + 1
    else:
        for _ in range(1 + int(roll() * 2)):
            out.append(voice.say(_rule("standard_sentence")))
            length += len(out[-1]) + 1
    said = {""}
    if overturned and own.because:
        out.append(voice.say(own.because[fact]))
        length += len(out[-1])
    elif not overturned and own.upheld and roll() < 0.35:
        out.append(voice.say(dice.pick(own.upheld)))
        length += len(out[-1])
    turn = 0
    while True:
        turn += 1
        kind = roll()
        if kind < 0.36:
            rule = "applied"
        elif kind < 0.8:
            rule = "for" if overturned else "against"
        else:
            rule = "standard_sentence"
        text = voice.say(_rule(rule))
        if text not in said:
            said.add(text)
            out.append(text)
            length += len(text) + 1
        if length > wanted or turn > 30:
            break
    out.append(voice.say(_rule("overturned" if overturned else "upheld")))
    return " ".join(out), tuple(passages)


def supporting(voice: Voice, topic: str) -> tuple[int, str]:
    """A fact that speaks for the treatment, for the summary; and its number, for the rationale."""
    facts = _topical(topic).facts
    if not facts:
        return 0, voice.say(_rule("supporting"))
    number = int(voice.roll() * len(facts))
    return number, voice.say(facts[number])


def opposing(voice: Voice) -> str:
    """A fact that speaks against the treatment, for the summary."""
    return voice.say(_rule("opposing"))


#: "a 18-year-old" is "an 18-year-old".
_AN = re.compile(r"\b([Aa]) (18\b|8\d)")
#: The parts of a summary in their order, with how often each is there.
_BEFORE = (("history", 0.45), ("diagnosis", 0.88), ("coded", 0.1), ("care", 0.75))
_AROUND = (
    "scores", "exam", "exam", "study", "medications", "work", "tail", "tail", "exam", "history", "care", "aside",
)  # fmt: skip


class Visit(NamedTuple):
    """One visit of the summary: its printed date, where it hurts and how, and two findings."""

    date: str
    complaint: str
    site: str
    finding: str
    finding2: str


def summary(
    voice: Voice, writer: Writer, visits: list[Visit], facts_told: list[str], review: str
) -> tuple[str, bool]:
    """A summary: opening, visits with what was found, facts for and against, plan, utilization review.

    Also whether it tells the diagnoses.

    ``visits`` come oldest first; ``review`` names the rule of the review's sentence, "" for none.
    """
    roll, facts = voice.roll, voice.facts
    wanted = writer.wordy * (95 + 260 * roll()) * 6.3
    out = [_AN.sub(r"\1n \2", voice.say(_rule("opening")))]
    told = [rule for rule, often in _BEFORE if roll() < often]
    out += [voice.say(_rule(rule)) for rule in told]
    length = sum(map(len, out))
    per_visit = max(200.0, (wanted - length - 250) / len(visits))
    for visit in visits:
        facts["date"], facts["complaint"], facts["site"] = visit.date, visit.complaint, visit.site
        facts["finding"], facts["finding2"] = visit.finding, visit.finding2
        facts["n"] = str(4 + int(roll() * 6))
        facts["m"] = str(1 + int(roll() * 3))
        out.append(voice.say(_rule("visit")))
        written = len(out[-1])
        while written < per_visit:
            out.append(voice.say(_rule(_AROUND[int(roll() * 12)])))
            written += len(out[-1])
    out += facts_told
    out.append(voice.say(_rule("plan")))
    if review:
        out.append(voice.say(_rule(review)))
    return " ".join(out), "diagnosis" in told


__all__ = [
    "Passage",
    "Visit",
    "Voice",
    "grammar",
    "opposing",
    "passage",
    "rationale",
    "summary",
    "supporting",
]
