"""Refusals of forms name the field and the rule, and nothing that is needed is called optional."""

from __future__ import annotations

import pytest
from django import forms

from ..accounts.people import sentence
from ..office_case import a_case, client_of

pytestmark = pytest.mark.usefixtures("home")


def _form(data):
    from openimr.service.office.asking import AskingForm

    class One(AskingForm):
        needed = ("why",)
        rules = {"text": "LC 4610.5(k)"}  # noqa: RUF012 as forms write it

        text = forms.CharField(label="What is disputed")
        kind = forms.ChoiceField(label="How", choices=[("a", "A")])
        day = forms.DateField(label="Day", widget=forms.DateInput)
        own = forms.CharField(label="Own words", error_messages={"required": "Say it."})
        why = forms.CharField(label="Why", required=False)
        note = forms.CharField(label="Note", required=False)

    return One(data)


def test_each_field_is_named_with_its_rule():
    assert {name: errors[0] for name, errors in _form({}).errors.items()} == {
        "text": "Fill in “What is disputed”: LC 4610.5(k) asks for it.",
        "kind": "Choose one under “How”: nothing is recorded without it.",
        "day": "Give the day under “Day”: nothing is recorded without it.",
        "own": "Say it.",
    }
    found = _form({"text": "x", "kind": "b", "day": "soon", "own": "y"}).errors
    assert found["kind"][0] == "Choose one of those offered under “How”; what was sent is not among them."
    assert found["day"][0] == "“Day” is no date; give one such as 2026-03-03."


def test_optional_stands_only_where_nobody_insists():
    from openimr.service.office.asking import may_stay_empty

    form = _form(None)
    assert [name for name in form.fields if may_stay_empty(form[name])] == ["note"]


@pytest.mark.parametrize(
    ("role", "state", "rest", "needed", "law"),
    [
        ("clinical_consultant", "B3", "prepare/", ("Recommended specialty", "Issues"), "LC 139.5(d)"),
        ("intake", "A2", "eligibility/information/", ("Whom to ask",), "8 CCR 9792.10.3(b) asks for it"),
        ("medical_director", "C1", "reviewer/extension/", ("Reason",), "LC 4610.6(d)(2)"),
    ],
)
def test_on_the_pages_of_a_case(role, state, rest, needed, law):
    case = a_case(state)
    client = client_of(role)
    address = f"/office/cases/{case.number}/{rest}"
    page = client.get(address)
    if page.status_code != 200:
        pytest.fail(f"{address}: {page.status_code}")
    words = sentence(page)
    for label in needed:
        assert label in words
        assert f"{label} (optional)" not in words
    sent = client.post(address, {"submission": "x" * 32, "expected": str(case.version)})
    told = sentence(sent)
    assert "This field is required" not in told
    assert law in told
