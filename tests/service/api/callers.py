"""Callers of the interface for tests: tokens of every role, and applications."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openimr.service import clock
from openimr.service.api import tokens
from openimr.service.api.scopes import PARTY_SCOPES, SCOPES

from ..office_case import actor, application, person
from ..portal.parties import a_pdf

API = "/api/v1"


class Caller:
    """Calls with one token; every answer that is an error is a problem."""

    def __init__(self, token: str | None) -> None:
        self.client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
        self.token = token

    def _headers(self, key: str | None) -> dict[str, str]:
        found = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {**found, **({"Idempotency-Key": key} if key else {})}

    def get(self, path: str, **query):
        return self.client.get(API + path, query, headers=self._headers(None))

    def post(self, path: str, data, key: str | None = None):
        return self.client.post(
            API + path,
            json.dumps(data),
            content_type="application/json",
            headers=self._headers(key or uuid4().hex),
        )

    def send(self, path: str, data, key: str | None = "new"):
        """A form with files."""
        return self.client.post(API + path, data, headers=self._headers(uuid4().hex if key == "new" else key))

    def file(self, key: str | None = "new", papers=(), kinds=(), **changes):
        """File an application."""
        data = {"application": json.dumps(application(**changes))}
        if papers:
            data |= {"papers": list(papers), "paper_types": list(kinds)}
        return self.send("/applications", data, key)


def issued(role: str | None = None, *, party: str | None = None, scopes=None, **more) -> str:
    """A token of a fresh account of a program with a role, or of a party outside."""
    account = person(role, service=True, **more) if role else None
    if role in ("reviewer", "administrator"):
        return _older(account)
    wanted = scopes if scopes is not None else (PARTY_SCOPES if party else tuple(SCOPES))
    _, token = tokens.issue(
        actor("administrator"),
        name="a test",
        scopes=wanted,
        until=clock.today() + timedelta(days=30),
        account=account,
        party=party,
    )
    return token


def _older(account) -> str:
    """A token of a role that no program can have: none is issued any more, and what it opens is held shut all the same."""
    kind = type(account)
    program = kind.objects.create_user(
        f"older-{uuid4().hex}@program.invalid", "intake", name="Older", service=True
    )
    row, token = tokens.issue(
        actor("administrator"),
        name="a test",
        scopes=tuple(SCOPES),
        until=clock.today() + timedelta(days=30),
        account=program,
    )
    kind.objects.filter(pk=account.pk).update(service=True)
    type(row).objects.filter(pk=row.pk).update(account=account)
    return token


def caller(role: str | None = None, **more) -> Caller:
    """Somebody who calls."""
    return Caller(issued(role, **more))


def upload(name: str = "report.pdf", words: str = "x") -> SimpleUploadedFile:
    """A PDF."""
    return SimpleUploadedFile(name, a_pdf(words), "application/pdf")


PROBLEM = {"type", "status", "code", "message", "law", "field", "position"}


def problem(response, status: int, code: str) -> dict:
    """The answer, which must be this error in the one form that errors have."""
    assert (response.status_code, response["Content-Type"].split(";")[0]) == (
        status,
        "application/problem+json",
    )
    body = response.json()
    assert set(body) == PROBLEM
    assert (body["status"], body["code"]) == (status, code)
    return body
