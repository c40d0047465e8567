"""One unit of work: commands load cases, emit events, and all of it is written in one transaction or not at all.

>>> with work(actor, submission=form["submission"]) as unit:          # doctest: +SKIP
...     case = unit.load("CM26-0000123", "eligibility.decide", expected=7)
...     unit.emit(case.number, Found(items=(1,), priority="standard", formulary=False))
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache

from django.db import transaction

from openimr.law import LawError
from openimr.law.states import state, step, transitions
from openimr.service import clock
from openimr.service.accounts.permissions import may, table
from openimr.service.cases.access import done_by, not_yet, owns, verdict
from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case, Meta, fold
from openimr.service.cases.domain.events import BY, EventData, read
from openimr.service.cases.meanwhile import since
from openimr.service.cases.models import CaseRow
from openimr.service.cases.projecting import save
from openimr.service.cases.refusals import Conflict, Forbidden, NotFound, Refused
from openimr.service.cases.rehearsing import Going, Rehearsed, rehearsing
from openimr.service.ledger.models import Event
from openimr.service.ledger.writing import AlreadyWritten, Draft, append
from openimr.service.rules import rules_version


class Repeated(Exception):
    """The same submission was carried out before: nothing is to do."""


@cache
def _moving() -> frozenset[str]:
    """The events that the law's table of transitions knows; it says in which states they can happen."""
    return frozenset(one.event for one in transitions() if one.event)


def stream(number: str) -> str:
    """The ledger's stream of a case."""
    return f"case:{number}"


class Unit:
    """What a command works with; see the module."""

    def __init__(self, actor: Actor, submission: str | None, using: str) -> None:
        self.actor = actor
        self.now = clock.now()
        self._using = using
        self._submission = submission
        self._before: dict[str, Case | None] = {}
        self._cases: dict[str, Case] = {}
        self._drafts: list[Draft] = []
        self._after: list[Callable[[], None]] = []
        #: The notices that go out in this unit, as far as they were written.
        self.going: list[Going] = []

    def load(self, number: str, action: str, *, expected: int | None = None) -> Case:
        """The case, locked until the end of the unit, if the actor may do ``action`` on it.

        ``expected`` is the version that the actor's page showed; ``None`` skips that check.

        Raises:
            NotFound: there is no such case.
            Forbidden: the actor's role may not do this in the case's state.
            Conflict: somebody else acted on the case in between.
        """
        if number not in self._cases:
            row = CaseRow.objects.using(self._using).select_for_update().filter(number=number).first()
            if row is None:
                raise NotFound(f"There is no case {number}.")
            case = Case.model_validate_json(row.data)
            self._before[number] = self._cases[number] = case
        case = self._cases[number]
        allowed = verdict(self.actor, action, case, using=self._using)
        behind = expected is not None and expected != case.version
        if not allowed and not (behind and _by_state_alone(self.actor, action, case, self._using)):
            raise Forbidden(allowed.why)
        if behind:
            assert expected is not None
            what = since(stream(number), expected, to=self.actor, using=self._using)
            raise Conflict(
                f"Somebody else worked on case {number} since you opened this page{what}. It is now in "
                f"“{state(case.state).title}”. Nothing of yours was recorded. "
                + (
                    "Look at the case as it is now and send it again if it still fits."
                    if allowed
                    else allowed.why
                )
            )
        return case

    def load_many(self, numbers: list[str], action: str) -> list[Case]:
        """Several cases, locked in an order that can't deadlock."""
        for number in sorted(set(numbers)):
            self.load(number, action)
        return [self._cases[number] for number in numbers]

    def open(self, event: EventData, number: str) -> Case:
        """A new case from its first event."""
        self._before[number] = None
        return self._emit(number, None, event)

    def emit(self, number: str, *events: EventData) -> Case:
        """Let ``events`` happen to a case that was loaded; the case after them.

        Raises:
            Refused: the server's clock stands before the last entry of the case.
        """
        case = self._cases[number]
        for event in events:
            case = self._emit(number, case, event)
        return case

    def case(self, number: str) -> Case:
        """The case as it stands in this unit."""
        return self._cases[number]

    def then(self, write: Callable[[], None]) -> None:
        """Write more in the same transaction, after the events and the projections."""
        self._after.append(write)

    def _emit(self, number: str, case: Case | None, event: EventData) -> Case:
        version = (case.version if case else 0) + 1
        if case is not None and self.now < _last_moment(case):
            raise Refused(
                f"The server's clock stands at {self.now:%Y-%m-%d %H:%M} UTC, before the last entry of case {number}; "
                "nothing was recorded. Tell the administrator to set the clock right."
            )
        if case is not None and event.type in _moving():
            try:
                step(case.state, event.type)
            except LawError as problem:
                raise Refused(str(problem)) from problem
        meta = Meta(version, self.actor.id, self.actor.role, self.now)
        data = event.data()
        # As the ledger will give it back, so that a rebuild folds exactly the same.
        after = fold(case, read(event.type, data), meta)
        self._cases[number] = after
        self._drafts.append(
            Draft(
                stream=stream(number),
                number=version,
                type=event.type,
                data={**data, BY: self.actor.by} if self.actor.by else data,
                actor=self.actor.id,
                role=self.actor.role,
                at=self.now,
                rules=rules_version(),
                submission=self._submission if not self._drafts else None,
            )
        )
        return after

    def write(self) -> None:
        """Append the events and save what changed."""
        for number, after in self._cases.items():
            before = self._before[number]
            if before is None or after.version != before.version:
                save(before, after, using=self._using)
        for write in self._after:
            write()
        if self._drafts:
            append(self._drafts, using=self._using)


def _by_state_alone(actor: Actor, action: str, case: Case, using: str) -> bool:
    """Whether the actor could do it, were the case in another state: then somebody moved it meanwhile."""
    done = done_by(actor, case, using) if table().actions[action].apart else ()
    return bool(may(actor, action, own=owns(actor, case), done=done)) and not not_yet(actor, case).get(action)


def _last_moment(case: Case) -> datetime:
    return max(case.state_since, case.opened, *(one.opened for one in case.tasks))


@contextmanager
def work(actor: Actor, *, submission: str | None = None, using: str = "default") -> Iterator[Unit]:
    """A unit of work. ``submission`` is the token of the form that was sent.

    Raises:
        Repeated: the submission was carried out before.
        Conflict: another writer was faster.
    """
    with transaction.atomic(using=using):
        if submission and Event.objects.using(using).filter(submission=submission).exists():
            raise Repeated(submission)
        unit = Unit(actor, submission, using)
        yield unit
        if rehearsing():
            raise Rehearsed(tuple(unit.going))
        try:
            unit.write()
        except AlreadyWritten as problem:
            if "submission" in str(problem):
                raise Repeated(submission) from problem
            raise Conflict(
                "Somebody else worked on the same case at this very moment; nothing of yours was recorded. "
                "Look at the case as it is now and send it again if it still fits."
            ) from problem
