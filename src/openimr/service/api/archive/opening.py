"""Who reads the archive: anybody, counted by address; with a token counted by token, and more often."""

from __future__ import annotations

from django.http import HttpRequest

from openimr.service.accounts.lockout import client_address
from openimr.service.api import tokens
from openimr.service.api.calling import CALLS, WRONG
from openimr.service.api.models import Token
from openimr.service.api.problems import Problem, unknown
from openimr.service.database.limiting import limited
from openimr.service.rates.counting import Limit, count, wait

#: Calls in a minute from an address, without a token.
ANONYMOUS = Limit("api.archive", 120, 60)


class Anybody:
    """Opens an operation to everybody. The operation finds ``request.token``: ``None`` where none came."""

    public = True

    def __call__(self, request: HttpRequest) -> bool:
        """Always ``True``.

        Raises:
            Problem: too many calls, or a token came that does not work.
        """
        # What is counted must stay counted, so the refusal comes after the transaction.
        with limited():
            token, problem = self._counted(request)
        if problem is not None:
            raise problem
        request.token = token  # type: ignore[attr-defined]
        return True

    @staticmethod
    def _counted(request: HttpRequest) -> tuple[Token | None, Problem | None]:
        address = client_address(request) or "unknown"
        given = request.headers.get("Authorization", "").strip()
        if not given:
            return None, _often("Without a token an address", ANONYMOUS, count(ANONYMOUS, address))
        if seconds := wait(WRONG, address):
            return None, Problem(
                429, "too_many", f"Too many wrong tokens came from here; wait {seconds} s.", wait=seconds
            )
        kind, _, text = given.partition(" ")
        token = tokens.find(text.strip()) if kind.lower() == "bearer" else None
        if token is None:
            count(WRONG, address)
            return None, unknown()
        return token, _often("This token", CALLS, count(CALLS, str(token.pk)))


def _often(who: str, limit: Limit, seconds: int) -> Problem | None:
    if not seconds:
        return None
    return Problem(
        429,
        "too_many",
        f"{who} may make {limit.most} calls in {limit.seconds} s; wait {seconds} s.",
        wait=seconds,
    )


anybody = Anybody()
