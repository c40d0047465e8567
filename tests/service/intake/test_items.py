"""Treatments: looked at by a person, split and joined, put right; the review starts when all is confirmed."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from ..office_case import a_case, actor, client_of

TWO = ["Norco 10/325 #90 with 2 refills", "Acupuncture 2 x 4 for the left shoulder"]


@pytest.fixture
def client(ready):
    return client_of("intake")


@pytest.fixture
def case(ready):
    return a_case("A0", treatments=TWO)


def now(case):
    from openimr.service.cases.selectors import get

    return get(case.number)


def words(response) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def sent(client, case, number: int, **changes: Any) -> dict[str, Any]:
    """What the page's form of one treatment sends."""
    page = client.get(f"/office/cases/{case.number}/items/").content.decode()
    start = page.index(f'id="item-{number}"')
    part = page[start : page.index("</form>", start)]
    values = {}
    for tag in re.findall(r"<input[^>]*>", part):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag:
            values[name[1]] = html.unescape(value[1]) if value else ""
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', part, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        values[name] = html.unescape(chosen[1]) if chosen else ""
    for name, inside in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\s*(.*?)</textarea>', part, re.S):
        values[name] = html.unescape(inside)
    return {**values, **{f"t{number}-{key}": value for key, value in changes.items()}}


def test_confirmed_as_it_stands(client, case):
    before = now(case).item(1).normalised
    response = client.post(f"/office/cases/{case.number}/items/1/", sent(client, case, 1))
    assert response.status_code == 302, words(response)
    assert response["Location"].endswith("#item-2"), "to the next one"
    item = now(case).item(1)
    assert item.normalised == before
    assert item.confirmed_by == f"user:{client.user.pk}"


def test_put_right(client, case):
    changes = {
        "drug_0_name": "Valium",
        "drug_0_strength": "5 mg",
        "drug_0_quantity": "30",
        "drug_0_refills": "",
        "drug_1_name": "Xylomythicol",
        "side": "right",
        "part_0": "knee",
        "retrospective": "on",
    }
    assert (
        client.post(f"/office/cases/{case.number}/items/1/", sent(client, case, 1, **changes)).status_code
        == 302
    )
    normal = now(case).item(1).normalised
    assert [dict(one) for one in normal.drugs] == [
        {"name": "Valium", "ingredients": ["diazepam"], "strength": "5 mg", "quantity": 30, "refills": None},
        {"name": "Xylomythicol", "ingredients": [], "strength": None, "quantity": None, "refills": None},
    ]
    assert (normal.side, normal.body_parts, normal.retrospective) == ("right", ("knee",), True)
    assert now(case).item(1).text == TWO[0], "the words of the application never change"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"part_0": "elbowish thing"}, "is not in the vocabulary"),
        ({"drug_1_strength": "5 mg"}, "Name the drug"),
        ({"drug_0_quantity": "many"}, "is no number of units"),
        ({"visits": "0"}, "greater than or equal to 1"),
        ({"disputed": " "}, "nothing is recorded without it"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(client, case, changes, sentence):
    response = client.post(
        f"/office/cases/{case.number}/items/1/", sent(client, case, 1, drug_0_strength="77 mg", **changes)
    )
    assert response.status_code == 422
    assert sentence in words(response)
    assert "77 mg" in response.content.decode()
    assert now(case).item(1).confirmed_by is None


def test_a_part_in_other_words_becomes_the_vocabulary_s(client, case):
    client.post(f"/office/cases/{case.number}/items/2/", sent(client, case, 2, part_0="low back"))
    assert now(case).item(2).normalised.body_parts == ("lumbar spine",)


def test_taken_back(client, case):
    before = now(case).item(1).normalised
    client.post(f"/office/cases/{case.number}/items/1/", sent(client, case, 1, drug_0_name="Valium"))
    assert now(case).item(1).normalised != before
    client.post(f"/office/cases/{case.number}/items/1/reopen/")
    item = now(case).item(1)
    assert (item.confirmed_by, item.normalised) == (None, before)


def test_only_what_was_looked_at_is_confirmed_together(client, case):
    page = client.get(f"/office/cases/{case.number}/items/").content.decode()
    hidden = dict(re.findall(r'name="(submission|expected)" value="([^"]+)"', page[page.index('id="all"') :]))
    address = f"/office/cases/{case.number}/items/all/"
    none = client.post(address, hidden)
    assert none.status_code == 422
    assert "none is confirmed unseen" in words(none)
    assert client.post(address, {**hidden, "looked": ["2"]}).status_code == 302
    assert [one.confirmed_by is None for one in now(case).items] == [True, False]


def test_the_review_starts_when_all_is_confirmed(client, case):
    from openimr.service.cases.commands import intake as commands

    page = client.get(f"/office/cases/{case.number}/items/").content.decode()
    start = page.index("/items/start/")
    hidden = dict(re.findall(r'name="(submission|expected)" value="([^"]+)"', page[start:]))
    early = client.post(f"/office/cases/{case.number}/items/start/", hidden)
    assert early.status_code == 422
    assert "Treatment 1, 2 was read by the software alone" in words(early)
    commands.confirm_items(actor("intake"), case.number, [1, 2])
    page = client.get(f"/office/cases/{case.number}/items/").content.decode()
    hidden = dict(
        re.findall(r'name="(submission|expected)" value="([^"]+)"', page[page.index("/items/start/") :])
    )
    assert client.post(f"/office/cases/{case.number}/items/start/", hidden).status_code == 302
    assert now(case).state == "A2"


def test_split_and_joined(client, case):
    from openimr.service.cases.commands import intake as commands

    commands.confirm_items(actor("intake"), case.number, [2])
    address = f"/office/cases/{case.number}/items/lines/"
    page = client.get(address)
    assert TWO[0] in page.content.decode()
    hidden = dict(re.findall(r'name="(submission|expected)" value="([^"]+)"', page.content.decode()))
    lines = f"Norco 10/325 #90\nNorco refills\n{TWO[1]}"
    refused = client.post(address, {**hidden, "treatments": lines, "reason": ""})
    assert refused.status_code == 422
    assert "Norco refills" in refused.content.decode()
    assert (
        client.post(address, {**hidden, "treatments": lines, "reason": "two in one line"}).status_code == 302
    )
    after = now(case)
    assert [(one.number, one.text, one.confirmed_by is not None) for one in after.items] == [
        (1, "Norco 10/325 #90", False),
        (2, "Norco refills", False),
        (3, TWO[1], True),
    ]
    assert after.application["treatments"] == TWO, "the form as it came"


def test_a_split_case_is_rebuilt_the_same(case):
    from openimr.service.cases.commands import intake as commands
    from openimr.service.cases.rebuilding import rebuild

    commands.confirm_items(actor("intake"), case.number, [1, 2])
    commands.reopen_item(actor("intake"), case.number, 1)
    commands.split(actor("intake"), case.number, [TWO[1], "Urine drug screen"], "one was withdrawn")
    commands.correct(
        actor("intake"),
        case.number,
        {
            "received": "2026-01-05",
            "ur_decision_date": "2026-01-02",
            "rfa_date": None,
            "ur_served_date": None,
            "signed_on": None,
        },
        "misread stamp",
    )
    assert now(case).received.isoformat() == "2026-01-05"
    assert [one for one in rebuild(write=False) if one.subject == case.number] == []


def test_words_of_the_vocabulary(client):
    drugs = client.get("/office/applications/words/drug/?t1-drug_0_name=vali").content.decode()
    assert '<option value="Valium">' in drugs
    parts = client.get("/office/applications/words/part/?t1-part_0=lumb").content.decode()
    assert '<option value="lumbar spine">' in parts
    assert client.get("/office/applications/words/drug/?x=v").content.decode().strip() == ""
    assert client.get("/office/applications/words/else/?x=valium").content.decode().strip() == ""


def test_the_form_is_put_right_with_before_and_after(client, case):
    address = f"/office/cases/{case.number}/items/form/"
    from openimr.law.forms import Application

    from .sending import typed

    as_it_is = {**now(case).application, "received": now(case).received.isoformat(), "channel": "mail"}
    changed = typed(
        Application.from_dict({**as_it_is, "claim_number": "RIGHT-1", "date_of_birth": "1980-06-07"})
    )
    page = client.get(address)
    changed["expected"] = re.search(r'name="expected" value="(\d+)"', page.content.decode())[1]
    looked = client.post(address, {**changed, "step": "look"})
    said = words(looked)
    assert "Before and after" in said
    assert f"{as_it_is['claim_number']} RIGHT-1" in said
    assert "04/05/1975 06/07/1980" in said
    assert now(case).version == case.version, "nothing is changed by looking"
    unsaid = client.post(address, {**changed, "step": "record", "reason": " "})
    assert unsaid.status_code == 422
    assert "Say why the form is changed" in words(unsaid)
    assert client.post(address, {**changed, "step": "record", "reason": "misread"}).status_code == 302
    after = now(case)
    assert (after.application["claim_number"], after.application["date_of_birth"]) == (
        "RIGHT-1",
        "1980-06-07",
    )
    assert after.application["treatments"] == TWO
    assert "misread" in words(client.get(address))


def test_nothing_changed_and_nothing_true(client, case):
    from openimr.law.forms import Application

    from .sending import typed

    address = f"/office/cases/{case.number}/items/form/"
    same = typed(
        Application.from_dict(
            {
                **now(case).application,
                "received": now(case).received.isoformat(),
                "channel": now(case).channel,
            }
        )
    )
    response = client.post(address, {**same, "step": "look", "expected": str(case.version)})
    assert "Nothing on the form was changed" in words(response)
    wrong = client.post(
        address, {**same, "date_of_birth": "01/01/2030", "step": "look", "expected": str(case.version)}
    )
    assert wrong.status_code == 422
    assert "lies in the future" in words(wrong)


def test_two_correct_at_once_one_is_told(client, case):
    from openimr.service.cases.commands import intake as commands
    from openimr.service.cases.refusals import Conflict

    first = sent(client, case, 1)
    commands.confirm_items(actor("intake"), case.number, [2])
    told = client.post(f"/office/cases/{case.number}/items/1/", first)
    assert told.status_code == 422
    assert "Somebody else worked on case" in words(told)
    assert now(case).item(1).confirmed_by is None
    with pytest.raises(Conflict):
        commands.correct(actor("intake"), case.number, {"claim_number": "X"}, "why", expected=1)


@pytest.mark.parametrize(
    ("role", "status"), [("clinical_consultant", 200), ("finance", 403), ("records", 403)]
)
def test_who_looks_at_treatments(case, role, status):
    client = client_of(role)
    assert client.get(f"/office/cases/{case.number}/items/").status_code == status
    assert client.get(f"/office/cases/{case.number}/items/form/").status_code == 403


def test_a_treatment_that_is_gone_is_told(client, case):
    response = client.post(f"/office/cases/{case.number}/items/9/", {"x": "y"}, follow=True)
    assert "has no treatment 9" in words(response)
