"""The letter that a reviewer would write on a case of the docket, with today's guidelines."""

from __future__ import annotations

from dataclasses import dataclass, replace

from openimr.letters.model import Dates, Decision, Determination, Item, Sex, Side, outcome
from openimr.samples.casefile.days import Days
from openimr.samples.chance import Chance
from openimr.samples.claim import Claim, Voice
from openimr.samples.credentials import reviewer
from openimr.samples.dating import Timeline
from openimr.samples.deciding import decided
from openimr.samples.docket import citing
from openimr.samples.narrative import Narrative
from openimr.samples.reasoning import Reasoning
from openimr.samples.requests import Place, Request, place, request
from openimr.samples.stock import Topic, library

#: Kinds of treatment that make sense only beside an operation under review, or after one.
_APART = {"assistant", "clearance", "cold_unit", "sling", "labs", "hypnotic", "antiemetic", "home_health", "transport"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Worker:
    """Who was hurt, and where: what stays the same over all cases of one claim."""

    age: int
    sex: Sex
    job: str
    mechanism: str
    places: tuple[Place, ...]


def worker(chance: Chance) -> Worker:
    """A new worker with one injured region, now and then two."""
    data = library()
    side: Side = chance.pick(("left", "right"))
    regions = chance.some(list(data.regions.values()), chance.pick((1, 1, 1, 2)))
    return Worker(
        age=chance.between(22, 64),
        sex=chance.pick(("male", "female")),
        job=chance.pick(data.voices["jobs"]),
        mechanism=chance.pick([m for m in data.voices["mechanisms"] if not m.startswith(("a ", "slipping"))]),
        places=tuple(place(chance, region, side) for region in regions),
    )


def determine(
    chance: Chance, who: Worker, when: Days, decided: Decision | None, *, drugs: bool, priority: str
) -> Determination:
    """The determination of a new case of ``who``; ``decided`` fixes how all its items are decided.

    The header's days of assignment and decision are left empty: the office sets them.
    """
    data = library()
    about = _claim(chance, who, when)
    topics = _topics(chance, about, drugs=drugs, many=1 if priority == "expedited" else _count(chance))
    asked = list({one.heading: one for one in (_request(chance, about, topic) for topic in topics)}.values())
    reasoning = Reasoning(chance, data, about)
    items: list[Item] = []
    facts: list[str] = []
    for number, one in enumerate(asked, start=1):
        decision: Decision = decided or ("overturned" if chance.yes(0.15) else "upheld")
        because = None
        if decision == "overturned":
            fact, because = reasoning.fact(one)
            facts.append(fact)
        items.append(_item(chance, number, one, decision, reasoning.write(one, decision, because)))
    summary = Narrative(chance, data, about, asked, facts).write()
    if summary.ur_decision_date is None:
        summary = replace(summary, ur_decision_date=when.ur_decision.isoformat())
    return Determination(
        source="docket",
        sha256=None,
        layout="2015",
        case_number=None,
        priority="expedited" if priority == "expedited" else "standard",
        dates=Dates(
            injury=when.injury.isoformat() if when.injury else None,
            ur_denial=when.ur_decision.isoformat(),
            application_received=when.received.isoformat(),
        ),
        reviewer=reviewer(chance, data, "2015"),
        documents_reviewed=(),
        summary=summary,
        items=tuple(items),
        case_outcome=outcome([item.decision for item in items]),
    )


def _count(chance: Chance) -> int:
    return chance.pick((1,) * 11 + (2,) * 5 + (3,) * 2 + (4, 5))


def _claim(chance: Chance, who: Worker, when: Days) -> Claim:
    injury = when.injury or when.visits[0]
    line = Timeline(
        injury, when.visits, when.rfa, when.ur_decision, when.received, when.received, when.received
    )
    voice = Voice(chance.pick(library().voices["nouns"]), "slashes", "slashes", False, False)
    return Claim("", "2015", line, who.age, who.sex, who.job, who.mechanism, who.places, voice)


def _topics(chance: Chance, about: Claim, *, drugs: bool, many: int) -> list[Topic]:
    """``many`` kinds of treatment that fit the claim; only drugs where the dispute is one of the formulary."""
    data = library()
    keys = {where.region.key for where in about.places}
    fitting = [t for t in data.topics.values() if t.key not in _APART and not t.ancillary]
    fitting = [t for t in fitting if not t.regions or keys & set(t.regions)]
    medicine = [t for t in fitting if t.key in data.medications]
    if drugs:
        return chance.some([t for t in medicine if t.key != "compound"], min(many, 2))
    other = [t for t in fitting if t.key not in data.medications]
    drawn = chance.some(other, 1)
    if many > 1:
        rest = [t for t in fitting if t not in drawn and not (t.primary and drawn[0].primary)]
        drawn += chance.some(rest, many - 1)
    return drawn


def _request(chance: Chance, about: Claim, topic: Topic) -> Request:
    fitting = [where for where in about.places if not topic.regions or where.region.key in topic.regions]
    return request(chance, library(), topic, chance.pick(fitting), about.when.records[-1])


def _item(chance: Chance, number: int, asked: Request, decision: Decision, rationale: str) -> Item:
    cited = [
        citing.citations(chance, asked.topic, asked.region, reviewer=reviewing) for reviewing in (False, True)
    ]
    return decided(number, asked, decision, cited, rationale)
