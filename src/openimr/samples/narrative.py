"""The clinical case summary of a claim, with what it says as data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from openimr.letters.model import Summary
from openimr.samples.chance import Chance
from openimr.samples.claim import Claim
from openimr.samples.dating import broken, printed
from openimr.samples.requests import Request
from openimr.samples.stock import Library
from openimr.samples.wording import capital, fill, in_words, listed


class Narrative:
    """Writes one summary; ``notes`` collects the difficulties that went into it."""

    def __init__(
        self,
        chance: Chance,
        library: Library,
        claim: Claim,
        requests: Sequence[Request],
        facts: Sequence[str],
    ) -> None:
        self._chance = chance
        self._voices = library.voices
        self._library = library
        self._claim = claim
        self._requests = requests
        self._facts = list(dict.fromkeys(facts))
        self.notes: list[str] = []

    def write(self) -> Summary:
        """The summary and its truth."""
        chance, claim = self._chance, self._claim
        opening = self._opening()
        sentences = [opening]
        diagnoses: tuple[str, ...] = ()
        if chance.yes(0.9):
            diagnoses = self._diagnoses()
            key = "diagnoses_one" if len(diagnoses) == 1 else "diagnoses_many"
            sentences.append(self._say(key, {"diagnoses": listed(diagnoses)}))
        if chance.yes(0.8):
            care = chance.some(self._voices["care_kinds"][:5], chance.between(1, 3))
            sentences.append(self._say("care", {"care": listed(care)}))
        sentences += self._records()
        sentences += self._medications()
        if chance.yes(0.6):
            sentences.append(self._say("work", {"pounds": str(chance.pick((10, 15, 20, 25)))}))
        if chance.yes(0.6):
            sentences.append(self._say("plans", {"requests": self._asked()}))
        review: date | None = claim.when.ur_denial if chance.yes(0.88) else None
        if review:
            partial = all(r.original for r in self._requests)
            key = "ur_modified" if partial else "ur"
            sentences.append(self._say(key, {"ur": self._day(review), "requests": self._asked()}))
        text = self._joined(sentences)
        return Summary(
            text=text,
            age=claim.age,
            sex=claim.sex,
            injury_date=claim.when.injury.isoformat(),
            ur_decision_date=review.isoformat() if review else None,
            diagnoses=diagnoses,
        )

    def _say(self, key: str, slots: dict[str, str]) -> str:
        options = self._voices[key]
        template = self._chance.fresh(key, options) or self._chance.pick(options)
        common = {"noun": self._claim.voice.noun, "He": self._claim.pronoun}
        return fill(template, {**common, "rfa": self._day(self._claim.when.rfa), **slots})

    def _day(self, day: date) -> str:
        return printed(day, self._claim.voice.dates)

    def _opening(self) -> str:
        chance, claim = self._chance, self._claim
        slots = {
            "doi": self._day(claim.when.injury),
            "sex": claim.sex or "",
            "job": claim.job,
            "mechanism_ing": claim.mechanism,
        }
        if claim.age is None:
            self.notes.append("no age or sex")
            return self._say("openings_bare", slots)
        if chance.yes(0.1):
            return self._say("openings_aged", {**slots, "years": str(claim.age)})
        forms = [
            f"{claim.age}-year-old",
            f"{claim.age} year old",
            f"{claim.age} y/o",
            f"{claim.age}-year old",
        ]
        if chance.yes(0.04):
            forms = [f"{in_words(claim.age)}-year-old"]
        return self._say("openings", {**slots, "age": chance.pick(forms)}).replace(" a 8", " an 8")

    def _diagnoses(self) -> tuple[str, ...]:
        chance = self._chance
        if chance.yes(0.06):
            self.notes.append("a diagnosis holds a comma")
            where = self._claim.places[0]
            return (f"sprain of the {where.site}, subsequent encounter",)
        out: list[str] = []
        for where in self._claim.places:
            drawn = chance.some(where.region.diagnoses, chance.between(1, 2))
            out += [template.replace("{side}", where.side or "left") for template in drawn]
        return tuple(dict.fromkeys(out))

    def _records(self) -> list[str]:
        """One passage per record, oldest first; what decisions rest on stands with the last."""
        chance, claim = self._chance, self._claim
        out: list[str] = []
        last = len(claim.when.records) - 1
        for number, day in enumerate(claim.when.records):
            where = claim.places[number % len(claim.places)]
            shown = printed(day, claim.voice.record_dates)
            if claim.voice.broken_date and number == 0 and last > 0:
                shown = broken(day)
                self.notes.append("broken date")
            pool = f"complaints {where.region.key}"
            complaint = chance.fresh(pool, where.region.complaints) or where.region.complaints[0]
            side = where.side or "left"
            out.append(self._say("visits", {"d": shown, "complaint": complaint.replace("{side}", side)}))
            n = chance.between(4, 9)
            out.append(self._say("scores", {"n": str(n), "m": str(n - chance.between(1, 3))}))
            found = []
            for _ in range(chance.between(1, 2)):
                finding = chance.fresh(f"findings {where.region.key}", where.region.findings)
                if finding:
                    found.append(finding.replace("{side}", side))
            if found:
                out.append(self._say("exams", {"findings": listed(found)}))
            if number == 0 and chance.yes(0.12):
                out.append(self._say("quotes", {}))
                self.notes.append("quotation")
            elif number == 0 and chance.yes(0.1):
                out.append(self._say("fractions", {}))
                self.notes.append("fraction")
            if number == last:
                out += self._facts
        return out

    def _medications(self) -> list[str]:
        chance = self._chance
        names = [r.name for r in self._requests if r.drugs and r.topic.key != "compound"]
        taken = {ingredient for r in self._requests for drug in r.drugs for ingredient in drug.ingredients}
        others = [e for e in self._library.drugs if e.topic in ("nsaid", "antiepilepsy") and e.strengths]
        others = [e for e in others if not taken & set(e.ingredients)]
        added = chance.some(others, chance.between(0 if names else 1, 1))
        names += [f"{entry.names[0]} {entry.strengths[0]}" for entry in added]
        if not names:
            return []
        return [self._say("medications", {"meds": listed(names)})]

    def _asked(self) -> str:
        names = [r.name for r in self._requests]
        if len(names) > 4:
            return "the treatments in dispute"
        return listed(list(dict.fromkeys(names)))

    def _joined(self, sentences: list[str]) -> str:
        """Sentences with a blank between them, some run together in the manner of 2014."""
        out = ""
        for number, sentence in enumerate(sentences):
            sentence = capital(sentence)
            if number == 0:
                out = sentence
            elif self._claim.voice.run_together and self._chance.yes(0.3):
                out += sentence
                self.notes.append("sentences run together")
            else:
                out += " " + sentence
        return out
