"""What a token may be used for. A scope only narrows: what the role may not do, no scope opens."""

from __future__ import annotations

#: Scope to what it opens.
SCOPES = {
    "applications": "File applications and see those that were filed with this token",
    "cases": "Read cases, their clocks and their history",
    "documents": "Read the papers of cases",
    "records": "Send papers to cases",
    "answers": "Answer questions put to the parties",
    "eligibility": "Answer the questions of eligibility and decide it",
}
#: Roles of a case that a token of a party outside may have.
PARTIES = ("employee", "attorney", "agent", "requesting physician", "claims administrator")
#: What such a token can be given.
PARTY_SCOPES = ("applications", "cases", "records", "answers")
