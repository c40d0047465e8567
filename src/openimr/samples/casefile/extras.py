"""The other documents of a case file: a therapy note, a drug screen, an imaging report, a consultation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from openimr.law.forms import Application
from openimr.letters.model import Determination, Item
from openimr.samples.casefile.chart import Extra
from openimr.samples.casefile.kinds import Kind
from openimr.samples.casefile.signs import Sign
from openimr.samples.chance import Chance
from openimr.vocabulary import drugs

_MOST = 2
Rows = list[tuple[str, str]]


def choose(
    chance: Chance,
    determination: Determination,
    kinds: Sequence[Kind],
    found: Sequence[Sign],
    days: Sequence[date],
    application: Application,
) -> tuple[Extra, ...]:
    """One document for each kind of treatment in dispute, at most two, each dated before the request."""
    wanted: dict[str, tuple[Item, Kind]] = {}
    for item, kind in zip(determination.items, kinds, strict=True):
        name = kind.extra
        if name == "screen" and any("No urine drug test" in sign.say for sign in found):
            name = "labs"
        if name in ("imaging", "spine imaging") and not any(sign.where == "imaging" for sign in found):
            name = "films"
        wanted.setdefault(name, (item, kind))
    out = []
    last, injury = days[-1], application.injury_date
    for name, (item, kind) in list(wanted.items())[:_MOST]:
        day = last - timedelta(chance.between(3, 12))
        if injury is not None and day <= injury:
            day = min(last, injury + timedelta(1))
        out.append(_make(name, determination, item, kind, found, day))
    return tuple(out)


def _make(
    name: str, determination: Determination, item: Item, kind: Kind, found: Sequence[Sign], day: date
) -> Extra:
    rows: tuple[tuple[str, str], ...]
    part = next(iter(item.body_parts), "injured area")
    side = f"{item.side} " if item.side else ""
    where = f"{side}{part}".replace("bilateral", "both sides,")
    if name == "screen":
        return Extra("laboratory_report", "Urine drug test", day, "", "", tuple(_screen(determination, found)),
                     ("Screen by immunoassay. A result that does not fit should be confirmed.",))  # fmt: skip
    if name == "labs":
        return Extra("laboratory_report", "Blood chemistry", day, "", "", tuple(_labs(found)), ())
    if name in ("imaging", "spine imaging"):
        seen = [sign.say for sign in found if sign.where == "imaging"]
        return Extra("imaging_report", f"MRI, {where}", day, "", "", (("Technique", "without contrast"),),
                     ("Impression:", *seen))  # fmt: skip
    if name == "films":
        rows = (("Technique", "two views"), ("Fracture", "none seen"), ("Alignment", "kept"))
        return Extra("imaging_report", f"X-ray, {where}", day, "", "", rows, ())
    if name == "prescription":
        rows = tuple((drug.name, _amount(drug.strength, drug.quantity)) for drug in item.drugs)
        return Extra("prescription", "Prescription", day, "", "", rows, ())
    if name == "consultation":
        lines = [sign.say for sign in found if sign.where in ("history", "function")]
        rows = (("Referred for", kind.purpose), ("Impression", "agrees with the treating diagnosis"))
        return Extra("consultation", "Consultation", day, "", "", rows, tuple(lines))
    rows = (
        ("Area treated", where),
        ("Today", "active exercise, instruction for home"),
        ("Tolerance", "fair"),
    )
    return Extra("therapy_note", "Therapy note", day, "", "", rows, ())


def _amount(strength: str | None, quantity: float | None) -> str:
    return (
        ", ".join(x for x in (strength or "", f"dispense {quantity:g}" if quantity else "") if x)
        or "as directed"
    )


def _screen(determination: Determination, found: Sequence[Sign]) -> Rows:
    odd = any(sign.where == "screen" and sign.say == "inconsistent" for sign in found)
    rows: Rows = []
    named = {name for item in determination.items for drug in item.drugs for name in drug.ingredients}
    for mention in drugs.find(determination.summary.text):
        named |= set(mention.drug.ingredients)
    for name in sorted(named):
        match = drugs.lookup(name, fuzzy=False)
        if match and match.drug.schedule.upper() in ("II", "III", "IV"):
            rows.append((name.capitalize(), "prescribed, not detected" if odd else "prescribed, detected"))
    rows += [
        ("Cocaine metabolite", "not detected"),
        ("Amphetamines", "not detected"),
        ("Creatinine", "within range"),
    ]
    return rows


def _labs(found: Sequence[Sign]) -> Rows:
    said = " ".join(sign.say for sign in found)
    return [
        ("Creatinine", "1.6 mg/dL (high)" if "Kidney disease" in said else "0.9 mg/dL"),
        ("ALT", "24 U/L"),
        ("Glucose, fasting", "148 mg/dL (high)" if "Diabetes" in said else "92 mg/dL"),
        ("Hemoglobin", "13.9 g/dL"),
    ]
