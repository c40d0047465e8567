"""The questions of eligibility, each with the computed answer and with what people answered.

Each question is put so that yes means the rule applies. It is answered by the regulator if the regulator answered,
else by staff, else by the facts; facts that are not known leave it unanswered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from openimr.law import conditions
from openimr.law.calendars import pacific_day
from openimr.law.conditions import Fact, Facts, Truth
from openimr.law.facts import Answer, EligibilityFacts
from openimr.law.known import known, known_of_item
from openimr.law.model import Evidence, Law
from openimr.law.regimes import Regime, regime
from openimr.law.rules import Outcome, Rule, Version, declared, rules


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a case (``item`` is ``None``) or about one of its items.

    ``computed`` is what the facts answer, with ``working``; ``missing`` says which facts it lacks. ``answer`` is the
    answer that counts and ``answered_by`` whose it is. ``acts`` says whether a yes has its ``outcome``: a rule that
    is not verified has none until the regulator says yes. ``asks`` is what a person must confirm, and why.
    """

    code: str
    order: int
    item: int | None
    title: str
    text: str
    yes: str
    no: str
    computed: bool | None
    working: tuple[str, ...]
    missing: tuple[str, ...]
    staff: bool | None
    regulator: bool | None
    outcome: Outcome
    evidence: Evidence
    law: tuple[Law, ...]
    curable: bool
    how: str
    asks: tuple[str, ...]

    @property
    def answer(self) -> bool | None:
        """The regulator's answer, else that of staff, else that of the facts."""
        return next((one for one in (self.regulator, self.staff, self.computed) if one is not None), None)

    @property
    def answered_by(self) -> Literal["regulator", "staff", "facts"] | None:
        """Whose answer counts; ``None`` where nobody's does."""
        if self.regulator is not None:
            return "regulator"
        if self.staff is not None:
            return "staff"
        return "facts" if self.computed is not None else None

    @property
    def acts(self) -> bool:
        """Whether the rule applies and may have its effect."""
        verified = self.evidence.acts or self.regulator is not None
        return self.answer is True and self.outcome != "flag" and verified

    @property
    def differs(self) -> bool:
        """Whether staff, regulator and facts do not agree, as far as they answered."""
        given = {one for one in (self.computed, self.staff, self.regulator) if one is not None}
        return len(given) > 1


def questions(case: EligibilityFacts, *, now: datetime) -> tuple[Question, ...]:
    """Every question of the rules in their order; those asked of items once for each item that differs.

    Args:
        case: what is known.
        now: an aware date and time.

    Raises:
        LawError: a data file is wrong.
    """
    return asked(case, known(case, now), now)


def asked(case: EligibilityFacts, whole: Facts, now: datetime) -> tuple[Question, ...]:
    """`questions` where the facts of the case as a whole are worked out already."""
    governs = regime(whole)
    today = pacific_day(now)
    items = [(item.number, known_of_item(case, item, whole)) for item in case.items]
    found: list[Question] = []
    for rule in rules():
        overall = _ask(rule, None, whole, governs, case.answers, today)
        if rule.per == "case" or not items:
            found.append(overall)
            continue
        single = [_ask(rule, number, facts, governs, case.answers, today) for number, facts in items]
        # What is the same for the case and all its items is asked once.
        if all(replace(one, item=None) == overall for one in single):
            found.append(overall)
        else:
            found += single
    return tuple(found)


def _ask(
    rule: Rule, item: int | None, facts: Facts, governs: Regime, answers: Iterable[Answer], today: date
) -> Question:
    truth = _holds(rule, facts)
    staff, regulator = _answered(rule.code, item, answers)
    trigger = facts.get(rule.trigger, Fact()).value if rule.trigger else None
    version = rule.at(trigger or today)
    curable, how = _cure(version, facts, today)
    means = declared()
    question = Question(
        code=rule.code,
        order=rule.order,
        item=item,
        title=rule.title,
        text=rule.question,
        yes=rule.yes,
        no=rule.no,
        computed=truth.holds,
        working=truth.because,
        missing=tuple(means[name].means for name in truth.missing),
        staff=staff,
        regulator=regulator,
        outcome=version.outcome,
        evidence=version.evidence,
        law=version.law,
        curable=curable,
        how=how,
        asks=(),
    )
    return replace(question, asks=tuple(_asks(question, rule, version, truth, trigger, governs)))


def _holds(rule: Rule, facts: Facts) -> Truth:
    truth = conditions.test(rule.when, facts)
    if truth.holds and rule.unless:
        excepted = conditions.test(rule.unless, facts)
        if excepted.holds:
            return Truth(False, (*truth.because, *excepted.because))
    return truth


def _answered(code: str, item: int | None, answers: Iterable[Answer]) -> tuple[bool | None, bool | None]:
    """What staff and the regulator answered; an answer for the item goes before one for the case."""
    given = [one for one in answers if one.code == code and one.item in (None, item)]
    given.sort(key=lambda one: one.item is None)
    staff = next((one.staff for one in given if one.staff is not None), None)
    regulator = next((one.regulator for one in given if one.regulator is not None), None)
    return staff, regulator


def _cure(version: Version, facts: Facts, today: date) -> tuple[bool, str]:
    due = facts.get("filing_due", Fact()).value
    if version.cure != "refile" or due is None:
        return version.cure != "none", version.how
    if today > due:
        closed = f"The window closed on {due}: it can be filed again only if the window never began or was suspended."
        return False, f"{version.how} {closed}"
    return True, f"{version.how} It must arrive by {due}."


def _asks(
    question: Question, rule: Rule, version: Version, truth: Truth, trigger: date | None, governs: Regime
) -> Iterable[str]:
    """What a person must confirm; the regulator's own answer confirms it."""
    if question.regulator is not None:
        return
    if question.staff is None:
        yield from truth.asks
    if not question.answer:
        return
    if version.asks:
        yield version.asks
    elif version.outcome == "flag":
        yield rule.yes
    if rule.trigger and len(rule.versions) > 1 and trigger is None:
        yield f"Not known: {declared()[rule.trigger].means}. The rule is applied as it stands today."
    if version.outcome == "ineligible":
        if governs.asks:
            yield governs.asks
        elif governs.code is None:
            lacks = " ".join(governs.working)
            yield f"It is not known which law governs this decision, so a person must confirm. {lacks}"
