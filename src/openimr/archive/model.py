"""What the archive holds of one disputed treatment: the unit in which people search, count and compare.

Two programmes are held, each with its own vocabulary (see ``data/programmes.yaml``): independent medical review in
workers' compensation (``imr``; one letter decides one or more items), and that of health plans under the Department of
Managed Health Care (``dmhc``; a table with one row a case and no letter). Their categories are never merged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Programme = Literal["imr", "dmhc"]
Origin = Literal["sample", "published"]
Decision = Literal["upheld", "overturned"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One disputed item with what its letter says of it. ``None`` and ``()`` where the source does not say.

    Attributes:
        key: its permanent name: the letter's address and the item's number, ``CM16-0248698#1``; for the DMHC table
            the reference id.
        unit: what is replaced as a whole in the index: ``imr:<letter's row>`` or ``dmhc:<reference id>``.
        programme, origin: which body of decisions; whether it is fictional.
        address: last part of the letter's address; for DMHC the reference id.
        number: of the item within the letter, from 1.
        leads: whether it is the first item of its letter, so that letters can be counted.
        case_number: as printed.
        decided: day of the decision, ISO 8601; DMHC gives the ``year`` only.
        decision: on this item.
        category, subcategory: of the treatment, in the programme's own words.
        heading, disputed: as in ``determination/1``.
        drugs: each disputed drug by its ingredients, ``hydrocodone/acetaminophen``; the name as printed, in lower
            case, where the ingredients are not known.
        drug_names: names as printed.
        drug_classes: of the state's search form where the form has one, else of our own table.
        guidelines: those the reviewer cites: ``MTUS: Chronic Pain Medical Treatment``, ``ODG: Low Back``, ``ACOEM``.
        sections: of those guidelines: ``MTUS: Chronic Pain Medical Treatment > Benzodiazepines``.
        specialties: the reviewer's certifications; ``licensed_states`` two-letter codes.
        age: in years; ``age_group`` of DMHC as printed.
        diagnoses: as printed in a letter.
        diagnosis_categories: DMHC's category, and ``category > subcategory``.
        kind: DMHC's type of review, for example ``Medical Necessity``.
        visits: of therapy or office.
    """

    key: str
    unit: str
    programme: Programme
    origin: Origin
    address: str
    number: int
    leads: bool
    case_number: str | None
    decided: str | None
    year: int | None
    decision: Decision
    category: str | None
    subcategory: str | None
    heading: str
    disputed: str
    drugs: tuple[str, ...] = ()
    drug_names: tuple[str, ...] = ()
    ingredients: tuple[str, ...] = ()
    drug_classes: tuple[str, ...] = ()
    body_parts: tuple[str, ...] = ()
    side: str | None = None
    guidelines: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    specialties: tuple[str, ...] = ()
    licensed_states: tuple[str, ...] = ()
    priority: str | None = None
    retrospective: bool | None = None
    visits: int | None = None
    age: int | None = None
    age_group: str | None = None
    sex: str | None = None
    diagnoses: tuple[str, ...] = ()
    diagnosis_categories: tuple[str, ...] = ()
    kind: str | None = None
    summary: str | None = None
    rationale: str | None = None
