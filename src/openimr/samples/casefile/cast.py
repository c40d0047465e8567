"""The fictional people and companies of one claim. Phones are 555 numbers, mail addresses at example.org."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

import yaml

from openimr.law.forms import Person
from openimr.letters.model import Sex
from openimr.samples.chance import Chance


@cache
def stock(name: str) -> Any:
    """A YAML file of the case file's data folder, read once."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = resources.files(__package__ or "").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are safe loaders


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes part in a claim. ``attorney`` is ``None`` where the worker has none."""

    employee: Person
    physician: Person
    administrator: Person
    adjuster: str
    employer: Person
    attorney: Person | None
    claim_number: str
    eams_number: str | None
    jurisdictional_claim_number: str


def cast(chance: Chance, sex: Sex | None, job: str = "") -> Cast:
    """A new cast; the worker's given name goes with ``sex``, the employer with ``job``, where they are told."""
    data = stock("people")
    company = chance.pick(data["administrators"])
    number = chance.between(10000, 99999)
    attorney = None
    if chance.yes(0.45):
        office = chance.pick(data["law_offices"])
        attorney = replace(_party(chance, office), name=f"{name(chance)}, Esq.", organization=office)
    practice = chance.pick(data["practices"])
    title = chance.pick(("MD", "MD", "MD", "DO"))
    physician = replace(
        _party(chance, practice),
        name=f"{name(chance)}, {title}",
        organization=practice,
        specialty=chance.pick(data["specialties"]),
        npi=_npi(chance),
    )
    employers = [row["name"] for row in data["employers"] if not job or job in row["jobs"]]
    workplace = chance.pick(employers or [row["name"] for row in data["employers"]])
    adjuster = name(chance)
    administrator = replace(_party(chance, company["name"]), name=adjuster, organization=company["name"])
    return Cast(
        employee=_worker(chance, sex),
        physician=physician,
        administrator=administrator,
        adjuster=adjuster,
        employer=replace(_party(chance, workplace), organization=workplace, email=None, fax=None),
        attorney=attorney,
        claim_number=f"{company['short']}-{number}-{chance.between(10, 99)}",
        eams_number=f"ADJ99{chance.between(10000, 99999)}" if attorney else None,
        jurisdictional_claim_number=f"JCN-{chance.between(1000000, 9999999)}",
    )


def name(chance: Chance, sex: Sex | None = None) -> str:
    """A given and a family name."""
    data = stock("people")
    drawn = sex or chance.pick(("female", "male"))
    return f"{chance.pick(data['given'][drawn])} {chance.pick(data['family'])}"


def phone(chance: Chance) -> str:
    """A number of the kind that no subscriber has (555-0100 to 555-0199)."""
    return f"({chance.pick((209, 310, 415, 530, 559, 619, 714, 805, 916))}) 555-01{chance.below(100):02d}"


def mail(who: str, at: str | None = None) -> str:
    """A mail address at example.org: ``who`` and, in front of the domain, the company's initials."""
    local = ".".join(re.findall(r"[a-z]+", who.lower())[:2])
    host = "".join(word[0] for word in re.findall(r"[A-Za-z]+", at or "")).lower()
    return f"{local}@{host}.example.org" if host else f"{local}@example.org"


def _worker(chance: Chance, sex: Sex | None) -> Person:
    who = name(chance, sex)
    reached = _party(chance, who)
    return replace(
        reached,
        name=who,
        fax=None,
        email=mail(who) if chance.yes(0.7) else None,
        language="Spanish" if chance.yes(0.15) else "English",
    )


def _party(chance: Chance, who: str) -> Person:
    data = stock("people")
    city, code = chance.pick(data["cities"])
    street = f"{chance.between(100, 9899)} {chance.pick(data['streets'])}"
    return Person(
        address=(street,),
        city=city,
        state="CA",
        zip=code,
        phone=phone(chance),
        fax=phone(chance),
        email=mail("office", who),
    )


def _npi(chance: Chance) -> str:
    """Ten digits whose check digit is wrong (Luhn with the prefix 80840), so that the number is nobody's."""
    body = f"1{chance.below(10**8):08d}"
    digits = [int(digit) for digit in f"80840{body}"]
    doubled = [d * 2 if place % 2 == 0 else d for place, d in enumerate(reversed(digits))]
    right = -sum(d - 9 if d > 9 else d for d in doubled) % 10
    return f"{body}{(right + 1 + chance.below(8)) % 10}"
