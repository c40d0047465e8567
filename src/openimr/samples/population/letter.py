"""One letter of the population: its facts, its summary, its items, and the truth about it."""

from __future__ import annotations

from datetime import date, timedelta

from openimr.letters.model import Dates, Determination, Item, Layout, Sex, Summary, outcome
from openimr.samples import dating, deciding
from openimr.samples.population import asking, cited, writing
from openimr.samples.population.model import ItemTruth, Sampled, Truth
from openimr.samples.population.programme import Dice, Programme, Year, mixed, programme
from openimr.samples.population.reviewers import ROSTER, credentials, roster
from openimr.samples.population.treatments import Stock, stock
from openimr.samples.population.writing import Voice
from openimr.samples.requests import Place, Request
from openimr.samples.wording import capital, listed


class Letter:
    """One letter being made: all that it says follows from the seed and its number."""

    def __init__(self, seed: int, number: int) -> None:
        self.seed = seed
        self.number = number
        self.dice = Dice(mixed(seed, 0, number))
        self.stock: Stock = stock()
        self.data = self.stock.library
        self.programme: Programme = programme()

    def written(self) -> Sampled:
        """The letter with its truth."""
        dice = self.dice
        roll = dice.roll
        number = self.programme.calendar.draw(roll())
        year = self.programme.years[number]
        decided = _workday(year, dice.below(year.days))
        self.when = when = dating.timeline(dice, decided)
        age = _age(dice)
        layout = _layout(number, roll())
        keys = asking.kinds(dice, year.counts.draw(roll()), year.topics.draw)
        places = asking.places(dice, keys)
        writers = roster(self.seed)
        writer = writers[int(ROSTER * roll() ** 1.6)]  # some do far more letters than others
        asked = asking.requests(dice, keys, places, when.records[-1])
        voice = self._voice(places, when, asked)
        sex = self._person(age, voice)
        decisions = asking.overturned(dice, [one.topic for one in asked], year.overturned)
        told: list[str] = []
        facts: list[int] = []
        opposed: list[bool] = []
        for one, overturned in zip(asked, decisions, strict=True):
            self._item_facts(voice, one)
            known = -1
            if overturned or roll() < 0.04:
                known, text = writing.supporting(voice, one.topic.key)
                told.append(text)
            against = known < 0 and roll() < 0.3
            if against:
                told.append(writing.opposing(voice))
            facts.append(known)
            opposed.append(against)
        reviewed = roll() < 0.86
        partial = all(one.original for one in asked)
        diagnoses = self._diagnoses(places)
        voice.facts["diagnoses"] = listed(diagnoses)
        summary, diagnosed = writing.summary(
            voice,
            writer,
            self._visits(voice, places, len(when.records)),
            list(dict.fromkeys(told)),
            ("ur_modified" if partial else "ur") if reviewed else "",
        )
        items: list[Item] = []
        truths: list[ItemTruth] = []
        for position, one in enumerate(asked, start=1):
            self._item_facts(voice, one)
            overturned = decisions[position - 1]
            text, passages = writing.rationale(
                voice, self.seed, writer, one.topic.key, overturned=overturned, fact=facts[position - 1]
            )
            items.append(self._item(position, one, overturned, text, layout, decided))
            drug = one.topic.key if one.drugs else None
            fact = facts[position - 1] >= 0
            truths.append(ItemTruth(position, one.topic.key, drug, fact, opposed[position - 1], passages))
        case = case_number(when.application_received, self.number)
        determination = Determination(
            source=f"{case}.txt",
            sha256=None,
            layout=layout,
            case_number=case,
            priority="expedited" if roll() < 0.02 else "standard",
            dates=Dates(
                when.assigned.isoformat(),
                decided.isoformat(),
                when.injury.isoformat(),
                when.ur_denial.isoformat(),
                when.application_received.isoformat(),
            ),
            reviewer=credentials(writer, layout),
            documents_reviewed=_documents(layout, voice),
            summary=Summary(
                text=summary,
                age=age,
                sex=sex,
                injury_date=when.injury.isoformat(),
                ur_decision_date=when.ur_denial.isoformat() if reviewed else None,
                diagnoses=diagnoses if diagnosed else (),
            ),
            items=tuple(items),
            case_outcome=outcome([item.decision for item in items]),
        )
        truth = Truth(
            self.number, case, writer.code, tuple(p.region.key for p in places), tuple(truths),
            tuple(voice.slips), None,
        )  # fmt: skip
        return Sampled(determination, truth)

    def _voice(self, places: list[Place], when: dating.Timeline, asked: list[Request]) -> Voice:
        dice = self.dice
        form = self.form = dice.pick(dating.FORMATS)
        records = [dating.printed(day, form) for day in when.records]
        region, side = places[0].region, places[0].side or "left"
        names = list(dict.fromkeys(one.name for one in asked))
        findings = region.findings
        first = dice.below(len(findings))
        facts = {
            "noun": dice.pick(self.data.voices["nouns"]),
            "doi": dating.printed(when.injury, form),
            "d0": records[0],
            "d1": records[-2],
            "d2": records[-1],
            "date": records[-1],
            "rfa": dating.printed(when.rfa, form),
            "ur": dating.printed(when.ur_denial, form),
            "site": places[0].site,
            "level": dice.pick(
                ("C5-C6", "C4-C5", "C6-C7")
                if region.key == "cervical"
                else ("L4-L5", "L5-S1", "L3-L4", "L2-L3")
            ),
            "complaint": dice.pick(region.complaints).replace("{side}", side),
            "finding": findings[first].replace("{side}", side),
            "finding2": findings[(first + 1) % len(findings)].replace("{side}", side),
            "requests": listed(names) if len(names) < 5 else "the treatments in dispute",
            "past_year": str(when.decision.year - dice.below(9)),
            "n": str(dice.between(5, 9)),
            "m": str(dice.between(1, 4)),
        }
        return Voice(dice, facts)

    def _person(self, age: int, voice: Voice) -> Sex:
        sex: Sex = "male" if self.dice.roll() < 0.52 else "female"
        forms = ("{}-year-old", "{} year old", "{}-year old", "{} y/o")
        voice.facts["aged"] = forms[int(self.dice.roll() ** 2 * 4)].format(age)
        voice.facts["sex"] = sex
        he = ("He", "he", "his") if sex == "male" else ("She", "she", "her")
        voice.facts["He"], voice.facts["he"], voice.facts["his"] = he
        return sex

    def _diagnoses(self, places: list[Place]) -> tuple[str, ...]:
        out: list[str] = []
        for where in places:
            drawn = self.dice.some(where.region.diagnoses, self.dice.between(1, 3))
            out += [template.replace("{side}", where.side or "left") for template in drawn]
        return tuple(dict.fromkeys(out))

    def _visits(self, voice: Voice, places: list[Place], count: int) -> list[writing.Visit]:
        """The dates of the visits, oldest first, with a complaint and findings for each."""
        roll = self.dice.roll
        out: list[writing.Visit] = []
        for number, key in enumerate(("d0", "d1", "d2")[-count:]):
            where = places[number % len(places)]
            side, region = where.side or "left", where.region
            complaint = region.complaints[int(roll() * len(region.complaints))]
            first = int(roll() * len(region.findings))
            findings = region.findings[first], region.findings[first - 1]
            out.append(writing.Visit(
                voice.facts[key], complaint.replace("{side}", side), where.site,
                findings[0].replace("{side}", side), findings[1].replace("{side}", side),
            ))  # fmt: skip
        return out

    def _item_facts(self, voice: Voice, one: Request) -> None:
        facts = voice.facts
        side = one.side or "left"
        facts["request"] = one.name
        facts["Request"] = capital(one.name)
        facts["name"] = one.drugs[0].name if one.drugs and one.topic.key != "compound" else one.name
        facts["isite"] = one.site or facts["site"]
        facts["short"] = one.topic.short.replace("{site}", facts["isite"])
        names = self.stock.names[one.topic.key]
        facts["topic"] = names[int(voice.roll() * len(names))]
        facts["neuro"] = one.region.neuro.replace("{side}", side) if one.region else "weakness of the limb"
        if one.level:
            facts["level"] = one.level

    def _item(
        self, number: int, one: Request, overturned: bool, text: str, layout: Layout, decided: date
    ) -> Item:
        sides = [cited.citations(self.dice, one, layout, decided, reviewer=side) for side in (False, True)]
        return deciding.decided(number, one, "overturned" if overturned else "upheld", sides, text)


def case_number(received: date, number: int) -> str:
    """The case number of letter ``number``: from 1000000 on, which no other sample and no real case has."""
    return f"CM{received:%y}-{1_000_000 + number:07d}"


def _workday(year: Year, day: int) -> date:
    """A weekday of the year, the one asked for or one beside it."""
    chosen = year.first + timedelta(day)
    if chosen.weekday() < 5:
        return chosen
    return chosen + timedelta(-2 if day > 2 else 2)


def _age(dice: Dice) -> int:
    """The worker's age: about 44, from 19 to 76; one in fifty is older than 58 and as old as 85."""
    if dice.roll() < 0.02:
        return 59 + int(dice.roll() * 27)
    return 19 + int(26 * dice.roll() + 25 * dice.roll())


def _layout(year: int, roll: float) -> Layout:
    if year == 2013:
        forms: tuple[Layout, ...] = ("2013-federal-services", "2013-professional-review", "2013-notice")
        return forms[int(roll * 3)]
    return "2014" if year == 2014 else "2015"


def _documents(layout: Layout, voice: Voice) -> tuple[str, ...]:
    """The list of documents, which only forms of 2013 print."""
    if layout not in ("2013-federal-services", "2013-professional-review"):
        return ()
    facts = voice.facts
    return (
        "Application for Independent Medical Review",
        f"Utilization Review Determination dated {facts['ur']}",
        f"Progress report dated {facts['d2']}",
        f"Request for Authorization dated {facts['rfa']}",
    )[: 2 + int(voice.roll() * 3)]
