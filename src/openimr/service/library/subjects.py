"""What has a page of its own: drugs, classes of drugs, guidelines, sections, categories, specialties, body parts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from openimr.archive.index.catalog import Catalog, fold
from openimr.archive.query.fields import BY_NAME


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of page.

    ``path`` is its part of the address, ``field`` the field of a query whose values they are, ``one`` and ``many`` its
    names, ``treatments`` the field whose values are the treatments shown on it.
    """

    path: str
    field: str
    one: str
    many: str
    treatments: str


SUBJECTS = (
    Subject("drugs", "product", "Drug", "Drugs", "section"),
    Subject("classes", "class", "Drug class", "Drug classes", "product"),
    Subject("categories", "category", "Treatment category", "Treatment categories", "subcategory"),
    Subject("guidelines", "guideline", "Guideline", "Guidelines", "section"),
    Subject("sections", "section", "Section of a guideline", "Sections of guidelines", "product"),
    Subject("specialties", "specialty", "Reviewer’s specialty", "Specialties", "category"),
    Subject("body-parts", "body", "Body part", "Body parts", "subcategory"),
)
BY_PATH = {subject.path: subject for subject in SUBJECTS}
BY_FIELD = {subject.field: subject for subject in SUBJECTS}
_LONGEST = 90

_lock = Lock()
_names: dict[tuple[int, str], Mapping[str, str]] = {}


def slug(value: str) -> str:
    """A value as the last part of an address: ``ODG: Low Back`` is ``odg-low-back``."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(value)).strip("-")
    if len(words) > _LONGEST or not words:
        return f"{words[:_LONGEST].rstrip('-')}-{_digest(value)}".lstrip("-")
    return words


def address(field: str, value: str) -> str:
    """Where the page of a value is; "" where its field has none."""
    subject = BY_FIELD.get(field)
    return f"/archive/{subject.path}/{slug(value)}/" if subject else ""


def value_of(subject: Subject, name: str, catalog: Catalog) -> str | None:
    """The value whose address ends in ``name``; where two have the same, the one that more entries have."""
    return _by_slug(subject, catalog).get(name)


def _by_slug(subject: Subject, catalog: Catalog) -> Mapping[str, str]:
    key = (id(catalog), subject.field)
    with _lock:
        if key not in _names:
            if len(_names) > 3 * len(SUBJECTS):
                _names.clear()
            values = catalog.values(BY_NAME[subject.field].index)
            _names[key] = {slug(value): value for value in reversed(values)}
        return _names[key]


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:6]
