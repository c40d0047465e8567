"""Who calls, and whether they may: the token, its scope, the permission table, the case, and how often.

Every operation of the interface says ``auth=call(scope, action)``; one that does not stays closed, and a test finds
it. All of it is looked at before anything of the request's body is read.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from openimr.service.accounts.lockout import client_address
from openimr.service.accounts.permissions import may, table
from openimr.service.api import tokens
from openimr.service.api.models import Filing, Token
from openimr.service.api.problems import Problem, no_case, unknown
from openimr.service.cases.access import owns, verdict
from openimr.service.cases.actors import Actor, acting
from openimr.service.cases.domain import Case
from openimr.service.cases.refusals import NotFound
from openimr.service.cases.selectors import get
from openimr.service.portal.access import party
from openimr.service.rates.counting import Limit, count, wait

#: Calls of one token in a minute, and those among them that change something.
CALLS, CHANGES = Limit("api.calls", 600, 60), Limit("api.changes", 120, 60)
#: Tokens that do not work, from one address.
WRONG = Limit("api.wrong", 30, 600)
_READS = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever calls with a token."""

    token: Token

    @property
    def role(self) -> str:
        """A role of the permission table."""
        return self.token.account.role if self.token.account else "party"

    @property
    def filer(self) -> Actor:
        """Who acts where there is no case yet."""
        if self.token.account:
            return self._by(acting(self.token.account))
        return self._by(party(f"token-{self.token.pk}", self.token.party or ""))

    def actor(self, number: str) -> Actor:
        """Who acts in a case: the account, or the party, if it filed that case with this token."""
        if not self.token.account and Filing.objects.filter(token=self.token, case_number=number).exists():
            return self._by(party(number, self.token.party or ""))
        return self.filer

    def _by(self, actor: Actor) -> Actor:
        """The actor with the token's name, for the ledger."""
        return replace(actor, by=f"{self.token.name} (token {self.token.pk})")

    def submission(self, key: str) -> str:
        """The key of a request as the ledger's submission: keys of two tokens never meet."""
        return hashlib.sha256(f"api\0{self.token.pk}\0{key}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Needs:
    """What an operation wants."""

    scope: str
    action: str


class TokenAuth(HttpBearer):
    """A token in the header ``Authorization``, and whether it opens the operation.

    The operation finds ``request.caller``, ``request.actor`` and, where its address holds a case number,
    ``request.case``.
    """

    def __init__(self, needs: Needs | None = None) -> None:
        super().__init__()
        self.needs = needs

    def __call__(self, request: HttpRequest) -> Caller:
        """The caller.

        Raises:
            Problem: no token that works, too many calls, no scope, not allowed, no such case.
        """
        address = client_address(request) or "unknown"
        if seconds := wait(WRONG, address):
            raise Problem(
                429, "too_many", f"Too many wrong tokens came from here; wait {seconds} s.", wait=seconds
            )
        found: Caller | None = super().__call__(request)
        if found is None:
            count(WRONG, address)
            raise unknown()
        self._open(request, found)
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """The caller; ``None`` where the token does not work."""
        row = tokens.find(token.strip())
        if row is None:
            return None
        limits = (CALLS,) if request.method in _READS else (CALLS, CHANGES)
        for limit in limits:
            if seconds := count(limit, str(row.pk)):
                raise Problem(
                    429,
                    "too_many",
                    f"This token may make {limit.most} calls of this kind in {limit.seconds} s; wait {seconds} s.",
                    wait=seconds,
                )
        return Caller(row)

    def _open(self, request: Any, caller: Caller) -> None:
        if self.needs is None:
            raise Problem(
                403, "not_allowed", "This call does not say whom it is open to, so it stays closed."
            )
        if self.needs.scope not in caller.token.scopes:
            raise Problem(403, "scope", f"This call needs a token with the scope “{self.needs.scope}”.")
        number = request.resolver_match.kwargs.get("case_number")
        request.caller = caller
        request.actor = caller.actor(number) if number else caller.filer
        if number:
            request.case = _case(request.actor, number)
            allowed = verdict(request.actor, self.needs.action, request.case)
        else:
            allowed = may(request.actor, self.needs.action)
        if not allowed:
            raise Problem(403, "not_allowed", allowed.why)


def call(scope: str, action: str) -> TokenAuth:
    """Open an operation for tokens with ``scope`` whose role may do ``action``, in this case if there is one.

    Raises:
        KeyError: the permission table has no such action.
        ValueError: it asks for password and code, which no program gives.
    """
    if table().actions[action].fresh:
        raise ValueError(f"{action} asks for password and code; it is not for programs.")
    return TokenAuth(Needs(scope, action))


def _case(actor: Actor, number: str) -> Case:
    """The case. Whoever sees only their own is told nothing of others, not even that they exist."""
    try:
        case = get(number)
    except NotFound as problem:
        raise no_case(number) from problem
    if actor.role in table().actions["case.view"].own and not owns(actor, case):
        raise no_case(number)
    return case
