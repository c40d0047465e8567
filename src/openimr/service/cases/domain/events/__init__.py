"""Every event of a case: its type, what it carries, what it is called on screen.

The types that the law's clocks look at have the names of the contract of ``openimr deadlines``.
"""

from openimr.service.cases.domain.events import eligibility, intake, issuing, records, review, work
from openimr.service.cases.domain.events.base import BY, CATALOGUE, EventData, read

__all__ = [
    "BY",
    "CATALOGUE",
    "EventData",
    "eligibility",
    "intake",
    "issuing",
    "read",
    "records",
    "review",
    "work",
]
