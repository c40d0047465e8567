"""``docket``: the fictional cases that the demo office works on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from openimr.law.forms import Application, Channel, Person
from openimr.letters.model import Decision
from openimr.samples.casefile.applying import filled
from openimr.samples.casefile.cast import Cast, cast, mail, name, phone
from openimr.samples.casefile.days import Days, before, weekday
from openimr.samples.chance import Chance
from openimr.samples.docket import curated
from openimr.samples.docket.determining import Worker, determine, worker
from openimr.samples.docket.fates import Fate, age_of, fates, milestones, spread
from openimr.samples.docket.model import DocketCase

#: Fates of cases that a duplicate may repeat, or that another case may be consolidated into.
_OPEN = {
    "duplicate": ("assigned", "records pending", "records complete", "in review"),
    "consolidated": ("records pending",),
}
#: One of so many of the cases that may be expedited is (about 5 % of all).
_EXPEDITED = 10


def docket(seed: int, count: int = 200, today: date | None = None) -> tuple[DocketCase, ...]:
    """``count`` cases in all states, the ten curated ones first; the same arguments give the same cases.

    Args:
        seed: any whole number.
        count: how many cases; from 117 on, every fate has at least three.
        today: the day on which the office opens; every date lies before or on it.

    Raises:
        ValueError: ``today`` is missing, or ``count`` is less than 1.
    """
    if today is None or count < 1:
        raise ValueError("A docket needs the day of today and at least one case: docket(seed, count, today).")
    wanted = spread(count)
    out: list[DocketCase] = []
    for place, fate in enumerate(curated.fates()[:count]):
        if fate in wanted:
            wanted.remove(fate)
        else:
            wanted.pop()
        out.append(_curated(place, seed, today, fate))
    urgent = 0
    later: list[str] = []
    for fate in wanted:
        if fates()[fate].related:
            later.append(fate)
            continue
        one = fates()[fate]
        urgent += one.urgent is not None
        expedited = one.urgent is not None and urgent % _EXPEDITED == 3
        out.append(_Drawn(seed, len(out) + 1, one, today, urgent=expedited).case())
    for fate in later:
        out.append(_related(seed, len(out) + 1, fates()[fate], today, out))
    return tuple(out)


def _curated(place: int, seed: int, today: date, fate: str) -> DocketCase:
    made = curated.case(place, seed, today)
    received = made.application.received or today
    return DocketCase(
        number=place + 1,
        fate=fate,
        state=fates()[fate].state,
        age_days=(today - received).days,
        application=made.application,
        determination=made.determination,
        milestones=milestones(fates()[fate], received, today, urgent=False),
        title=made.title,
        seed=f"{seed} curated {place}",
        chart=made.chart,
    )


class _Drawn:
    """One drawn case. ``of`` is an earlier case of the same worker, where this one goes into it."""

    def __init__(
        self, seed: int, number: int, fate: Fate, today: date, *, urgent: bool, of: DocketCase | None = None
    ) -> None:
        self._number, self._fate, self._today, self._urgent, self._of = number, fate, today, urgent, of
        self._claim = f"{seed} {of.number if of else number}"
        self._seed = f"{seed} {number}"
        self._chance = Chance(f"docket {self._seed}")

    def case(self) -> DocketCase:
        """The case: who, when, what is in dispute, and what is wrong with it."""
        who, people = self._people()
        chance, fate = self._chance, self._fate
        received = weekday(self._today - timedelta(age_of(chance, fate, urgent=self._urgent)))
        drugs = not self._urgent and fate.flaw is None and chance.yes(0.16)
        when = self._days(received, drugs=drugs)
        decided: Decision | None = fate.decision
        determination = determine(
            chance, who, when, decided, drugs=drugs, priority="expedited" if self._urgent else "standard"
        )
        determination = replace(determination, source=f"docket-{self._number:03d}.json")
        application = filled(determination, people, when, chance)
        application = self._flawed(self._varied(application, people, drugs=drugs), when)
        return DocketCase(
            number=self._number,
            fate=fate.fate,
            state=fate.state,
            age_days=(self._today - received).days,
            application=application,
            determination=determination,
            milestones=milestones(fate, received, self._today, urgent=self._urgent),
            related=self._of.number if self._of else None,
            seed=self._seed,
        )

    def _people(self) -> tuple[Worker, Cast]:
        """The worker and the cast, which depend on nothing but the claim."""
        chance = Chance(f"claim {self._claim}")
        who = worker(chance)
        return who, cast(chance, who.sex, who.job)

    def _days(self, received: date, *, drugs: bool) -> Days:
        """Days before the receipt: within the time to apply, or beyond it where the fate wants it late."""
        chance = self._chance
        if self._fate.flaw == "LATE":
            waited = chance.between(46, 80)
        elif self._urgent or drugs:
            waited = chance.between(2, 8)
        else:
            waited = chance.between(4, 26)
        review = weekday(received - timedelta(waited))
        served = min(weekday(review + timedelta(chance.below(2))), received)
        signed = served + timedelta(chance.below(max(1, (received - served).days - 1)))
        claim = Chance(f"injury {self._claim}")
        injury = (self._of.application.injury_date if self._of else None) or review - timedelta(
            claim.between(90, 300) if claim.yes(0.4) else claim.between(300, 2900)
        )
        rfa = before(review, chance.between(1, 2) if self._urgent else chance.between(3, 6), injury)
        last = before(rfa, chance.between(0, 5), injury)
        visits = [last]
        for _ in range(chance.between(1, 2)):
            visits.insert(0, before(visits[0], chance.between(26, 36), injury))
        visits = [day for place, day in enumerate(visits) if place == 0 or day > visits[place - 1]]
        return Days(injury, tuple(visits), rfa, review, served, signed, received)

    def _varied(self, application: Application, people: Cast, *, drugs: bool) -> Application:
        chance = self._chance
        attorney = people.attorney is not None and chance.yes(0.4)
        channel: Channel = chance.pick(("mail", "mail", "fax", "web", "web", "electronic"))
        if self._fate.fate == "mail room":
            channel = "mail" if chance.yes(0.7) else "fax"
        return replace(
            application,
            formulary=drugs,
            filer="attorney" if attorney else "employee",
            channel=application.channel if self._urgent else channel,
            statement=chance.pick(_STATEMENTS) if chance.yes(0.35) else None,
        )

    def _flawed(self, application: Application, when: Days) -> Application:
        """The application with what is wrong with it."""
        match self._fate.flaw:
            case "LIABILITY":
                return replace(application, liability_disputed=True)
            case "UNSIGNED":
                return replace(application, signed=False, signed_on=None)
            case "NO_UR_COPY":
                return replace(application, ur_copy_attached=False)
            case "CNC":
                return replace(application, ur_basis="missing information", ur_outcome="denied")
            case "NOT_UR_NECESSITY":
                return replace(application, ur_basis="other", ur_outcome="denied")
            case "WRONG_FILER":
                if self._chance.yes(0.5):
                    return replace(application, filer="claims administrator")
                who = name(self._chance)
                agent = Person(name=who, phone=phone(self._chance), email=mail(who))
                designated = when.ur_decision - timedelta(self._chance.between(20, 90))
                return replace(application, filer="agent", agent=agent, agent_designated=designated)
            case _:
                return application


#: What workers write into the box for their own words.
_STATEMENTS = (
    "I still hurt every day and my doctor says this is the next step.",
    "The letter says that my doctor did not explain enough. My doctor sent all notes.",
    "I was getting better with this treatment and want to go back to my regular work.",
    "Please look at the report of my last visit. It was not mentioned in the denial.",
    "I have tried what was offered before and it did not last.",
)


def _related(seed: int, number: int, fate: Fate, today: date, before_it: list[DocketCase]) -> DocketCase:
    """A duplicate of an earlier case, or a second case of its worker that goes into it."""
    taken = {one.related for one in before_it}
    fitting = [
        one
        for one in before_it
        if one.fate in _OPEN[fate.fate]
        and one.title is None
        and one.number not in taken
        and one.application.priority == "standard"
        and one.age_days >= 2
    ]
    if not fitting:  # a small docket has nothing to repeat
        return _Drawn(seed, number, fates()["received"], today, urgent=False).case()
    chance = Chance(f"related {seed} {number}")
    other = chance.pick(fitting)
    if fate.fate == "consolidated":
        return _Drawn(seed, number, fate, today, urgent=False, of=other).case()
    first = other.application.received or today
    age = min(age_of(chance, fate, urgent=False), (today - first).days)
    served = other.application.ur_served_date or first
    last = served + timedelta(10 if other.application.formulary else 30)
    received = max(first, weekday(min(today - timedelta(age), last)))
    again = replace(other.application, received=received, channel="fax")
    return replace(
        other,
        number=number,
        fate=fate.fate,
        state=fate.state,
        age_days=(today - received).days,
        application=again,
        milestones=milestones(fate, received, today, urgent=False),
        related=other.number,
    )
