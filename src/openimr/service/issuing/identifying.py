"""What identifies somebody in a case, from its structured data: terms to take out of a copy, and to look for in it.

LC 138.7(a): data that can be tied to a particular worker, and equally to an employer, an administrator or any
other person or organization. The forms of names and numbers are :mod:`openimr.letters.deidentify.known`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from openimr.letters.deidentify import known
from openimr.letters.deidentify.known import Term
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Party

__all__ = ["Term", "terms"]


def terms(case: Case) -> tuple[Term, ...]:
    """All that the case says of who is in it, whole names first."""
    return known.longest_first(_terms(case))


def _terms(case: Case) -> Iterator[Term]:
    form = case.application
    for party in case.parties:
        yield from _party(party)
    if form.get("adjuster"):
        yield from known.person(str(form["adjuster"]), "the adjuster's name")
    for field, what in (
        ("claim_number", "the claim number"),
        ("eams_number", "the number of the appeals board's file"),
        ("jurisdictional_claim_number", "the jurisdictional claim number"),
    ):
        if form.get(field):
            yield from known.number(str(form[field]), what)
    if form.get("date_of_birth"):
        yield from known.birthday(date.fromisoformat(form["date_of_birth"]))
    for code in dict.fromkeys(one.reviewer for one in case.reviews):
        yield from known.code(code, "the reviewer's code")


def _party(party: Party) -> Iterator[Term]:
    who = f"the {party.role}'s"
    if party.name:
        yield from known.person(party.name, f"{who} name")
    if party.organization:
        yield from known.organization(party.organization, f"{who} organization")
    for line in party.address:
        yield from known.address(line, f"{who} address")
    if party.role == "employee" and party.city:
        yield from known.city(party.city, f"{who} city")
    if party.zip:
        yield from known.zip_code(party.zip, f"{who} ZIP code")
    for number, what in ((party.phone, "telephone"), (party.fax, "fax")):
        if number:
            yield from known.telephone(number, f"{who} {what} number")
    if party.email:
        yield from known.e_mail(party.email, f"{who} e-mail address")
    if party.npi:
        yield from known.number(party.npi, f"{who} NPI")
