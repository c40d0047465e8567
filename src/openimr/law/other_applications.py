"""Whether an application's treatment is under review already, or has been decided, by another application."""

from __future__ import annotations

import re
from collections.abc import Mapping

from openimr.law.conditions import Fact
from openimr.law.facts import EligibilityFacts, OtherApplication

#: States of a case that ended without a determination or was merged: filing again is no duplicate of it.
_ENDED = frozenset({"A1", "A5", "T1", "T2", "K0"})


def compared(
    found: Mapping[str, Fact], case: EligibilityFacts, treatments: tuple[str, ...]
) -> tuple[Fact, Fact]:
    """Whether the treatment is under review already, and whether it has been decided, by other applications."""
    if case.others is None:
        nobody = Fact(None, "Nobody has looked for other applications of this worker.")
        return nobody, nobody
    if not case.others:
        none = Fact(False, "There is no other application of this worker.")
        return none, none
    claim = case.application.claim_number if case.application else None
    day = found.get("ur_decision_date", Fact()).value
    if not claim or day is None or not treatments:
        lacking = [
            name
            for name, value in (("claim number", claim), ("decision date", day), ("treatment", treatments))
            if not value
        ]
        unknown = Fact(None, f"To compare with other applications, this is missing: {', '.join(lacking)}.")
        return unknown, unknown
    mine = {_plain(text) for text in treatments}
    near = [
        one for one in case.others if one.claim_number == claim and mine & {_plain(t) for t in one.treatments}
    ]
    exact = [one for one in near if one.ur_decision_date == day]
    return _duplicate(mine, exact), _decided(mine, exact, near)


def _duplicate(mine: set[str], exact: list[OtherApplication]) -> Fact:
    running = [one for one in exact if not one.decided and one.state not in _ENDED]
    if not running:
        return Fact(False, "No open application is about the same claim, decision and treatment.")
    return _covering(mine, running, "is open about the same claim, decision and treatment")


def _decided(mine: set[str], exact: list[OtherApplication], near: list[OtherApplication]) -> Fact:
    over = [one for one in exact if one.decided]
    if over:
        return _covering(mine, over, "decided the same treatment under the same decision")
    unsaid = [one.case_number for one in exact if one.decided is None and one.state is None]
    if unsaid:
        return Fact(None, f"Nothing says whether {', '.join(unsaid)} has been decided.")
    earlier = [one.case_number for one in near if one.decided]
    if earlier:
        text = "decided the same treatment under another decision; the regulator weighs earlier applications"
        return Fact(None, f"{', '.join(earlier)} {text}.")
    return Fact(False, "No application about the same treatment has been decided.")


def _covering(mine: set[str], others: list[OtherApplication], text: str) -> Fact:
    numbers = ", ".join(one.case_number for one in others)
    if mine <= {_plain(t) for one in others for t in one.treatments}:
        return Fact(True, f"{numbers} {text}.")
    return Fact(None, f"{numbers} {text} in part; look at the treatments one by one.")


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9.#%]+", text.casefold()))
