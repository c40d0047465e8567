"""Tokens: issuing, revoking, and finding whose a token is. Each change stands in the ledger's stream ``tokens``."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction

from openimr.service import clock
from openimr.service.accounts.models import REVIEWER, ROLES, User
from openimr.service.accounts.permissions import may
from openimr.service.api.models import Token
from openimr.service.api.scopes import PARTIES, PARTY_SCOPES, SCOPES
from openimr.service.cases.actors import Actor
from openimr.service.cases.refusals import Forbidden, NotFound, Refused
from openimr.service.clock import PACIFIC
from openimr.service.ledger.streams import record

#: A token works for at most this long.
LONGEST = timedelta(days=366)
#: The roles that a program can have.
PROGRAM_ROLES = tuple(one for one in ROLES if one not in (REVIEWER, "administrator"))
_PREFIX = "imr_"
#: How often "last used" is written down.
_NOTED_EVERY = timedelta(minutes=5)


def issue(
    actor: Actor,
    *,
    name: str,
    scopes: Collection[str],
    until: date,
    account: User | None = None,
    role: str | None = None,
    party: str | None = None,
) -> tuple[Token, str]:
    """Issue a token for a program or for a party outside; the row, and the token, which is shown this once.

    A program has an account of its own, that no person can sign in to: whoever issues a token can't act by it as
    somebody else.

    Args:
        account: a program's account.
        role: instead, the role of a new account for this program, called as the token is.
        party: or the part of a party outside.

    Raises:
        Forbidden: the actor does not issue tokens.
        Refused: the name, the scopes or the day can't be, it is for nobody or for two, or for a person's account.
    """
    _may(actor, "token.issue")
    if not name.strip():
        raise Refused("Say which program the token is for.", field="name")
    if sum(one is not None for one in (account, role, party)) != 1:
        raise Refused(
            "Choose a program's account, the role of a new one, or a party outside; one of the three.",
            field="account",
        )
    if account is not None and not account.is_active:
        raise Refused("This account is deactivated.", field="account")
    if account is not None and not account.service:
        raise Refused(
            "This is a person's account, and nobody acts as somebody else by a token; give the program an account "
            "of its own.",
            field="account",
        )
    if role is not None and role not in PROGRAM_ROLES:
        raise Refused(
            "A program can't have this role: reviewers decide and administrators manage accounts in person.",
            field="role",
        )
    if party is not None and party not in PARTIES:
        raise Refused("Choose the part that this party has in the cases that it files.", field="party")
    allowed = SCOPES if party is None else PARTY_SCOPES
    if not scopes or set(scopes) - set(allowed):
        raise Refused(f"Choose at least one of these scopes: {', '.join(allowed)}.", field="scopes")
    today = clock.today()
    if not today < until <= today + LONGEST:
        raise Refused(f"A token ends after today and within {LONGEST.days} days.", field="until")
    token = _PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        if role is not None:
            account = _program(actor, name.strip(), role)
        row = Token.objects.create(
            secret=_digest(token),
            shown=token[:10],
            name=name.strip(),
            account=account,
            party=party,
            scopes=sorted(set(scopes)),
            made=clock.now(),
            made_by=actor.id,
            expires=datetime.combine(until, time(23, 59, 59), PACIFIC),
        )
        data = {
            "token": row.pk,
            "name": row.name,
            "for": party or f"user:{account.pk if account else ''}",
            "scopes": row.scopes,
        }
        record(
            "tokens", "token.issued", {**data, "until": until.isoformat()}, actor=actor.id, role=actor.role
        )
    return row, token


def revoke(actor: Actor, number: int) -> None:
    """End a token at once.

    Raises:
        Forbidden: the actor does not manage accounts.
        NotFound: there is no such token.
    """
    _may(actor, "users.manage")
    with transaction.atomic():
        row = Token.objects.select_for_update().filter(pk=number).first()
        if row is None:
            raise NotFound("There is no such token.")
        if row.revoked is None:
            row.revoked = clock.now()
            row.save(update_fields=["revoked"])
            record("tokens", "token.revoked", {"token": row.pk}, actor=actor.id, role=actor.role)


def find(token: str) -> Token | None:
    """The row of a token that works: neither over nor revoked, and its account is a program's that was not ended."""
    if not token.startswith(_PREFIX) or len(token) > 80:
        return None
    now = clock.now()
    row = Token.objects.select_related("account").filter(secret=_digest(token)).first()
    if row is None or row.revoked is not None or row.expires <= now:
        return None
    if row.account is not None and not (row.account.is_active and row.account.service):
        return None
    if row.used is None or now - row.used > _NOTED_EVERY:
        Token.objects.filter(pk=row.pk).update(used=now)
    return row


def _program(actor: Actor, name: str, role: str) -> User:
    """A new account for a program; its address is nobody's."""
    user = User.objects.create_user(
        f"program-{secrets.token_hex(8)}@program.invalid", role, name=name, service=True
    )
    told = {"account": user.pk, "shown_as": user.shown_as, "role": user.role}
    record("accounts", "account.made_for_program", told, actor=actor.id, role=actor.role)
    return user


def _may(actor: Actor, action: str) -> None:
    if not (allowed := may(actor, action)):
        raise Forbidden(allowed.why)


def _digest(token: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), b"api:" + token.encode(), hashlib.sha256).hexdigest()
