"""Letters with identifiers planted: a fictional case's people, and sentences that name them or others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle
from types import ModuleType

from openimr.letters.cover import Cover, Recipient
from openimr.letters.deidentify import known
from openimr.letters.deidentify.lexicon import fold
from openimr.letters.model import Determination
from openimr.samples.chance import Chance
from openimr.samples.generator import letter
from openimr.samples.planting import edits

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_TENS = {
    94: "ninety-four",
    91: "ninety-one",
    92: "ninety-two",
    93: "ninety-three",
    95: "ninety-five",
    97: "ninety-seven",
}


@dataclass(frozen=True)
class PlantedLetter:
    """A letter with what was planted: ``secrets`` are (kind, sentence, what must not survive)."""

    determination: Determination
    clean: Determination
    cover: Cover
    terms: tuple[known.Term, ...]
    secrets: tuple[tuple[str, str, tuple[str, ...]], ...]
    #: The planted sentences without what identifies: words of them may stay.
    frames: str


def letters(part: ModuleType, seed: str, count: int, *, each: int = 4) -> Iterator[PlantedLetter]:
    """``count`` letters, each with ``each`` sentences of ``part`` in turn, structured and unstructured."""
    structured = cycle([(kind, text) for kind, texts in part.STRUCTURED.items() for text in texts])
    unstructured = cycle([(kind, text) for kind, texts in part.UNSTRUCTURED.items() for text in texts])
    for number in range(count):
        yield _letter(part, Chance(f"identities {seed} {number}"), number, structured, unstructured, each)


def _letter(part, chance: Chance, number: int, structured, unstructured, each: int) -> PlantedLetter:
    clean = letter(990 + number % 7, number, "2015").determination
    case, terms, cover = _case(part, chance)
    determination, secrets, frames = clean, [], []
    for index in range(each):
        kind, text = next(structured if index % 2 else unstructured)
        slots = {**_people(part, chance), **case} if index % 2 else {**case, **_people(part, chance)}
        sentence, values = _fill(text, slots)
        determination = _insert(determination, chance, sentence, index)
        secrets.append((kind, sentence, values))
        frames.append(re.sub(r"{\w+}", " ", text))
    return PlantedLetter(determination, clean, cover, terms, tuple(secrets), "\n".join(frames))


def _insert(determination: Determination, chance: Chance, sentence: str, index: int) -> Determination:
    if index == 3 and chance.yes(0.3):
        return replace(determination, documents_reviewed=(*determination.documents_reviewed, sentence))
    _, item, text = chance.pick(list(edits.texts(determination)))
    stops = edits.sentences(text)
    starts = [start for start, _ in stops[1:] if not _ABBREVIATED.search(text[:start])]
    position = chance.pick(starts or [len(text)])
    return edits.with_text(determination, item, edits.insert(text, position, sentence))


#: What ends no sentence, though a period follows.
_ABBREVIATED = re.compile(r"\b(?:Drs?|Mrs?|Ms|no|No|Lic|Cal|Ref|Tel|St|Box|[A-Z])\.\s*$")
#: Slots that hide nothing by themselves.
_OPEN = {"title", "initial"}


def _fill(text: str, slots: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    names = [name for name in re.findall(r"{(\w+)}", text) if name not in _OPEN]
    return text.format(**slots), tuple(slots[name] for name in names)


def _plain(text: str) -> str:
    import unicodedata

    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def _digits(chance: Chance, count: int) -> str:
    return "".join(str(chance.between(1 if place == 0 else 0, 9)) for place in range(count))


def _born(day: date) -> dict[str, str]:
    return {
        "dob_short": f"{day.month}/{day.day}/{day.year}",
        "dob_iso": day.isoformat(),
        "dob_dots": f"{day.month:02}.{day.day:02}.{day.year}",
        "dob_words": f"{_MONTHS[day.month - 1]} {day.day}, {day.year}",
    }


def _claim(value: str) -> dict[str, str]:
    return {
        "claim": value,
        "claim_plain": value.replace("-", ""),
        "claim_spaced": " ".join(value.replace("-", "")),
    }


def _phone(digits: str) -> dict[str, str]:
    a, b, c = digits[:3], digits[3:6], digits[6:]
    return {"phone": f"({a}) {b}-{c}", "phone_dots": f"{a}.{b}.{c}", "phone_plain": digits}


def _street(part, chance: Chance) -> dict[str, str]:
    street = chance.pick(part.STREETS)
    return {"street_no": str(chance.between(100, 9899)), "street": street, "street_up": street.upper()}


def _name(part, chance: Chance, of: str = "") -> dict[str, str]:
    given, sur = chance.pick(part.GIVEN), chance.pick(part.SURNAMES)
    return {
        f"{of}given": given, f"{of}sur": sur, f"{of.upper()}GIVEN": given.upper(), f"{of.upper()}SUR": sur.upper(),
        f"{of}given_plain": _plain(given), f"{of}sur_plain": _plain(sur).replace("-", " "), f"{of}initial": chance.pick(tuple("ABDEFJKLM")),
    }  # fmt: skip


def _people(part, chance: Chance) -> dict[str, str]:
    """Slots of somebody and something that no structured data gives."""
    name = _name(part, chance)
    company, ssn = chance.pick(part.COMPANIES), _digits(chance, 9)
    eams = f"ADJ{_digits(chance, 8)}"
    mrn, number = _digits(chance, 7), _digits(chance, 6)
    plain = fold(name["sur"]).replace(" ", "").replace("'", "")
    old = chance.pick(tuple(_TENS))
    return {
        **name, **_born(date(chance.between(1940, 1995), chance.between(1, 12), chance.between(1, 28))),
        **_claim(f"{chance.pick(('WC', 'CLM', 'SIF'))}-{chance.between(2010, 2016)}-{number}"), **_phone(f"530555{_digits(chance, 4)}"),
        **_street(part, chance), "title": chance.pick(("Mr.", "Ms.", "Mrs.")), "sur2": chance.pick(part.SURNAMES),
        "company": company, "COMPANY": company.upper(), "facility": chance.pick(part.FACILITIES), "insurer": chance.pick(part.INSURERS),
        "firm": chance.pick(part.FIRMS).format(sur=name["sur"]), "city": chance.pick(part.CITIES), "zip": f"95{_digits(chance, 3)}",
        "box": _digits(chance, 4), "mrn": f"00{mrn}", "mrn_spaced": " ".join(mrn), "eams": eams, "eams_spaced": f"ADJ {eams[3:]}",
        "ssn": f"{ssn[:3]}-{ssn[3:5]}-{ssn[5:]}", "ssn_spaced": f"{ssn[:3]} {ssn[3:5]} {ssn[5:]}", "ssn4": ssn[5:],
        "npi": f"1{_digits(chance, 9)}", "license": f"{chance.pick(('A', 'G', 'C'))}{_digits(chance, 5)}", "dea": f"BW{_digits(chance, 7)}",
        "email": f"{fold(name['given'])}.{plain}@example.org", "email_at": f"{plain} (at) example (dot) com",
        "url": f"www.{plain}-clinic.example.com/portal", "policy": f"{chance.pick(('PX', 'GH', 'HMO'))}{_digits(chance, 7)}",
        "plate": f"{chance.between(4, 8)}KLM{_digits(chance, 3)}", "vin": f"1FTEW1E8{_digits(chance, 9)}", "serial": f"SN{_digits(chance, 6)}",
        "age": str(old), "age_words": _TENS[old],
    }  # fmt: skip


def _case(part, chance: Chance) -> tuple[dict[str, str], tuple[known.Term, ...], Cover]:
    """Slots of the case's own people, the terms of the structured data, and the letter's cover."""
    own = _people(part, chance)
    day = date(chance.between(1940, 1995), chance.between(1, 12), chance.between(1, 28))
    own |= _born(day)
    for role in ("doctor_", "attorney_", "adjuster_"):
        own |= _name(part, chance, role)
    terms: list[known.Term] = []
    for role, what in (
        ("", "employee"),
        ("doctor_", "physician"),
        ("attorney_", "attorney"),
        ("adjuster_", "adjuster"),
    ):
        terms += known.person(f"{own[f'{role}given']} {own[f'{role}sur']}", f"the {what}'s name")
    terms += known.organization(own["company"], "the employer's organization")
    terms += known.address(f"{own['street_no']} {own['street']}", "the employee's address")
    terms += known.telephone(own["phone"], "the employee's telephone number")
    terms += known.e_mail(own["email"], "the employee's e-mail address")
    terms += known.number(own["claim"], "the claim number")
    terms += known.number(own["eams"], "the number of the appeals board's file")
    terms += known.birthday(day)
    cover = Cover(
        organization="Redwood Medical Review",
        employee=f"{own['given']} {own['sur']}",
        claim_number=own["claim"],
        employer=own["company"],
        provider=f"Dr. {own['doctor_given']} {own['doctor_sur']}",
        recipients=(
            Recipient("Employee", f"{own['given']} {own['sur']}", (f"{own['street_no']} {own['street']}",)),
            Recipient("Attorney", f"{own['attorney_given']} {own['attorney_sur']}"),
        ),
    )
    return own, known.longest_first(iter(terms)), cover


#: What kind of place an organization is.
_KINDS = frozenset(
    [
        "associates",
        "bakery",
        "clinic",
        "hospital",
        "center",
        "institute",
        "imaging",
        "therapy",
        "physical",
        "surgery",
        "medical",
        "group",
        "partners",
        "firm",
        "law",
        "the",
        "of",
        "offices",
        "advanced",
        "pain",
        "city",
        "rehabilitation",
        "specialists",
        "chiropractic",
        "care",
        "urgent",
        "services",
        "management",
        "company",
        "insurance",
    ]
)
_PIECE = re.compile(r"[^\W_]+")


def left(public: str, clean: str, values: tuple[str, ...]) -> tuple[str, ...]:
    """The pieces of ``values`` that stand in ``public`` more often than in ``clean``: what survived.

    A piece is a word of three letters or more with a capital, or a figure of two digits or more; a name of two letters counts
    whole. Words that only say what kind of place it is ("Clinic") tell nobody, where the rest is gone.
    """
    after, before = fold(public), fold(clean)
    found = []
    for value in values:
        pieces = [
            one
            for one in _PIECE.findall(value)
            if (one[0].isupper() and (len(one) > 1)) or (one.isdigit() and len(one) > 1)
        ]
        pieces = [one for one in pieces if fold(one) not in _KINDS] or pieces or [value]
        for piece in dict.fromkeys(map(fold, pieces)):
            edge = rf"(?<![^\W_]){re.escape(piece)}(?![^\W_])"
            if len(re.findall(edge, after)) > len(re.findall(edge, before)):
                found.append(piece)
    return tuple(found)


def nobody(cover: Cover) -> Cover:
    """The cover of the same letter without anybody on it."""
    return replace(
        cover,
        employee=None,
        claim_number=None,
        employer=None,
        provider=None,
        recipients=tuple(Recipient(one.role) for one in cover.recipients),
    )
