"""Every queue of the programme as it is run today has a place here: none is forgotten, none stands twice."""

from __future__ import annotations

from collections import Counter

import pytest

from openimr.service.cases.domain.tasks import elsewhere, queues

#: The queues of the programme by the group that works in them.
OLD = {
    "Document Sorting": ["documentSorting", "documentIndexing", "highPriority", "returnedMail", "NotKnown"],
    "Case Creation": ["caseCreation", "Received Cases Queue"],
    "Preliminary Review": [
        "Preliminary Reviewer Queue",
        "Preliminary Review Specialty Queue",
        "Preliminary Reviewer Escalation Queue",
        "Request for Information Queue",
        "Insufficient Information Queue",
    ],
    "Expedited IMR": ["Expedited Queue"],
    "Call Center": ["Pending Outreach Queue", "Pending Outreach Call Queue"],
    "DWC": [
        "DWC Eligibility Review Queue",
        "DWC Eligibility Reviewer Supervisor Queue",
        "DWC RFI Queue",
        "DWC Policy Review Queue",
        "DWC Queue",
        "DWC Review Queue",
        "Pending DWC Ineligibility Letter Queue",
    ],
    "System": [
        "Notice of Ineligibility Queue",
        "ACK Letter Queue",
        "Notice of Assignment Queue",
        "15 Day Waiting Period Queue",
        "Two Day Letter Queue",
        "Holding Queue",
        "FDL Generation Queue",
        "External Staging Queue",
        "Redaction Staging Queue",
        "Redacted FDL Generation Queue",
        "Closed Cases Queue",
    ],
    "MRT": ["Document Review Queue"],
    "Document Review": ["Document Review Specialty Queue", "Document Review Escalation Queue"],
    "Clinical Consultant": [
        "Clinical Consultant Queue",
        "Clinical Consultant Escalation Queue",
        "Internal Expert Reviewer Queue",
    ],
    "Panel Scheduling": [
        "Panel Scheduling Queue",
        "Panel Scheduling Escalation Queue",
        "mprRouting",
        "MPR Received Queue",
        "Request for Clarification Queue",
    ],
    "Expert Review": [
        "Expert Reviewers Queue",
        "Pending Expert Review Queue",
        "External Expert Review Queue",
        "Send Back to Expert Reviewer Queue",
        "Expert Reviewer Escalation Queue",
    ],
    "Medical Director": ["Medical Director Queue"],
    "Letter Writing": [
        "Final Determination Letter Queue",
        "Final Determination Letter Escalation Queue",
        "FDL Exception Queue",
    ],
    "Case Closing": [
        "Redaction FDL Queue",
        "Ready to Close Queue",
        "Case Closure Queue",
        "caseClosing",
        "Ready to Close Escalation Queue",
    ],
    "Termination": ["Termination Queue", "Termination Escalation Queue", "RFIIRD"],
    "Supervisor": ["Escalate to Supervisor Queue"],
    "Doc_Sorting": ["mail-room tasks with no entry"],
}


def test_every_old_queue_is_named_exactly_once():
    named = Counter(one for entry in (*queues(), *elsewhere()) for one in entry.replaces)
    old = {one for group in OLD.values() for one in group}
    assert {one: times for one, times in named.items() if times != 1} == {}
    assert old - named.keys() == set(), "forgotten"
    assert named.keys() - old == set(), "never was a queue"


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("documentSorting", "mail room"),
        ("documentIndexing", "mail room"),
        ("highPriority", "mail room"),
        ("returnedMail", "mail room"),
        ("NotKnown", "mail room"),
        ("mail-room tasks with no entry", "mail room"),
        ("Closed Cases Queue", "closed date"),
        ("Escalate to Supervisor Queue", "escalation flag"),
        ("Notice of Ineligibility Queue", "event"),
    ],
)
def test_where_work_went_that_no_queue_of_cases_does(name, where):
    assert [one.where for one in elsewhere() if name in one.replaces] == [where]
