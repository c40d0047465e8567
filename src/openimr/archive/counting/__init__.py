"""Counting outcomes: by any facet and time, with denominators and 95 % intervals."""

from openimr.archive.counting.intervals import wilson
from openimr.archive.counting.outcomes import BY, Outcome, Outcomes, outcomes

__all__ = ["BY", "Outcome", "Outcomes", "outcomes", "wilson"]
