"""Accounts: who somebody is, how they sign in, and what they may do.

``permissions.yaml`` is the whole table of who may do what. Views carry ``requires(action)`` or
``open_to(audience)``; the gate refuses a view that carries neither.
"""

from openimr.service.accounts.access import declared, open_to, requires
from openimr.service.accounts.confirming import recently_authenticated
from openimr.service.accounts.permissions import NotAllowed, Verdict, demand, may, sees

__all__ = [
    "NotAllowed",
    "Verdict",
    "declared",
    "demand",
    "may",
    "open_to",
    "recently_authenticated",
    "requires",
    "sees",
]
