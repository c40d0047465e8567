"""``letters``: fictional Final Determination letters from a seed."""

from __future__ import annotations

from collections.abc import Iterable

from openimr.letters.model import (
    Dates,
    Decision,
    Determination,
    Item,
    Layout,
    Reviewer,
    outcome,
)  # fmt: skip
from openimr.samples import citing, styling
from openimr.samples.chance import Chance
from openimr.samples.claim import Claim, claim, reword
from openimr.samples.credentials import reviewer
from openimr.samples.dating import printed
from openimr.samples.deciding import decided
from openimr.samples.model import SampleLetter
from openimr.samples.narrative import Narrative
from openimr.samples.reasoning import Reasoning
from openimr.samples.requests import Request, request
from openimr.samples.stock import Library, Topic, library

_LAYOUTS: tuple[Layout, ...] = (
    "2015", "2015", "2015", "2015", "2015", "2014", "2014", "2014",
    "2013-federal-services", "2013-professional-review", "2013-notice",
)  # fmt: skip
#: How many items a letter has, about as often as in published letters (115 of 194 have one).
_ITEM_COUNTS = (1,) * 58 + (2,) * 18 + (3,) * 8 + (4, 5, 6, 7, 8, 9, 10) * 2 + (15, 21)
#: Treatments that go with an operation.
_WITH_SURGERY = ("assistant", "clearance", "cold_unit", "sling", "labs")
#: Facts of these topics speak of an operation already done; they stand alone in a letter.
_AFTER_SURGERY = ("hypnotic", "antiemetic", "home_health", "transport", "sling")


def letters(seed: int, count: int, *, layout: Layout | None = None) -> Iterable[SampleLetter]:
    """``count`` fictional letters; the same seed gives the same letters.

    Args:
        seed: any whole number.
        count: how many letters.
        layout: one published layout for all; by default all layouts occur.
    """
    for number in range(count):
        yield letter(seed, number, layout)


def letter(seed: int, number: int, layout: Layout | None = None) -> SampleLetter:
    """Letter ``number`` of the series that ``seed`` begins."""
    chance = Chance(f"letter {seed} {number}")
    data = library()
    drawn = chance.pick(_LAYOUTS)
    chosen: Layout = drawn if layout is None else layout
    about = claim(chance, data, chosen, chance.below(100000))
    single = chosen == "2013-professional-review"
    topics = _topics(chance, data, about, 1 if single else chance.pick(_ITEM_COUNTS))
    reasoning = Reasoning(chance, data, about)
    operation: Decision = "upheld" if chance.yes(0.8) else "overturned"
    asked = [_request(chance, data, about, topic) for topic in topics]
    asked = _distinct(asked)
    items: list[Item] = []
    facts: list[str] = []
    for position, one in enumerate(asked, start=1):
        decision = _decision(chance, one, operation, alone=len(asked) == 1)
        because = None
        if decision == "overturned":
            fact, because = reasoning.fact(one)
            facts.append(fact)
        rationale = reasoning.write(one, decision, because)
        items.append(_item(chance, about, position, one, decision, rationale))
    narrative = Narrative(chance, data, about, asked, facts)
    summary = narrative.write()
    who = reviewer(chance, data, chosen)
    determination = Determination(
        source=f"{about.case_number}.txt",
        sha256=None,
        layout=chosen,
        case_number=about.case_number,
        priority="expedited" if chance.yes(0.06) else "standard",
        dates=Dates(
            about.when.assigned.isoformat(),
            about.when.decision.isoformat(),
            about.when.injury.isoformat(),
            about.when.ur_denial.isoformat(),
            about.when.application_received.isoformat(),
        ),
        reviewer=who,
        documents_reviewed=_documents(chance, data, about),
        summary=summary,
        items=tuple(items),
        case_outcome=outcome([item.decision for item in items]),
    )
    style, style_notes = styling.style(chance, chosen)
    determination = styling.visible(determination, style)
    notes = [*narrative.notes, *(n for one in asked for n in one.notes), *style_notes]
    if len(items) > 10:
        notes.append(f"{len(items)} items")
    return SampleLetter(
        f"{about.case_number}-{seed}-{number}", determination, style, tuple(dict.fromkeys(notes))
    )


def _topics(chance: Chance, data: Library, about: Claim, count: int) -> list[Topic]:
    """``count`` kinds of treatment that go together, each at most once (services around surgery apart)."""
    keys = {where.region.key for where in about.places}
    fitting = [t for t in data.topics.values() if not t.regions or keys & set(t.regions)]
    surgery = [t for t in fitting if t.primary]
    plain = [t for t in fitting if not t.primary and not t.ancillary]
    medicine = [t for t in plain if t.key in data.medications]
    other = [t for t in plain if t.key not in data.medications]
    out: list[Topic] = []
    if count > 1 and surgery and chance.yes(0.3 if count < 10 else 1):
        out.append(chance.pick(surgery))
        with_it = [data.topics[key] for key in _WITH_SURGERY]
        out += chance.some(with_it, min(count - 1, chance.between(1, 5)))
    elif count == 1 and surgery and chance.yes(0.08):
        out.append(chance.pick(surgery))
    pools = [chance.some(medicine, len(medicine)), chance.some(other, len(other))]
    while len(out) < count and any(pools):
        pool = pools[chance.below(2)] or pools[0] or pools[1]
        out.append(pool.pop())
    return out


def _request(chance: Chance, data: Library, about: Claim, topic: Topic) -> Request:
    fitting = [w for w in about.places if not topic.regions or w.region.key in topic.regions]
    where = chance.pick(fitting)
    both = topic.key in ("mri", "xray", "brace", "pt")
    return request(chance, data, topic, reword(chance, where, both=both), about.when.records[-1])


def _distinct(asked: list[Request]) -> list[Request]:
    """The requests, without two of the same heading."""
    return list({one.heading: one for one in asked}.values())


def _decision(chance: Chance, asked: Request, operation: Decision, *, alone: bool) -> Decision:
    if asked.topic.primary or asked.topic.ancillary:
        return operation
    if asked.topic.key in _AFTER_SURGERY and not alone:
        return "upheld"
    return "overturned" if chance.yes(0.2) else "upheld"


def _item(
    chance: Chance, about: Claim, number: int, asked: Request, decision: Decision, rationale: str
) -> Item:
    era = citing.Era(about.layout, about.when.decision)
    cited = [
        citing.citations(chance, era, asked.topic, asked.region, reviewer=reviewing)
        for reviewing in (False, True)
    ]
    return decided(number, asked, decision, cited, rationale)


def _documents(chance: Chance, data: Library, about: Claim) -> tuple[str, ...]:
    """The list of documents, which only the layouts of 2013 print."""
    if about.layout not in ("2013-federal-services", "2013-professional-review"):
        return ()
    templates = data.voices["documents"]
    chosen = templates[:2] + chance.some(templates[2:], chance.between(1, 4))
    days = {
        "{ur}": printed(about.when.ur_denial, "slashes"),
        "{d}": printed(about.when.records[-1], "slashes"),
        "{rfa}": printed(about.when.rfa, "slashes"),
    }
    out = []
    for template in chosen:
        for slot, day in days.items():
            template = template.replace(slot, day)
        out.append(template)
    return tuple(out)


__all__ = ["Reviewer", "letter", "letters"]
