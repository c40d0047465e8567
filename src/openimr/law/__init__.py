"""The process as dated rules with citations: clocks, eligibility, states, fees and votes.

The rules stand in ``data/*.yaml``, each with its law, its dates and a mark of how well it is known. Further rooms, by
their module: `calendars` and `counting` (legal days), `notices` and `documents` (what must be said and sent),
`penalties`, `reviewers` and `conflicts`, `sources` (where a rule was read, and what is still open).
"""

from openimr.law.case_facts import CaseFacts
from openimr.law.clocks import clock_json, deadlines
from openimr.law.consolidation import CaseToConsolidate, may_consolidate
from openimr.law.eligibility import Eligibility, eligibility
from openimr.law.facts import EligibilityFacts
from openimr.law.fees import Fee, FeeFacts, fee
from openimr.law.forms import Application, Person, flaws
from openimr.law.model import Clock, Evidence, Happening, Law, LawError, Reason
from openimr.law.states import move, step, transitions
from openimr.law.votes import decide

__all__ = [
    "Application",
    "CaseFacts",
    "CaseToConsolidate",
    "Clock",
    "Eligibility",
    "EligibilityFacts",
    "Evidence",
    "Fee",
    "FeeFacts",
    "Happening",
    "Law",
    "LawError",
    "Person",
    "Reason",
    "clock_json",
    "deadlines",
    "decide",
    "eligibility",
    "fee",
    "flaws",
    "may_consolidate",
    "move",
    "step",
    "transitions",
]
