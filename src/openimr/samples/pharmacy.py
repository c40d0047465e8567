"""Prescriptions in dispute: headings for drugs, with name, ingredients, strength, quantity, refills."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from openimr.letters.model import Drug
from openimr.samples.chance import Chance
from openimr.samples.dating import printed
from openimr.samples.stock import Library
from openimr.samples.wording import in_words


@dataclass(frozen=True, slots=True)
class Prescription:
    """A drug heading and its truth."""

    heading: str
    disputed: str
    name: str
    drugs: tuple[Drug, ...]
    original: str | None = None
    authorized: str | None = None
    notes: tuple[str, ...] = ()


def drug(chance: Chance, library: Library, topic: str, dos: date) -> Prescription:
    """A request for one drug of the class ``topic``."""
    entry = chance.pick([e for e in library.drugs if e.topic == topic])
    name = chance.pick(entry.names)
    strength = chance.pick(entry.strengths) if entry.strengths else None
    quantity = chance.pick(entry.quantities) if entry.quantities else None
    shown = _shown(chance, strength)
    form = entry.form or (chance.pick(("tablets", "tablet", "tab")) if chance.yes(0.15) else None)
    dose = " ".join(part for part in (name, shown, form) if part)
    if form and shown and chance.yes(0.3):
        dose = f"{name} {form} {shown}"
    told = f"{name} {shown}" if shown else name
    if quantity is None:
        return Prescription(dose, dose, told, (Drug(name, entry.ingredients, strength, None, None),))

    def truth(count: int | None, refills: int | None) -> tuple[Drug, ...]:
        return (Drug(name, entry.ingredients, strength, count, refills),)

    if chance.yes(0.12):
        return _refills_left(chance, dose, told, quantity, truth)
    if chance.yes(0.08) and quantity >= 60:
        given = quantity // 2
        original, authorized, disputed = (
            f"{dose} #{quantity}",
            f"{dose} #{given}",
            f"{dose} #{quantity - given}",
        )
        return Prescription(
            _remainder(original, authorized, disputed), disputed, told, truth(quantity - given, None),
            original, authorized, ("partial approval",),
        )  # fmt: skip
    q = quantity
    r = chance.between(1, 3)
    day = printed(dos, "slashes")
    forms: list[tuple[str, int | None, int | None]] = [
        (f"{dose} #{q}", q, None),
        (f"{dose}, #{q}", q, None),
        (f"{dose} # {q}", q, None),
        (f"{dose} quantity {q}", q, None),
        (f"{dose}, quantity: {q}", q, None),
        (f"{dose} QTY {q}", q, None),
        (f"{dose} #{q} with {r} refill{'s' if r > 1 else ''}", q, r),
        (f"{dose} #{q} with {in_words(r)} refill{'s' if r > 1 else ''}", q, r),
        (f"{dose} #{q}, refills: {r}", q, r),
        (f"One prescription of {dose} #{q}", q, None),
        (f"{dose} (unknown quantity)", None, None),
        (f"{dose} #{q} day supply: 30", q, None),
        (f"Retrospective: {dose} #{q} DOS {day}", q, None),
        (f"Retrospective request for {dose} #{q} (DOS: {day})", q, None),
    ]
    heading, count, refills = chance.pick(forms)
    return Prescription(heading, heading, told, truth(count, refills))


def _shown(chance: Chance, strength: str | None) -> str | None:
    """A strength as headings print it: "20mg", "20 mg"; truth is without the blank."""
    if strength and chance.yes(0.2):
        return re.sub(r"(?<=\d)(?=(?:mg|mcg))", " ", strength)
    return strength


def _refills_left(
    chance: Chance,
    dose: str,
    told: str,
    quantity: int,
    truth: Callable[[int | None, int | None], tuple[Drug, ...]],
) -> Prescription:
    count = chance.between(1, 3)
    plural = "s" if count > 1 else ""
    original = f"{dose} #{quantity} with {count} refill{plural}"
    authorized = f"{dose} #{quantity}"
    disputed = f"{in_words(count).capitalize()} refill{plural} of {dose} #{quantity}"
    drugs = truth(quantity, count)
    heading = _remainder(original, authorized, disputed)
    return Prescription(heading, disputed, told, drugs, original, authorized, ("partial approval",))


def _remainder(original: str, authorized: str, disputed: str) -> str:
    return (
        f"{original} was the original request. {authorized} was authorized by the Claims Administrator. "
        f"The remaining IMR eligible portion of the original request, {disputed} is"
    )


def compound(chance: Chance, library: Library) -> Prescription:
    """A request for a mixed cream: each ingredient is a drug of its own, with its share as strength."""
    mix = chance.pick(library.compounds)
    drugs = tuple(Drug(name, (name.lower(),), share, None, None) for name, share in mix.parts)
    shares = [f"{name} {share}" for name, share in mix.parts]
    amount = chance.pick(mix.amounts)
    heading = chance.pick(
        (
            f"Compound cream: {'/'.join(shares)} in cream base {amount}",
            f"{', '.join(shares)} cream {amount}",
            f"Topical compound: {' / '.join(shares)}, {amount}",
            f"{'/'.join(shares)} {amount}",
            f"Compounded {', '.join(shares[:-1])} and {shares[-1]}, {amount}",
        )
    )
    return Prescription(
        heading, heading, "the compounded cream", drugs, notes=(f"compound of {len(drugs)} ingredients",)
    )
