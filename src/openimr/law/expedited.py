"""Whether an application is expedited, and whether a regular case becomes so (LC 4610.6(d)(1)(C))."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from openimr.law.conditions import Fact
from openimr.law.forms import Application
from openimr.law.model import Priority
from openimr.law.requirements import Verdict, judge, load

Certifier = Literal["treating physician", "provider", "administrative director", "other"]

_MEANS = {
    "treatment_given": "the treatment was already provided",
    "certified": "a threat is certified in writing",
    "certified_by": "certified by",
    "certification_attached": "the certification came with the application",
    "ur_priority": "utilization review was",
    "priority": "the case is",
    "supported": "documents support the certification",
    "state": "the state of the case",
}


@dataclass(frozen=True, slots=True)
class ExpeditedFacts:
    """What the expedited track looks at; ``None`` is unknown. ``state`` is a case state such as ``B1``."""

    treatment_given: bool | None = None
    certified: bool | None = None
    certified_by: Certifier | None = None
    certification_attached: bool | None = None
    ur_priority: Priority | None = None
    priority: Priority | None = None
    supported: bool | None = None
    state: str | None = None

    @classmethod
    def from_application(cls, application: Application) -> ExpeditedFacts:
        """What the form says. Its certification is the treating physician's and comes with it."""
        certified = application.certified
        return cls(
            treatment_given=application.treatment_given,
            certified=certified,
            certified_by="treating physician" if certified else None,
            certification_attached=certified,
            ur_priority=application.ur_priority,
            priority=application.priority,
        )


def _named(facts: ExpeditedFacts) -> dict[str, Fact]:
    found = {}
    for one in fields(facts):
        value = getattr(facts, one.name)
        if value is not None:
            said = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
            found[one.name] = Fact(value, f"{_MEANS[one.name]}: {said}.")
    return found


def expedited(facts: ExpeditedFacts) -> Verdict:
    """Whether the application goes on the expedited track (process specification, section 5.3)."""
    return judge(load("expedited", "expedited"), _named(facts))


def conversion(facts: ExpeditedFacts) -> Verdict:
    """Whether a regular case becomes expedited (transition 22 of the process specification)."""
    return judge(load("expedited", "conversion"), _named(facts))
