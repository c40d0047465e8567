"""The declaration with which a reviewer takes a case: the relations of the statute, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from openimr.law.conflicts import relations
from openimr.law.tables import read
from openimr.service.cases.domain import Case
from openimr.service.reviewers.matching import parties

_KINDS = {"familial": "Family", "financial": "Money", "professional": "Profession"}


@dataclass(frozen=True, slots=True)
class Question:
    """One relation that is asked about. ``blocks``: having it bars by law; else a person looks at it."""

    key: str
    kind: str
    title: str
    law: str
    blocks: bool


def questions(case: Case) -> tuple[Question, ...]:
    """What is asked: every relation that the law calls material, and those that are near its list."""
    return _questions()


@cache
def _questions() -> tuple[Question, ...]:
    rules = read("reviewer_rules")["affiliations"]
    law = ", ".join(row["cite"] for row in rules["law"])
    out = []
    for kind, title in _KINDS.items():
        for relation in relations()[kind]:
            material = rules[kind][relation]
            if material is False:
                continue
            more = (
                f" of more than {rules['share_above']} percent of a year's income"
                if material == "share"
                else ""
            )
            out.append(Question(f"{kind}:{relation}", title, f"{_capital(relation)}{more}", law, True))
    near = ", ".join(relations()["near"])
    out.append(
        Question(
            "near", "Near the list", f"Another tie ({near})", "own arrangement: a person looks at it", False
        )
    )
    return tuple(out)


def concerned(case: Case) -> tuple[str, ...]:
    """With whom a relation counts, as this case names them."""
    return tuple(f"{one.name} ({one.role})" for one in parties(case))


def counterparties() -> tuple[str, ...]:
    """With whom a relation counts, as the law lists them."""
    return tuple(row["role"] for row in read("reviewer_rules")["counterparties"])


def attestation(asked: tuple[Question, ...]) -> str:
    """What an acceptance says, for the ledger."""
    return (
        "I know the condition, the treatments in dispute and the guidelines of the area. I have none of these relations "
        f"with anybody whom LC 139.5(c)(2) or (d)(5) names: {'; '.join(one.title for one in asked)}."
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
