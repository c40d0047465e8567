"""The form of one treatment: what the vocabulary made of it, to be confirmed or put right."""

from __future__ import annotations

from typing import Any, get_args

from django import forms

from openimr.letters.model import Category, Side
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Item, Normalised
from openimr.service.cases.forms import CaseForm
from openimr.service.cases.normalising import normalise
from openimr.vocabulary import body_parts, drugs

#: Empty rows that a treatment offers beside what it has: for a drug, and for a body part.
_SPARE = 1
_DRUG = ("name", "strength", "quantity", "refills")
_MOST_WORDS = 12


class TreatmentForm(CaseForm):
    """One treatment. Fields of drugs are ``drug_<n>_<part>``, of body parts ``part_<n>``."""

    disputed = forms.CharField(label="In dispute", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    category = forms.ChoiceField(
        label="Category",
        choices=[("", "Not known"), *((one, one) for one in get_args(Category))],
        required=False,
    )
    side = forms.ChoiceField(
        label="Side",
        choices=[("", "None said"), *((one, one.capitalize()) for one in get_args(Side))],
        required=False,
    )
    visits = forms.IntegerField(label="Visits", min_value=1, max_value=999, required=False)
    frequency_per_week = forms.IntegerField(label="A week", min_value=1, max_value=14, required=False)
    weeks = forms.IntegerField(label="Weeks", min_value=1, max_value=260, required=False)
    retrospective = forms.BooleanField(label="Given already (retrospective)", required=False)

    def __init__(self, data: Any = None, *, case: Case, item: Item) -> None:
        self.item = item
        normal = item.normalised or normalise(item.text)
        self._known = normal
        self._drugs = max(len(normal.drugs) + _SPARE, _counted(data, "drug_", item))
        self._parts = max(len(normal.body_parts) + _SPARE, _counted(data, "part_", item))
        initial: dict[str, Any] = normal.model_dump(exclude={"drugs", "body_parts"})
        for place, one in enumerate(normal.drugs):
            initial |= {f"drug_{place}_{name}": one.get(name) for name in _DRUG}
        initial |= {f"part_{place}": one for place, one in enumerate(normal.body_parts)}
        super().__init__(data, case=case, initial=initial, prefix=f"t{item.number}")
        for place in range(self._drugs):
            self.fields |= {
                f"drug_{place}_name": forms.CharField(label="Drug", max_length=120, required=False),
                f"drug_{place}_strength": forms.CharField(label="Strength", max_length=40, required=False),
                f"drug_{place}_quantity": forms.CharField(label="Quantity", max_length=12, required=False),
                f"drug_{place}_refills": forms.IntegerField(
                    label="Refills", min_value=0, max_value=99, required=False
                ),
            }
        for place in range(self._parts):
            self.fields[f"part_{place}"] = forms.CharField(label="Body part", max_length=80, required=False)

    @property
    def drug_rows(self) -> list[dict[str, Any]]:
        """The drugs for the page: bound fields, the ingredients of what is known, the data list's name."""
        rows = []
        for place in range(self._drugs):
            known = self._known.drugs[place].get("ingredients", ()) if place < len(self._known.drugs) else ()
            fields = {name: self[f"drug_{place}_{name}"] for name in _DRUG}
            rows.append({**fields, "ingredients": ", ".join(known), "place": place})
        return rows

    @property
    def has_drugs(self) -> bool:
        """Whether drugs are shown unfolded: there are some, or the category says that there should be."""
        names = [self[f"drug_{place}_{name}"] for place in range(self._drugs) for name in _DRUG]
        return self["category"].value() in ("Pharmaceuticals", "") or any(
            one.value() or one.errors for one in names
        )

    @property
    def part_rows(self) -> list[Any]:
        """The body parts for the page."""
        return [self[f"part_{place}"] for place in range(self._parts)]

    def clean(self) -> dict[str, Any]:
        """Drugs and body parts must be in the vocabulary, or be said to be others."""
        cleaned = super().clean() or {}
        for place in range(self._drugs):
            name = (cleaned.get(f"drug_{place}_name") or "").strip()
            rest = any(cleaned.get(f"drug_{place}_{part}") for part in _DRUG[1:])
            if rest and not name:
                self.add_error(f"drug_{place}_name", "Name the drug.")
            quantity = (cleaned.get(f"drug_{place}_quantity") or "").strip()
            if quantity and not _number(quantity):
                self.add_error(f"drug_{place}_quantity", f"“{quantity}” is no number of units.")
        known = set(body_parts.names())
        for place in range(self._parts):
            part = (cleaned.get(f"part_{place}") or "").strip()
            if part and part not in known:
                found = body_parts.find(part)
                if len(found) == 1:
                    cleaned[f"part_{place}"] = found[0].part
                else:
                    self.add_error(
                        f"part_{place}", f"“{part}” is not in the vocabulary; choose one that is offered."
                    )
        return cleaned

    def normalised(self) -> Normalised:
        """What was confirmed."""
        data = self.cleaned_data
        return Normalised(
            disputed=" ".join(data["disputed"].split()),
            category=data["category"] or None,
            drugs=tuple(self._drug(place) for place in range(self._drugs) if data[f"drug_{place}_name"]),
            body_parts=tuple(
                dict.fromkeys(data[f"part_{place}"] for place in range(self._parts) if data[f"part_{place}"])
            ),
            side=data["side"] or None,
            visits=data["visits"],
            frequency_per_week=data["frequency_per_week"],
            weeks=data["weeks"],
            retrospective=data["retrospective"],
        )

    def _drug(self, place: int) -> dict[str, Any]:
        data = self.cleaned_data
        name = data[f"drug_{place}_name"].strip()
        match = drugs.lookup(name)
        quantity = data[f"drug_{place}_quantity"].strip()
        return {
            "name": name,
            "ingredients": list(match.drug.ingredients) if match else [],
            "strength": data[f"drug_{place}_strength"].strip() or None,
            "quantity": int(quantity) if quantity.isdecimal() else quantity or None,
            "refills": data[f"drug_{place}_refills"],
        }


def words_for(kind: str, said: str) -> list[str]:
    """Names of the vocabulary that begin with ``said``, then those that hold it: for ``drug`` and ``part``."""
    wanted = said.strip().casefold()
    if len(wanted) < 2:
        return []
    names = drugs.names() if kind == "drug" else body_parts.names() if kind == "part" else ()
    first = [one for one in names if one.casefold().startswith(wanted)]
    rest = [one for one in names if wanted in one.casefold() and one not in first]
    return list(dict.fromkeys([*sorted(first, key=len), *rest]))[:_MOST_WORDS]


def _counted(data: Any, start: str, item: Item) -> int:
    """How many rows of a kind a sent form has, so that a spare row that was used is read."""
    if not data:
        return 0
    places = set()
    for key in data:
        rest = key.removeprefix(f"t{item.number}-{start}")
        place = rest.partition("_")[0]
        if rest != key and place.isdecimal() and int(place) < 40:
            places.add(int(place))
    return max(places, default=-1) + 1


def _number(text: str) -> bool:
    try:
        return float(text) > 0
    except ValueError:
        return False
