"""Cases that a fit reviewer has accepted, and what one could write for them."""

from __future__ import annotations

import copy
from typing import Any

from openimr.service.cases.actors import SYSTEM, Actor
from openimr.service.cases.commands import panel
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events.records import DocumentAdded
from openimr.service.cases.papers import keep
from openimr.service.cases.unit import work
from openimr.service.review import content as typing
from openimr.service.reviewers import declaring

from ..office_case import a_case, a_document, actor
from ..reviewers.panel import nobody_else

TWO = ["Valium 10mg #60", "Physical therapy 2x4 lumbar spine"]


def reviewer(code: str) -> Actor:
    return Actor(f"reviewer:{code}", "reviewer")


def in_review(code: str, treatments: list[str] | None = None, **more: Any) -> Case:
    """A case in review with ``code``, who has accepted it."""
    nobody_else(code)
    case = a_case("C0", treatments=treatments or ["Valium 10mg #60"], **more)
    panel.assign(actor("panel_scheduler"), case.number, code, confirmed=("Q5",), reason="for a test")
    return taken(code, case)


def taken(code: str, case: Case) -> Case:
    answers = {one.key: False for one in declaring.questions(case)}
    return panel.accept(reviewer(code), case.number, answers, qualified=True)


def with_paper(case: Case, pdf: bytes, **changes: Any) -> Case:
    """The case with one more document whose bytes are in the storage."""
    kept = keep(pdf, "a paper.pdf")
    with work(SYSTEM) as unit:
        unit.load(case.number, "records.add")
        document = a_document(sha256=kept.sha256, pages=kept.pages, size=kept.size, **changes)
        return unit.emit(case.number, DocumentAdded(document=document))


def with_lost_paper(case: Case) -> Case:
    """The case with one more document whose bytes are in no storage."""
    with work(SYSTEM) as unit:
        unit.load(case.number, "records.add")
        return unit.emit(case.number, DocumentAdded(document=a_document(title="The lost report")))


def written(case: Case, decision: str = "upheld") -> dict[str, Any]:
    """A whole review, with nothing missing."""
    content = typing.blank(case)
    content["summary"] = "The injured worker is a 51-year-old male with low back pain since a fall at work."
    content["age"], content["sex"] = "51", "male"
    content["diagnoses"] = "lumbar strain"
    for number in content["items"]:
        content["items"][number] = {
            "decision": decision,
            "rationale": "The record of the visit gives no functional gain with this treatment, and the guideline "
            "wants one before it goes on.",
            "administrator": [
                {"source": "MTUS", "guideline": "Chronic Pain 2017", "year": "", "sections": "", "pages": ""}
            ],
            "administrator_none": False,
            "own": [
                {
                    "source": "MTUS",
                    "guideline": "Chronic Pain",
                    "year": "2017",
                    "sections": "Benzodiazepines; Muscle relaxants",
                    "pages": "24",
                }
            ],
            "own_none": False,
        }
    content["documents"] = [one.id for one in case.documents]
    content["attestations"] = list(typing.ATTESTATIONS)
    return content


def changed(content: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """``content`` with one value changed; ``path`` parts its keys by slashes."""
    out = copy.deepcopy(content)
    *way, last = path.split("/")
    here: Any = out
    for key in way:
        here = here[key]
    here[last] = value
    return out
