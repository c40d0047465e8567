"""The medical records: request for authorization, progress reports, and the other documents."""

from __future__ import annotations

from datetime import date

from openimr.law.forms import Application, Person
from openimr.letters.model import Determination, Item
from openimr.samples.casefile.blocks import (
    Block,
    address,
    band,
    box,
    bullets,
    day,
    document,
    form,
    heading,
    letterhead,
    paragraph,
    rows,
    signature,
    table,
    ticks,
)
from openimr.samples.casefile.cast import name, phone, stock
from openimr.samples.casefile.chart import Chart, Extra, Visit
from openimr.samples.casefile.charting import diagnoses
from openimr.samples.casefile.diagnoses import icd
from openimr.samples.casefile.kinds import kind_of
from openimr.samples.chance import Chance

#: An injury this fresh gets a first report.
_FIRST_DAYS = 21


def request(determination: Determination, one: Application) -> Block:
    """The request for authorization, with the fields of DWC Form RFA in our own layout."""
    physician, company = one.physician, one.claims_administrator
    named = diagnoses(determination)
    main = named[0] if named else one.primary_diagnosis or "See report"
    code = (icd(determination.summary.diagnoses[0]) if named else None) or ""
    blocks = [
        band("REQUEST"),
        form(
            ticks(
                12,
                "Kind",
                [
                    ("New request", True),
                    ("Changed facts since an earlier decision", False),
                    ("Expedited", one.ur_priority == "expedited"),
                    ("Confirms an oral request", False),
                ],
            )
        ),
        band("INJURED WORKER"),
        form(
            box(5, "Name", one.employee.name),
            box(3, "Date of birth", day(one.date_of_birth)),
            box(4, "Date of injury", day(one.injury_date)),
        ),
        form(box(5, "Claim number", one.claim_number), box(7, "Employer", one.employer.organization)),
        band("REQUESTING PHYSICIAN"),
        form(
            box(4, "Name", physician.name),
            box(5, "Practice", physician.organization),
            box(3, "Specialty", physician.specialty),
        ),
        form(
            box(5, "Address", address(physician)),
            box(2, "NPI", physician.npi),
            box(2, "Phone", physician.phone),
            box(3, "E-mail", physician.email),
        ),
        band("CLAIMS ADMINISTRATOR"),
        form(
            box(5, "Company", company.organization),
            box(4, "Contact", one.adjuster or company.name),
            box(3, "Fax", company.fax),
        ),
        band("TREATMENT REQUESTED"),
        table(
            ("Diagnosis", "ICD code", "Service or good", "For", "Frequency, duration, quantity"),
            [
                (main, code, item.original_request or item.disputed, kind_of(item).purpose, amount(item))
                for item in determination.items
            ],
            (2, 1, 3.2, 1.6, 1.6),
        ),
        form(box(8, "Physician's signature", f"/s/ {physician.name}"), box(4, "Date", day(one.rfa_date))),
        band("ANSWER OF THE CLAIMS ADMINISTRATOR (left open by the physician)"),
        form(
            ticks(
                12,
                "Answer",
                [
                    ("Approved", False),
                    ("Denied or modified, see letter", False),
                    ("Liability disputed", False),
                ],
            )
        ),
    ]
    return document(
        "Request for Authorization of Medical Treatment",
        blocks,
        running="",
        foot=f"{one.employee.name or ''}  |  Claim {one.claim_number}  |  {day(one.rfa_date)}",
        kind="form",
        mark="Fields as in DWC Form RFA",
        accent="#4a3f2d",
    )


def amount(item: Item) -> str:
    """How much of the treatment is asked for, as far as it is told. Of a partial approval, see the service."""
    if item.original_request:
        return "As stated"
    parts = []
    if item.frequency_per_week and item.weeks:
        parts.append(f"{item.frequency_per_week:g} a week, {item.weeks:g} weeks")
    if item.visits:
        parts.append(f"{item.visits} visits")
    parts += [
        f"#{drug.quantity:g}" + (f", {drug.refills} refills" if drug.refills else "")
        for drug in item.drugs
        if drug.quantity
    ]
    return "; ".join(dict.fromkeys(parts))


def progress(determination: Determination, one: Application, chart: Chart, visit: Visit) -> Block:
    """The report of one visit."""
    first_seen = visit is chart.visits[0]
    age = _age(one.date_of_birth, visit.day)
    sex = determination.summary.sex
    patient = ", ".join(x for x in (f"{age} years" if age is not None else "", sex or "") if x)
    blocks = [
        rows(_patient(one, visit.day, patient)),
        heading("Subjective"),
        paragraph(visit.complaint),
        *([paragraph(f"Works as {_article(chart.job)}.", "Job:")] if chart.job else []),
        *([paragraph(_capital(chart.cause) + ".", "Cause of injury:")] if first_seen and chart.cause else []),
        *([paragraph(visit.pain, "Pain score:")] if visit.pain else []),
        *([paragraph(visit.history, "History:")] if visit.history else []),
        *([paragraph(visit.function, "Function:")] if visit.function else []),
        heading("Medications"),
        *(
            [
                table(
                    ("Drug", "Strength", "Directions"),
                    [(m.name, m.strength, m.directions) for m in visit.medications],
                    (2, 1.4, 3),
                )
            ]
            if visit.medications
            else [paragraph("None listed.")]
        ),
        heading("Examination"),
        table(("Finding", "Result"), visit.examination, (2.2, 4.2)),
        heading("Diagnoses"),
        *_diagnoses(determination),
        heading("Plan"),
        bullets(visit.plan or ("Present care goes on.",)),
        *([paragraph(visit.work + ".", "Work status:")] if visit.work else []),
        _signed(one.physician, visit.day),
    ]
    return document(
        title_of(one, chart, visit),
        blocks,
        running=_running(one, visit.day),
        foot=f"{one.physician.name}  |  {day(visit.day)}",
        head=letterhead(one.physician, "center"),
    )


def _age(born: date | None, on: date) -> int | None:
    if born is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def is_first(one: Application, chart: Chart, visit: Visit) -> bool:
    """Whether this is the first report on a fresh injury."""
    fresh = one.injury_date is not None and (visit.day - one.injury_date).days <= _FIRST_DAYS
    return visit is chart.visits[0] and fresh


def title_of(one: Application, chart: Chart, visit: Visit) -> str:
    """The title of a visit's report."""
    if is_first(one, chart, visit):
        return "First Report of Injury"
    if one.ur_decision_date is not None and visit.day > one.ur_decision_date:
        return "Supplemental Progress Report"
    return "Primary Treating Physician's Progress Report"


def author_of(chance: Chance, extra: Extra, one: Application) -> tuple[Person, str]:
    """The organization and the author of another document."""
    people = stock("people")
    pools = {
        "laboratory_report": ("laboratories", "Laboratory director"),
        "imaging_report": ("imaging_centers", "MD"),
        "therapy_note": ("therapy_practices", "PT"),
        "consultation": ("practices", "MD"),
    }
    if extra.type not in pools:
        return one.physician, one.physician.name or ""
    pool, suffix = pools[extra.type]
    city, code = chance.pick(people["cities"])
    street = f"{chance.between(100, 9899)} {chance.pick(people['streets'])}"
    organization = Person(
        organization=chance.pick(people[pool]), address=(street,), city=city, state="CA", zip=code,
        phone=phone(chance), fax=phone(chance),
    )  # fmt: skip
    return organization, f"{name(chance)}, {suffix}"


def other(determination: Determination, one: Application, extra: Extra, party: Person, author: str) -> Block:
    """A therapy note, a laboratory or imaging report, a prescription or a consultation."""
    label = {"laboratory_report": ("Test", "Result"), "prescription": ("Product", "Directions")}.get(
        extra.type, ("Item", "Finding")
    )
    blocks = [
        rows(
            [
                *_patient(one, extra.day, ""),
                ("Ordered by", one.physician.name or "" if party is not one.physician else ""),
            ]
        ),
        *([table(label, extra.rows, (2.2, 4.2))] if extra.rows else []),
        *(paragraph(text) for text in extra.paragraphs),
        signature(author, author, party.organization or "", f"Signed {day(extra.day)}"),
    ]
    return document(
        extra.title,
        blocks,
        running=_running(one, extra.day),
        foot=f"{author}  |  {day(extra.day)}",
        head=letterhead(party),
    )


def _patient(one: Application, seen: date, patient: str) -> list[tuple[str, str]]:
    return [
        ("Patient", one.employee.name or ""),
        ("", ""),
        ("Date of birth", day(one.date_of_birth)),
        ("Age and sex", patient),
        ("Claim number", one.claim_number or ""),
        ("Date of injury", day(one.injury_date)),
        ("Date of service", day(seen)),
    ]


def _diagnoses(determination: Determination) -> list[Block]:
    named = diagnoses(determination)
    if not named:
        return [paragraph("As in the earlier reports.")]
    codes = [icd(text) or "" for text in determination.summary.diagnoses]
    listed = [(str(n), text, code) for n, (text, code) in enumerate(zip(named, codes, strict=True), start=1)]
    return [table(("No.", "Diagnosis", "ICD code"), listed, (0.5, 4.4, 1.5))]


def _signed(physician: Person, when: date) -> Block:
    who = physician.name or ""
    return signature(who, who, physician.specialty or "", physician.organization or "", f"Signed {day(when)}")


def _running(one: Application, when: date) -> str:
    return f"{one.employee.name or ''}  |  Claim {one.claim_number}  |  Date of service {day(when)}"


def _article(job: str) -> str:
    return f"an {job}" if job[:1] in "aeiou" else f"a {job}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
