"""Real cases for the matrix of roles x pages x states: one in each state.

Every page whose address holds a case number is opened in these by every role.
"""

from __future__ import annotations

from functools import cache

from ..office_case import STATES, a_case


@cache
def cases() -> dict[str, str]:
    """State to case number."""
    return {state: a_case(state).number for state in STATES}
