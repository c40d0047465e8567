"""Everything that quality finds in a signed review: in its words, in its items, its file, its reviewer."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from rapidfuzz import fuzz

from openimr import letters
from openimr.law.reviewers import CaseNeeds, qualification
from openimr.letters.cover import Cover
from openimr.letters.model import Determination
from openimr.letters.writing.missing import missing_content
from openimr.letters.writing.notices import requirements
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Review
from openimr.service.cases.refusals import NotFound
from openimr.service.cases.sealing import codes_in
from openimr.service.issuing.held import to_ledger
from openimr.service.quality.model import Problem
from openimr.service.reviewers import registry

#: The rules on the reviewer that must still hold on the day of the release: license and board certificate.
STILL = ("Q2", "Q3")
#: How alike a sentence and a wrong fact must be, of 100, to say the same.
_REPEATED = 86
_ORDER = {"stop": 0, "error": 1, "warning": 2}
_LINE = re.compile(r"(?<=[.;!?])\s+|\n")


def problems(case: Case, determination: Determination, cover: Cover, today: date) -> tuple[Problem, ...]:
    """What quality has to look at, the gravest first; within that in the order of the letter.

    Args:
        cover: the letter's cover as it would be, for what the law wants in the letter.
        today: the day in California on which license and certificate must hold.
    """
    found = [
        *_items(case, determination),
        *_panel(case, today),
        *_remand(case, determination),
        *_named(case, determination),
        *_content(determination, cover),
        *_file(case),
        *_words(determination),
    ]
    return tuple(sorted(found, key=lambda one: (_ORDER[one.severity], one.item or 0)))


def signed(case: Case) -> tuple[Review, ...]:
    """The signed reviews that the letter is made of."""
    return tuple(one for one in case.reviews if one.signed is not None and one.refused is None)


def _words(determination: Determination) -> Iterator[Problem]:
    """The checks of the letter itself."""
    for one in letters.check(determination):
        yield Problem(
            one.code,
            one.severity,
            one.message,
            one.item,
            one.quote,
            one.against,
            one.fix or "",
            about=one.pointer or "",
        )


def _content(determination: Determination, cover: Cover) -> Iterator[Problem]:
    """What the law wants in every determination; who is served and when is looked at again when it is issued."""
    for one in missing_content(determination, cover):
        if one.number == "F12":
            continue
        needed = requirements()[one.number]
        yield Problem(
            f"LETTER-{one.number}", "error", f"The letter lacks mandatory content: {needed.title}.",
            law=needed.law or "", about=one.number,
            fix="return the review, or have it put into the case",
        )  # fmt: skip


def _items(case: Case, determination: Determination) -> Iterator[Problem]:
    """Each treatment of the application exactly once, in the same words."""
    decided = Counter(one.number for one in determination.items)
    asked = {one.number: one for one in case.eligible_items}
    for number, item in asked.items():
        times = decided.pop(number, 0)
        if times != 1:
            often = "not decided" if not times else f"decided {times} times"
            yield Problem(
                "ITEM-01", "stop", f"Treatment {number} is {often}; each is decided exactly once.", number,
                quote=item.text, fix="return the review with this question", law="LC 4610.6(e)",
            )  # fmt: skip
    for number in decided:
        yield Problem(
            "ITEM-01", "stop", f"The letter decides a treatment {number} that is not before this review.", number,
            law="LC 4610.6(e)", fix="return the review with this question",
        )  # fmt: skip
    for one in determination.items:
        item = asked.get(one.number)  # type: ignore[assignment]
        if item is None or _plain(one.heading) == _plain(item.text):
            continue
        yield Problem(
            "ITEM-02", "error", f"The words of treatment {one.number} are not those of the application.", one.number,
            quote=one.heading, against=item.text, law="8 CCR 9792.10.6(d)",
            fix="say why the letter may word it so, or have the confirmed treatment corrected",
        )  # fmt: skip


def _file(case: Case) -> Iterator[Problem]:
    """Each document of the file was reviewed, or somebody says why not."""
    reviews = signed(case)
    for document in case.documents:
        if not document.in_file:
            continue
        missed = [one for one in reviews if document.id not in one.documents_reviewed]
        if not missed:
            continue
        came_later = all(one.signed is not None and document.received > one.signed.date() for one in missed)
        by = ", ".join(one.reviewer for one in missed) if len(reviews) > 1 else "the reviewer"
        later = " It came in after the review was signed." if came_later else ""
        yield Problem(
            "FILE-01", "error",
            f"“{document.title}” ({document.pages or 'unknown'} pages) is not among the documents that {by} reviewed.{later}",
            quote=document.title, law="LC 4610.6(b),(e)", about=document.id,
            fix="return the review, or say why this document did not need to be reviewed",
        )  # fmt: skip


def _panel(case: Case, today: date) -> Iterator[Problem]:
    """License and board certificate on the day of the release, not only on that of the choice."""
    wanted = (case.recommended_specialty,) if case.recommended_specialty else ()
    for review in signed(case):
        try:
            facts = registry.get(review.reviewer).facts
        except NotFound as problem:
            yield Problem(
                "PANEL-00",
                "stop",
                problem.message,
                quote=review.reviewer,
                law="LC 139.5(d)(4)",
                about=review.reviewer,
            )
            continue
        for one in qualification(facts, CaseNeeds(specialties=wanted), today):
            if (
                one.rule not in STILL
                or one.answer == "ok"
                or (one.rule in review.confirmed and not one.blocks)
            ):
                continue
            if not (one.blocks or one.needs_person):
                continue
            yield Problem(
                f"PANEL-{one.rule}", "stop" if one.blocks else "error",
                f"Reviewer {review.reviewer}, {one.title}: {one.message}.",
                quote=review.reviewer, law="; ".join(law.cite for law in one.law), about=f"{review.reviewer} {one.rule}",
                fix="release the reviewer from the case and choose another"
                if one.blocks
                else "find it out, have it put into the panel, or say how it is known",
            )  # fmt: skip


def _remand(case: Case, determination: Determination) -> Iterator[Problem]:
    """After a remand: the fact that was found wrong stands in the letter again."""
    if not case.remand_fact:
        return
    told = [(None, determination.summary.text)]
    told += [(one.number, one.rationale or "") for one in determination.items]  # type: ignore[misc]
    for number, text in told:
        for line in _LINE.split(text):
            if len(line) > 12 and _says(line, case.remand_fact):
                yield Problem(
                    "REMAND-01", "error",
                    f"The letter says again what the appeals board found plainly wrong in case {case.remand_of}.",
                    number, quote=line, against=case.remand_fact, law="LC 4610.6(h)(5), (i)",
                    fix="return the review: the fact must be looked at anew in the record",
                )  # fmt: skip


def _named(case: Case, determination: Determination) -> Iterator[Problem]:
    """A reviewer of the case stands in the letter by the code: the parties would learn who reviewed."""
    said = json.dumps(to_ledger(determination), ensure_ascii=False, default=str)
    if codes_in(said) & {one.reviewer for one in case.reviews}:
        yield Problem(
            "NAME-01", "stop", "The letter names a reviewer by the code, and nobody outside may learn who reviewed.",
            law="LC 4610.6(f)", fix="return the review, or have the title of the document put right",
        )  # fmt: skip


def _says(line: str, fact: str) -> bool:
    return fuzz.token_set_ratio(_plain(line), _plain(fact)) >= _REPEATED


def _plain(text: str) -> str:
    return " ".join("".join(char if char.isalnum() else " " for char in text.lower()).split())
