"""Every role x every call x every state: what the permission table says, and nothing else.

Walks all operations of the interface, so a call that somebody adds is tested without a line here.
"""

from __future__ import annotations

import pytest

from openimr.service.accounts.access import access_of
from openimr.service.accounts.permissions import PARTY, table
from openimr.service.api import tokens
from openimr.service.api.interface import api, schema, urlpatterns
from openimr.service.api.models import Filing
from openimr.service.api.reference import operations
from openimr.service.api.scopes import PARTY_SCOPES, SCOPES

from ..office_case import STATES, a_case
from .callers import Caller, caller

ROLES = list(table().roles)
EVERY = list(operations(api))
OPERATIONS = [one for one in EVERY if not one.public]
OPEN = [one for one in EVERY if one.public]


@pytest.fixture(scope="module")
def callers(ready):
    """A caller of every role with every scope, and one of nobody."""
    found = {role: caller(role) for role in ROLES if role != PARTY}
    return {**found, PARTY: caller(party="employee"), "nobody": Caller(None)}


@pytest.fixture(scope="module")
def numbers(ready):
    """A case in each state."""
    return {state: a_case(state).number for state in STATES}


@pytest.fixture(scope="module")
def filer(numbers):
    """A party's token, as if each of these cases had been filed with it."""
    found = caller(party="employee")
    row = tokens.find(found.token)
    for number in numbers.values():
        Filing.objects.create(token=row, case_number=number, key=number, content="", at=row.made)
    return found


@pytest.fixture(autouse=True)
def _no_limits(ready, monkeypatch):
    """Thousands of calls a minute are what this test is for."""
    from openimr.service.api import calling

    monkeypatch.setattr(calling, "count", lambda limit, who: 0)
    monkeypatch.setattr(calling, "wait", lambda limit, who: 0)


def ask(one, who, number: str):
    path = one.path.removeprefix("/api/v1").replace("{case_number}", number)
    path = path.replace("{document_id}", "none").replace("{request_id}", "999999999")
    if one.method == "GET":
        return who.get(path)
    if path.endswith(("/applications", "/documents")):
        return who.send(path, {})
    return who.post(path, {})


def outcome(response) -> str:
    """``in`` where the call got past the permissions: what it then finds wrong with the request is its own matter."""
    if response.status_code in (401, 403, 404):
        return response.json()["code"]
    assert response.status_code < 500, response.content
    return "in"


def test_every_operation_says_what_it_needs():
    assert len(OPERATIONS) >= 15
    unmarked = [one for one in OPERATIONS if one.scope is None or one.action is None]
    assert not unmarked, "mark these operations with auth=call(scope, action)"
    assert all(one.scope in SCOPES for one in OPERATIONS)
    assert not [one for one in OPERATIONS if table().actions[one.action].fresh], "programs give no code"


def test_every_address_is_marked_for_the_gate():
    assert all(access_of(one.callback).audience == "public" for one in urlpatterns)


def test_the_description_names_scope_and_action_of_every_operation():
    found = [one for methods in schema()["paths"].values() for one in methods.values()]
    assert len(found) == len(EVERY)
    assert all(one.get("x-public") or (one["x-scope"] and one["x-action"]) for one in found)


def test_only_the_archive_is_public_and_only_read():
    assert len(OPEN) >= 14
    assert all(one.method == "GET" and one.path.startswith("/api/v1/archive") for one in OPEN)
    assert not [one for one in OPERATIONS if one.path.startswith("/api/v1/archive")]


@pytest.mark.parametrize("one", OPEN, ids=lambda one: f"{one.method} {one.path}")
def test_the_archive_is_open_to_everybody_and_says_the_same_to_all(callers, monkeypatch, one):
    from openimr.service.api.archive import opening

    monkeypatch.setattr(opening, "count", lambda limit, who: 0)
    path = one.path.removeprefix("/api/v1").format(address="CM99-9999999", number=1, name="drugs")
    query = {"changes": {"since": 0}, "elsewhere": {"text": "words"}, "export": {"q": "words"}}
    asked = query.get(path.rpartition("/")[2], {}) if "items" not in path else {}
    found = {}
    for role, who in callers.items():
        response = who.get(path, **asked)
        assert response.status_code not in (401, 403), role
        body = b"".join(response.streaming_content) if response.streaming else response.content
        found[role] = (response.status_code, body)
    assert len(found) == len(ROLES) + 1
    assert len(set(found.values())) == 1


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: f"{one.method} {one.path}")
def test_every_role_in_every_state(callers, numbers, one):
    action = table().actions[one.action]
    wrong, seen = [], 0
    with_case = "{case_number}" in one.path
    for role, who in callers.items():
        for state, number in numbers.items() if with_case else [("A0", "CM99-9999999")]:
            seen += 1
            found = outcome(ask(one, who, number))
            if role == "nobody":
                should = {"unauthenticated"}
            elif role == PARTY and one.scope not in PARTY_SCOPES:
                should = {"scope"}
            elif with_case and role in table().actions["case.view"].own:
                should = {"not_found"}  # it is not theirs: they are not even told that it exists
            elif role not in action.roles or (with_case and state not in action.states):
                should = {"not_allowed"}
            else:
                # A paper or a filing that is looked for behind the permissions may be missing.
                should = {"in", "not_found"} if "document_id" in one.path or one.name == "one" else {"in"}
            if found not in should:
                wrong.append((role, state, found, should))
    assert seen >= len(ROLES)
    assert not wrong


@pytest.mark.parametrize(
    "one",
    [one for one in OPERATIONS if "{case_number}" in one.path],
    ids=lambda one: f"{one.method} {one.path}",
)
def test_a_party_in_its_own_case_in_every_state(filer, numbers, one):
    """As if it had filed each of these cases."""
    action = table().actions[one.action]
    for state, number in numbers.items():
        found = outcome(ask(one, filer, number))
        allowed = PARTY in action.roles and state in action.states
        refused = "scope" if one.scope not in PARTY_SCOPES else "not_allowed"
        assert found in (("in", "not_found") if allowed else (refused,)), state


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: f"{one.method} {one.path}")
def test_without_the_scope_nothing_opens(ready, numbers, one):
    roles = [role for role in table().actions[one.action].roles if role not in ("party", "reviewer")]
    who = caller(roles[0], scopes=[scope for scope in SCOPES if scope != one.scope])
    assert outcome(ask(one, who, numbers["A2"])) == "scope"
