"""What a review must have before it can be signed: every rule that a page shows beforehand and the command keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openimr.law.documents import DocumentFact, MayDecide, may_decide, senders, types
from openimr.law.reviewers import Finding as RuleFinding
from openimr.law.reviewers import ReviewerFacts, certified, licensed
from openimr.letters.model import Finding
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Document, ItemDecision, Review
from openimr.service.review import beside
from openimr.service.review import content as typing
from openimr.service.reviewers.facts import Registered
from openimr.service.reviewers.matching import Candidate, Load, look

#: What letters say of the reviewer, from what the reviewer attested.
STATEMENT = (
    "The whole case file was reviewed by a reviewer who is licensed in good standing, who knows the medical "
    "condition and the treatments in dispute, who has been in active practice for more than five years and "
    "practices at least 24 hours a week, and who declared to have no material affiliation with the employer, the "
    "employee, the providers or the claims administrator."
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a review can't be signed yet: a sentence, the rule, and the field that it concerns."""

    message: str
    law: str | None = None
    field: str | None = None


def reviewable(case: Case) -> tuple[Document, ...]:
    """The documents of the file that a reviewer goes through: without duplicates and without office papers."""
    return tuple(one for one in case.documents if one.in_file and one.duplicate_of is None)


def enough(documents: Iterable[Document]) -> MayDecide:
    """Whether a determination may be made on these documents (8 CCR 9792.10.6(b)(2))."""
    return may_decide([_fact(one) for one in documents])


def _fact(one: Document) -> DocumentFact:
    return DocumentFact(
        type=one.type if one.type in types() else "other",
        title=one.title,
        date=one.dated,
        received=one.received,
        received_from=one.received_from if one.received_from in senders() else None,
    )


def recheck(case: Case, review: Review, one: Registered, today: date) -> Candidate:
    """Qualification and conflicts as they stand today, for a reviewer who holds the case."""
    without = case.model_copy(update={"reviews": tuple(each for each in case.reviews if each is not review)})
    return look(without, one, Load(), today, "")


def unfit(review: Review, candidate: Candidate, attestations: Sequence[str]) -> tuple[RuleFinding, ...]:
    """What of the rules stops the signature: a rule that is broken, or one that nobody answered for."""
    answered = set(review.confirmed)
    if "qualified" in attestations:
        answered.add("Q5")
    if "practice" in attestations:
        answered.add("Q8")
    return tuple(
        one for one in candidate.findings if one.blocks or (one.needs_person and one.rule not in answered)
    )


def problems(
    case: Case,
    review: Review,
    content: Mapping[str, Any],
    registered: Registered | None,
    today: date,
) -> list[Problem]:
    """All that is missing, in the order of the form; empty when the review can be signed."""
    out = [*_reviewer(case, review, content, registered, today), *_summary(content)]
    for item in case.eligible_items:
        out += _item(item.number, content["items"].get(str(item.number)))
    out += [*_documents(case, content), *_attestations(content)]
    if not out:
        out += _findings(beside.findings(case, review, content), content["answers"])
    return out


def _reviewer(
    case: Case, review: Review, content: Mapping[str, Any], registered: Registered | None, today: date
) -> list[Problem]:
    if registered is None:
        return [
            Problem(
                f"The panel has no entry for {review.reviewer}, so nobody can tell the qualifications of today.",
                "LC 139.5(d)(4)",
            )
        ]
    out = []
    for one in unfit(review, recheck(case, review, registered, today), content["attestations"]):
        if one.rule in ("Q5", "Q8") and not one.blocks and one.answer == "unknown":
            continue  # the missing attestation is said below
        law = ", ".join(each.cite for each in one.law)
        what = "is not met today" if one.blocks else "can't be told today, and nobody answered for it"
        out.append(
            Problem(
                f"The rule “{one.title}” {what}: {one.message}. You can't sign; the panel scheduler must put the "
                "entry right or give the case to another reviewer.",
                law,
            )
        )
    return out


def _summary(content: Mapping[str, Any]) -> list[Problem]:
    out = []
    if not content["summary"].strip():
        out.append(
            Problem("The clinical case summary is empty.", "LC 4610.6(e), 8 CCR 9792.10.6(d)", "summary")
        )
    age = content["age"].strip()
    if age and beside.patient(content)["age"] is None:
        out.append(Problem(f"The age {age!r} is no whole number of years.", None, "age"))
    return out


def _item(number: int, entry: Mapping[str, Any] | None) -> list[Problem]:
    name, entry = f"item-{number}", entry or {}
    out = []
    if entry.get("decision") not in ("upheld", "overturned"):
        out.append(
            Problem(
                f"Treatment {number} has no decision; say whether it is upheld or overturned.",
                "LC 4610.6(e)",
                f"{name}-decision",
            )
        )
    if not (entry.get("rationale") or "").strip():
        out.append(Problem(f"Treatment {number} has no rationale.", "LC 4610.6(e)", f"{name}-rationale"))
    for side, who in (("administrator", "the claims administrator"), ("own", "you")):
        rows, none = entry.get(side) or [], bool(entry.get(f"{side}_none"))
        if not rows and not none:
            out.append(
                Problem(
                    f"Treatment {number}: give the guideline that {who} cited, or tick that none was cited.",
                    "LC 4610.6(e), LC 4610.5(c)(2)",
                    f"{name}-{side}",
                )
            )
        if rows and none:
            out.append(
                Problem(
                    f"Treatment {number}: a guideline of {who} is given and “none cited” is ticked; leave one of them.",
                    None,
                    f"{name}-{side}",
                )
            )
        for row in rows:
            try:
                typing.citation(row)
            except ValueError as problem:
                out.append(
                    Problem(f"Treatment {number}, a guideline of {who}: {problem}.", None, f"{name}-{side}")
                )
    return out


def _documents(case: Case, content: Mapping[str, Any]) -> list[Problem]:
    file = reviewable(case)
    ticked = set(content["documents"])
    left = [one for one in file if one.id not in ticked]
    out = []
    if left:
        names = ", ".join(one.title for one in left[:3]) + (
            f" and {len(left) - 3} more" if len(left) > 3 else ""
        )
        out.append(
            Problem(
                f"Not ticked as reviewed: {names}. The reviewer goes through all pertinent records; tick each "
                "document that you reviewed.",
                "LC 4610.6(b)",
                "documents",
            )
        )
    # While documents are left to tick, the whole file is looked at: ticking them might be enough.
    ruling = enough(file if left else (one for one in file if one.id in ticked))
    if not ruling.allowed:
        law = ", ".join(one.cite for one in ruling.law)
        out.append(
            Problem(
                f"{ruling.message} Ask a party for records, or give the case back to the office.",
                law,
                "documents",
            )
        )
    return out


def _attestations(content: Mapping[str, Any]) -> list[Problem]:
    return [
        Problem(f"You have not attested: “{words}”", law, "attestations")
        for key, (words, law) in typing.ATTESTATIONS.items()
        if key not in content["attestations"]
    ]


def _findings(found: Sequence[Finding], answers: Mapping[str, str]) -> list[Problem]:
    return [
        Problem(
            f"A check found an error{f' on treatment {one.item}' if one.item else ''}: {one.message} Put it right, or "
            "say why it stays.",
            one.code,
            f"answer-{beside.key(one)}",
        )
        for one in found
        if one.severity == "error" and not answers.get(beside.key(one), "").strip()
    ]


def decisions(case: Case, content: Mapping[str, Any]) -> tuple[ItemDecision, ...]:
    """What is signed on each eligible item, exactly once each; call it when there are no problems."""
    return tuple(
        ItemDecision(
            number=item.number,
            decision=content["items"][str(item.number)]["decision"],
            rationale=content["items"][str(item.number)]["rationale"].strip(),
            administrator_citations=beside.cited(content["items"][str(item.number)]["administrator"]),
            reviewer_citations=beside.cited(content["items"][str(item.number)]["own"]),
        )
        for item in case.eligible_items
    )


def credentials(facts: ReviewerFacts, today: date) -> dict[str, Any]:
    """The record of this day, in the letters' form: states (California first), certifications; no number, no name."""
    states = dict.fromkeys(one.state for one in facts.licenses if licensed(one, today)[0] == "ok")
    boards = dict.fromkeys(
        name
        for one in facts.boards
        if certified(one, today)[0] == "ok"
        for name in (one.specialty, one.subspecialty)
        if name
    )
    named = list(boards) or ([_profession(facts.degree)] if _profession(facts.degree) else [])
    return {
        "on": today.isoformat(),
        "degree": facts.degree,
        "licensed_states": sorted(states, key=lambda code: (code != "CA", code)),
        "certifications": named,
        "statement": STATEMENT,
    }


def _profession(degree: str | None) -> str:
    """What a letter names where no board certifies the profession, such as "Acupuncturist"."""
    from openimr.law.reviewers import profession

    return (profession(degree) or "").capitalize()


def checked(candidate: Candidate) -> tuple[dict[str, Any], ...]:
    """The findings of the moment as events keep them."""
    return tuple(
        {
            "rule": one.rule,
            "title": one.title,
            "answer": one.answer,
            "message": one.message,
            "law": [each.cite for each in one.law],
            "weight": one.weight,
        }
        for one in candidate.findings
    )
