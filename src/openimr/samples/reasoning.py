"""The rationale of a decision: a principle, what the record shows, a conclusion."""

from __future__ import annotations

from datetime import date

from openimr.letters.model import Decision
from openimr.samples.chance import Chance
from openimr.samples.claim import Claim
from openimr.samples.dating import printed
from openimr.samples.requests import Request
from openimr.samples.stock import Library
from openimr.samples.wording import fill


class Reasoning:
    """Writes the rationales of one letter; no sentence is used twice in it."""

    def __init__(self, chance: Chance, library: Library, claim: Claim) -> None:
        self._chance = chance
        self._voices = library.voices
        self._claim = claim
        self._count = 0

    def fact(self, asked: Request) -> tuple[str, str]:
        """What the summary states for an overturned item, and what the rationale makes of it."""
        pair = self._chance.pick(asked.topic.overturned)
        return self._fill(pair["fact"], asked), pair["because"]

    def write(self, asked: Request, decision: Decision, because: str | None) -> str:
        """The rationale on ``asked``. ``because`` is the sentence that goes with a stated fact."""
        chance = self._chance
        self._count += 1
        if asked.topic.ancillary and decision == "upheld":
            template = chance.fresh("ancillary", self._voices["ancillary_upheld"])
            if template:
                return self._fill(template, asked)
        sentences: list[str] = []
        if chance.yes(0.5):
            lead = chance.fresh("leads", self._voices["leads"])
            sentences += [lead] if lead else []
        pool = asked.topic.key
        sentences += _drawn(chance, f"principle {pool}", asked.topic.principles, chance.between(1, 2))
        if because is None:
            if chance.yes(0.2):
                applied = chance.fresh("applies", self._voices["applies"])
                sentences += [applied] if applied else []
            reasons = list(asked.topic.upheld)
            dated = [r for r in reasons if "{date}" in r]
            others = [r for r in reasons if "{date}" not in r]
            body = chance.some(others, chance.between(1, 2)) + chance.some(dated, 1)
            if chance.yes(0.5):
                body.reverse()
            sentences += body
        else:
            sentences.append(because)
        ends = self._voices[decision]
        end = chance.fresh(decision, ends) or chance.pick([e for e in ends if "{" in e])
        sentences.append(end)
        texts = [self._fill(sentence, asked) for sentence in sentences]
        if len(texts) > 3 and chance.yes(0.08):
            return " ".join(texts[:2]) + "\n" + " ".join(texts[2:])
        return " ".join(texts)

    def _fill(self, template: str, asked: Request) -> str:
        where = asked.region
        neuro = where.neuro.replace("{side}", asked.side or "left") if where else ""
        name = asked.name
        slots = {
            "date": self._day(self._claim.when.records[-1]),
            "noun": self._claim.voice.noun,
            "site": asked.site,
            "level": asked.level,
            "neuro": neuro,
            "short": asked.topic.short.replace("{site}", asked.site),
            "request": name,
            "name": asked.drugs[0].name if asked.drugs and asked.topic.key != "compound" else name,
        }
        return fill(template, slots)

    def _day(self, day: date) -> str:
        return printed(day, self._claim.voice.dates)


def _drawn(chance: Chance, pool: str, options: tuple[str, ...], count: int) -> list[str]:
    out = [chance.fresh(pool, options) for _ in range(count)]
    return [sentence for sentence in out if sentence]
