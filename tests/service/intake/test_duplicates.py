"""Duplicates: what speaks for it and against it, in words."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

import pytest

from ..office_case import a_case, actor, client_of

BASE = {
    "employee": {"name": "Marisol Quintero-Vega"},
    "date_of_birth": "1971-02-03",
    "claim_number": "GT-1001",
    "treatments": ["Valium 10mg #60"],
}


@dataclass
class Row:
    """A second application; what it shares with the first; whether it is the same; why."""

    changes: dict[str, Any]
    reasons: set[str]
    differences: set[str]
    same: bool
    why: str
    first: dict[str, Any] = field(default_factory=dict)


NAME, BORN, CLAIM = "the same worker's name", "the same date of birth", "the same claim number"
DECISION, TREATMENT = "the same utilization review decision", "the same treatment (Valium 10mg #60)"
ROWS = [
    Row({}, {NAME, BORN, CLAIM, DECISION, TREATMENT}, set(), True, "sent twice"),
    Row({"employee": {"name": "QUINTERO VEGA, Marisol"}}, {NAME, BORN, CLAIM, DECISION, TREATMENT}, set(), True, "the name turned around"),
    Row({"claim_number": "gt 1001"}, {NAME, BORN, CLAIM, DECISION, TREATMENT}, set(), True, "the number written otherwise"),
    Row({"treatments": ["Valium 10 mg #60"]}, {NAME, BORN, CLAIM, DECISION, "the same treatment (Valium 10 mg #60)"}, set(), True, "a blank"),
    Row({"treatments": ["Acupuncture 2 x 4"]}, {NAME, BORN, CLAIM, DECISION}, {"other treatments"}, False, "another treatment of one decision"),
    Row({"treatments": ["Valium 10mg #60", "Acupuncture 2 x 4"]}, {NAME, BORN, CLAIM, DECISION, TREATMENT}, {"one treatment more than that case has"}, False, "to merge would drop one"),
    Row({"ur_decision_date": "2026-01-05", "rfa_date": None}, {NAME, BORN, CLAIM, TREATMENT}, {"another utilization review decision"}, False, "the same drug denied again"),
    Row({"ur_decision_date": None}, {NAME, BORN, CLAIM, TREATMENT}, set(), False, "what is not known agrees with nothing"),
    Row({"employee": {"name": "Marisol Quintero Vegas"}}, {NAME, BORN, CLAIM, DECISION, TREATMENT}, set(), True, "a slip of the pen"),
    Row({"employee": {"name": "Rowan Lightfoot"}}, {BORN, CLAIM, DECISION, TREATMENT}, {"another name"}, False, "another name on the claim"),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.why)
def test_reasons_for_and_against(ready, row):
    from openimr.service.cases.duplicates import matches

    number = f"{crc32(row.why.encode()) % 10**9}"
    base = {**BASE, "claim_number": f"GT-1001-{number}", "date_of_birth": "1971-02-03"}
    first = a_case("B1", **base)
    changes = dict(row.changes)
    if "claim_number" in changes:
        changes["claim_number"] = f"{changes['claim_number']} {number}"
    second = a_case("A0", **{**base, **changes})
    found = {one.number: one for one in matches(second)}[first.number]
    assert set(found.reasons) == row.reasons
    assert set(found.differences) == row.differences
    assert found.same is row.same


def test_strangers_with_a_birthday_in_common_are_not_shown(ready):
    from openimr.service.cases.duplicates import matches

    common = {
        "date_of_birth": "1969-12-31",
        "ur_decision_date": "2026-03-03",
        "rfa_date": None,
        "ur_served_date": None,
    }
    first = a_case("A0", employee={"name": "Thaddeus Okonkwo"}, claim_number="ZZ-1", **common)
    misread = a_case("A0", employee={"name": "Thadeus 0konkwo"}, claim_number="ZZ-7", **common)
    stranger = a_case("A0", employee={"name": "Beatrix Lindqvist"}, claim_number="YY-2", **common)
    assert [one.number for one in matches(misread)] == [first.number], "a name that was misread"
    assert matches(stranger) == []


def test_a_merged_case_is_no_case_to_merge_into(ready):
    from openimr.service.cases.commands.intake import merge
    from openimr.service.cases.duplicates import matches

    base = {"employee": {"name": "Ottoline Merge"}, "claim_number": "MM-1"}
    first, second, third = (a_case("A0", **base) for _ in range(3))
    merge(actor("intake"), second.number, first.number, "the same")
    found = [one.number for one in matches(third)]
    # Cases of other tests may be alike too; the merged one is never among them.
    assert found[0] == first.number
    assert second.number not in found


def words(response) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_compared_side_by_side_and_merged_after_a_question(ready):
    from openimr.service.cases.selectors import get

    client = client_of("intake")
    base = {"employee": {"name": "Philippa Twice"}, "claim_number": "TW-22"}
    first, second = a_case("A0", **base), a_case("A0", **base)
    page = words(client.get(f"/office/cases/{second.number}/items/"))
    assert "This application may be on file already" in page
    beside = words(client.get(f"/office/cases/{second.number}/items/duplicates/"))
    assert "The same in all that is known" in beside
    assert "Philippa Twice Philippa Twice" in beside
    address = f"/office/cases/{second.number}/items/duplicates/{first.number}/"
    asked = client.get(address)
    assert f"Merge application {second.number} into case {first.number}" in words(asked)
    hidden = dict(re.findall(r'name="(submission|expected)" value="([^"]+)"', asked.content.decode()))
    assert client.post(address, hidden).status_code == 422, "why?"
    done = client.post(address, {**hidden, "reason": "The same form came by mail and by fax."})
    assert done["Location"] == f"/office/cases/{first.number}/"
    case = get(second.number)
    assert (case.state, case.merged_into) == ("A1", first.number)
    assert case.notices[-1].kind == "duplicate"


def test_two_merge_at_once_one_is_told(ready):
    from openimr.service.cases.commands.intake import merge
    from openimr.service.cases.refusals import Conflict, Refused

    first, second = a_case("A0"), a_case("A0")
    merge(actor("intake"), second.number, first.number, "the same", expected=second.version)
    with pytest.raises((Conflict, Refused)):
        merge(actor("intake"), second.number, first.number, "the same", expected=second.version)
    with pytest.raises(Refused):
        merge(actor("intake"), first.number, first.number, "itself")
