"""Every role x every page x every state: what the permission table says, and nothing else.

Walks all addresses that the project has, so a page that somebody adds is tested without a line here.
"""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from openimr.service.accounts import cases
from openimr.service.accounts.access import Access, access_of, open_to, requires
from openimr.service.accounts.permissions import PARTY, table

from .addresses import addresses
from .cases_for_matrix import cases as real_cases
from .people import new_client, sentence, signed_in, someone

STAFF = [role for role in table().roles if role != PARTY]


@pytest.fixture(scope="module")
def browsers(ready, stocked):
    """A signed-in browser of every role, and one of nobody."""
    return {"nobody": new_client(), **{role: signed_in(someone(role)) for role in STAFF}}


@pytest.fixture(autouse=True)
def _a_room_of_cases():
    """Where no room of cases is connected yet, there is one without cases."""
    if cases._connected:
        yield
    else:
        cases.connect(lambda somebody, number: None)
        yield
        cases._connected.clear()


def outcome(response) -> str:
    """``open``, ``refused`` or ``sign in``. A 404 behind the gate is open: the page looked for what is not there."""
    if response.status_code == 403:
        return "refused"
    if response.status_code == 302 and response["Location"].startswith("/account/sign-in/?next="):
        return "sign in"
    return "open"


def expected(access: Access, role: str) -> str:
    """What the mark and the table say of opening a page, whatever the state of the case."""
    if access.audience == "public":
        return "open"
    if access.audience == "party":
        return "refused"
    if role == "nobody":
        return "sign in"
    if access.audience == "signed in":
        return "open"
    return "open" if role in table().actions[access.action].roles else "refused"


def test_every_page_says_whom_it_is_open_to(ready):
    everywhere = addresses()
    assert len(everywhere) > 30
    undeclared = [f"{one} ({one.view.__module__})" for one in everywhere if access_of(one.view) is None]
    assert not undeclared, "mark these views with requires(...) or open_to(...)"


def test_every_role_on_every_page(browsers):
    wrong = []
    seen = 0
    for one in addresses():
        access = access_of(one.view) or Access("party")
        for role, browser in browsers.items():
            seen += 1
            found = outcome(browser.get(one.path))
            if found != expected(access, role):
                wrong.append(f"{role} on {one}: {found}, not {expected(access, role)}")
    assert seen > 300
    assert not wrong


def test_the_gate_in_every_state(ready, monkeypatch):
    """Every page about a case x every role x every state, own case and not, asked of the gate itself."""
    from openimr.service.accounts import refusing
    from openimr.service.accounts.gate import Gate

    # Thirty thousand refusals are not typeset.
    monkeypatch.setattr(refusing, "refuse", lambda request, why, action=None: why)

    gate = Gate(lambda request: None)
    people = {role: someone(role) for role in STAFF}
    request = RequestFactory(SERVER_NAME="localhost").get("/")
    about_cases = [
        (one, access_of(one.view))
        for one in addresses()
        if access_of(one.view).audience == "action" and access_of(one.view).case in one.arguments
    ]
    # All actions too, as if each had a page: what somebody adds later is right from the start.
    marks = {access for _, access in about_cases} | {Access("action", action) for action in table().actions}
    wrong = []
    for access in sorted(marks, key=str):
        action = table().actions[access.action]
        for role, user in people.items():
            request.user = user
            for state in table().states:
                for own in (True, False):
                    standing = cases.Standing(state, own)
                    monkeypatch.setattr(cases, "standing", lambda somebody, number, found=standing: found)
                    answer = gate._by_table(request, user, access, {access.case: "CM26-0000001"})
                    should = (
                        role in action.roles and state in action.states and (own or role not in action.own)
                    )
                    if (answer is None) is not should:
                        wrong.append((access.action, role, state, own))
    assert not wrong


def test_every_role_on_every_case_in_its_state(browsers):
    numbers = real_cases()
    if not numbers:
        pytest.skip("no room of cases yet: fill tests/service/accounts/cases_for_matrix.py")
    wrong = []
    for at, one in enumerate(addresses()):
        access = access_of(one.view)
        if access is None or access.audience != "action" or access.case not in one.arguments:
            continue
        action = table().actions[access.action]
        yes = [state for state in numbers if state in action.states]
        no = [state for state in numbers if state not in action.states]
        # One state of each kind for a page, another one for the next page: all come by turns.
        chosen = [kind[at % len(kind)] for kind in (yes, no) if kind]
        for state in chosen:
            path = one.with_case(numbers[state], access.case)
            for role, browser in browsers.items():
                found = outcome(browser.get(path))
                may_be = expected(access, role)
                if may_be == "open" and (state not in action.states or role in action.own):
                    may_be = "refused"  # the browser's reviewer has no case of their own
                if found != may_be:
                    wrong.append(f"{role} on {path} in {state}: {found}, not {may_be}")
    assert not wrong


def test_a_refusal_names_the_roles_that_may(browsers):
    response = browsers["finance"].get("/office/users/")
    words = sentence(response)
    assert "“Manage accounts” is for administrators." in words
    assert "You are signed in as Person Number" in words


def test_what_is_not_marked_is_closed(ready, browsers):
    from openimr.service.accounts.gate import Gate

    def view(request):
        raise AssertionError("the gate let an undeclared view run")

    request = RequestFactory(SERVER_NAME="localhost").get("/")
    request.user = someone("administrator")
    response = Gate(lambda r: None).process_view(request, view, [], {})
    assert response.status_code == 403
    assert "does not say whom it is open to" in sentence(response)


def test_the_gate_is_in_place(ready):
    from django.conf import settings

    assert settings.MIDDLEWARE[-1] == "openimr.service.accounts.gate.Gate"
    first = settings.MIDDLEWARE.index
    assert first("axes.middleware.AxesMiddleware") < first("openimr.service.accounts.gate.Gate")


def test_marks_are_checked_when_they_are_made():
    def view(request):
        return None

    with pytest.raises(ValueError, match=r"no action 'case\.eat'"):
        requires("case.eat")
    open_to("public")(view)
    with pytest.raises(TypeError, match="marked twice"):
        requires("case.view")(view)


def test_a_case_page_is_closed_while_no_cases_are_connected(ready, monkeypatch):
    from openimr.service.accounts.gate import Gate

    monkeypatch.setattr(cases, "_connected", [])
    with pytest.raises(LookupError, match="stay closed"):
        Gate._by_table(
            None, someone("intake"), Access("action", "case.view"), {"case_number": "CM26-0000001"}
        )


def test_htmx_is_sent_to_sign_in_as_a_whole_page(ready):
    response = new_client().get("/account/", headers={"HX-Request": "true"})
    assert response["HX-Redirect"].startswith("/account/sign-in/")


def test_what_only_some_see_is_kept_in_no_cache(browsers):
    for path in ("/account/", "/office/users/"):
        assert "no-store" in browsers["administrator"].get(path)["Cache-Control"]
    assert "no-store" not in browsers["nobody"].get("/about/").headers.get("Cache-Control", "")


def test_a_refused_form_shows_what_was_typed(browsers):
    from ..office_case import a_case

    case = a_case("B1")
    response = browsers["finance"].post(
        f"/office/cases/{case.number}/notes/",
        {"text": "The adjuster called <twice>.", "submission": "abc", "expected": "1"},
    )
    assert response.status_code == 403 or "The adjuster called" in response.content.decode()
    other = browsers["intake"].post(
        f"/office/cases/{case.number}/items/start/", {"reason": "Typed <for> long.", "submission": "abc"}
    )
    assert other.status_code == 403
    page = other.content.decode()
    assert "Typed &lt;for&gt; long." in page
    assert "abc" not in page
