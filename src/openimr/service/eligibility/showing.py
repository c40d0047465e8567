"""What the page on eligibility shows: the questions, where answers differ, what they come to, what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from openimr.law.eligibility import Eligibility
from openimr.law.model import Law, Reason
from openimr.law.questions import Question
from openimr.law.sources import named
from openimr.service.cases.access import verdict
from openimr.service.cases.actors import Actor
from openimr.service.cases.commands.answering import field, side_of, still_open
from openimr.service.cases.domain import Case
from openimr.service.cases.domain import parts as case_parts
from openimr.service.cases.pages import address
from openimr.service.eligibility.forms import AnswersForm
from openimr.service.office import parts

#: From this decision on the regulations were amended and not read (open point V1).
_V1_FROM = date(2026, 4, 1)
_SAID = {True: "Yes", False: "No", None: None}


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done from the page. ``why`` says why it can't be now; "" where it can."""

    title: str
    address: str
    why: str = ""
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A question with its place on the page: ``item`` is the treatment it concerns, or ``None``.

    ``standing`` is ``open`` (neither a person nor a fact answers it), ``differs``, ``stands`` (the answer is yes)
    or ``settled`` (no); only what is settled is folded.
    """

    question: parts.Question
    anchor: str
    item: int | None
    differs: bool
    facts: str
    standing: str
    text: str
    lines: tuple[str, ...]

    @property
    def folded(self) -> bool:
        """Whether it needs no look now; what was just typed and refused always does."""
        control = self.question.control
        typed = (
            control is not None
            and control.form.errors
            and tuple(control.value() or ("", "")) != tuple(control.initial or ("", ""))
        )
        return self.standing == "settled" and not typed

    @property
    def badge(self) -> parts.Badge:
        """Why it is not folded."""
        return _STANDINGS[self.standing]


_STANDINGS = {
    "open": parts.Badge("Open", "warn", "help_outline"),
    "differs": parts.Badge("Answers differ", "warn"),
    "stands": parts.Badge("Stands in the way", "bad"),
    "settled": parts.Badge("Settled", "good"),
}


def cited(law: Iterable[Law]) -> str:
    """Citations, each with how well it is known."""
    return "; ".join(f"{one.cite} ({one.evidence.meaning})" for one in law)


def shown(case: Case, found: Eligibility, names: dict[str, str], form: AnswersForm | None) -> list[Shown]:
    """Every question as its part of the page takes it: first those that need a look, in each part the whole case first.

    ``names`` say how the people who answered are shown.
    """
    given = {(one.code, one.item): one for one in case.questions}
    out = []
    for one in found.questions:
        name = field(one.code, one.item)
        own = given.get((one.code, one.item)) or given.get((one.code, None))
        staff = _answer(own.staff if own else None, names)
        regulator = _answer(own.regulator if own else None, names)
        facts = {True: "Yes", False: "No", None: "Not known"}[one.computed]
        question = parts.Question(
            title=one.title if one.item is None else f"{one.title}: treatment {one.item}",
            staff=staff,
            regulator=regulator,
            law=cited(one.law),
            asks=" ".join(_explained(one.asks)),
            working=one.working,
            code=name,
            control=form[name] if form is not None and name in form.fields else None,
        )
        out.append(
            Shown(
                question,
                f"question-{name}",
                one.item,
                one.differs,
                facts,
                _standing(one),
                one.text,
                _lines(one),
            )
        )
    return sorted(out, key=lambda one: (one.folded, one.item is not None, one.item or 0))


def _standing(one: Question) -> str:
    if one.differs:
        return "differs"
    if one.answer is None:
        return "open"
    return "stands" if one.answer else "settled"


def _answer(given: case_parts.Answer | None, names: dict[str, str]) -> parts.Answer:
    if given is None:
        return parts.Answer(None)
    return parts.Answer(_SAID[given.holds], names.get(given.by, ""), given.at, given.note or "")


def _lines(one: Question) -> tuple[str, ...]:
    lines = []
    if one.missing and one.computed is None:
        lines.append(f"Not known: {'; '.join(one.missing)}.")
    cure = "can be cured" if one.curable else "can't be cured"
    lines.append(f"If yes: {one.outcome}, {cure}. {one.how}")
    return tuple(lines)


def _explained(asks: Sequence[str]) -> Iterable[str]:
    """What a person must confirm, with the open point that it names in words."""
    for text in asks:
        yield text
        for point in named(text):
            yield f"Open point {point.id}: {point.question}."


def warning(case: Case) -> str:
    """What must be said of a decision under the regulations of April 2026; "" for an earlier one."""
    decided = case.application.get("ur_decision_date")
    if decided is None or date.fromisoformat(decided) < _V1_FROM:
        return ""
    return (
        "The utilization review decision is of Apr 1, 2026 or later. The regulations on the request, the form and "
        "the records were amended on that day and were not read for these rules (V1): nobody is refused for it "
        "automatically, and a person must look at the current text."
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the answers come to for one treatment."""

    number: int
    text: str
    badge: parts.Badge
    reasons: tuple[Reason, ...]


_BADGES = {
    "eligible": parts.Badge("Nothing stands in the way", "good"),
    "deferred": parts.Badge("Waits for liability", "warn"),
    "ineligible": parts.Badge("Not eligible", "bad"),
}


def outcomes(case: Case, found: Eligibility) -> list[Outcome]:
    """What the answers come to, treatment by treatment."""
    texts = {one.number: one.normalised.disputed if one.normalised else one.text for one in case.items}
    return [
        Outcome(one.number, texts.get(one.number, ""), _BADGES[one.status], one.reasons)
        for one in found.items
    ]


def counts(found: Eligibility) -> dict[str, int]:
    """How many questions there are, answered by whom, differing, open, standing in the way, settled."""
    standing = [_standing(one) for one in found.questions]
    return {
        "all": len(found.questions),
        "staff": sum(one.staff is not None for one in found.questions),
        "regulator": sum(one.regulator is not None for one in found.questions),
        "differ": standing.count("differs"),
        "stands": standing.count("stands"),
        "settled": standing.count("settled"),
        "open": len(found.unanswered),
    }


def actions(actor: Actor, case: Case, found: Eligibility) -> list[Action]:
    """What this person can do now, and what they could if something were otherwise."""

    def at(rest: str) -> str:
        return address(case.number, f"eligibility/{rest}")

    out: list[Action] = []

    def offer(title: str, rest: str, action: str, why: str = "", *, primary: bool = False) -> None:
        allowed = verdict(actor, action, case)
        if not allowed and actor.role not in _roles(action):
            return
        out.append(Action(title, at(rest), allowed.why or why, primary and not (allowed.why or why)))

    bars = [one for one in found.reasons if one.outcome != "deferred"]
    deferrals = [one for one in found.reasons if one.outcome == "deferred"]
    with_regulator = case.escalated == "regulator"
    if case.state in ("A2", "A3", "A4"):
        open_ = still_open(found.questions, side_of(actor))
        if open_:
            offer(f"Answer no to the {len(open_)} that you have not answered", "open/", "eligibility.answer")
    if case.state == "A2":
        if actor.role != "regulator":
            offer(
                "Send to the regulator",
                "route/",
                "eligibility.answer",
                "The case is with the regulator." if with_regulator else "",
                primary=not found.unanswered,
            )
        offer(
            "Find it eligible",
            "eligible/",
            "eligibility.decide",
            _first(found) or ("" if found.eligible else "The answers leave no treatment eligible."),
            primary=found.eligible and not found.unanswered,
        )
        offer(
            "Find it ineligible",
            "ineligible/",
            "eligibility.decide",
            "" if bars else "No answer gives a reason against it.",
        )
        offer(
            "Defer it",
            "defer/",
            "case.defer",
            "" if deferrals else "No answer says that liability is disputed.",
        )
        offer(
            "Send it back to staff",
            "back/",
            "eligibility.decide",
            "" if with_regulator else "The case is with staff.",
        )
    if case.state in ("A2", "A3"):
        offer("Ask for information", "information/", "information.request")
    if case.state == "A3":
        offer("Go on without an answer", "go-on/", "information.receive")
    if case.state == "A4":
        offer("Resume: liability is resolved", "resume/", "case.resume", primary=True)
    return out


def _roles(action: str) -> tuple[str, ...]:
    from openimr.service.accounts.permissions import table

    return table().actions[action].roles


def _first(found: Eligibility) -> str:
    if not found.unanswered:
        return ""
    more = len(found.unanswered) - 1
    rest = f" and {more} more" if more else ""
    return f"Open: {found.unanswered[0].question}{rest}"
