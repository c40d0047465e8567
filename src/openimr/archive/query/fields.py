"""The fields that a query can name, one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: How a value is understood: a name of the index; a drug by any of its names; words; a whole number; a day.
Reading = Literal["name", "drug", "body_part", "state", "choice", "words", "number", "day", "yes"]


@dataclass(frozen=True, slots=True)
class QueryField:
    """A field as people name it.

    ``index`` is the field of the index that holds it, ``title`` its heading on a page, ``choices`` the only values
    there are (empty: any).
    """

    name: str
    index: str
    title: str
    reading: Reading
    example: str
    others: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

    @property
    def ranged(self) -> bool:
        """Whether ``low..high`` makes sense."""
        return self.reading in ("number", "day")


QUERY_FIELDS = (
    QueryField("decision", "decision", "Decision", "choice", "decision:overturned", ("outcome",), ("upheld", "overturned")),
    QueryField("category", "category", "Treatment category", "name", "category:Pharmaceuticals", ("cat",)),
    QueryField("subcategory", "subcategory", "Subcategory", "name", 'subcategory:"Facet Injection"'),
    QueryField("class", "drug_class", "Drug class", "name", "class:Opioids", ("drug_class", "drugclass")),
    QueryField("drug", "drug", "Drug, alone or combined", "drug", "drug:diazepam", ("drugs", "medication")),
    QueryField("product", "drug", "Drug", "name", "product:hydrocodone/acetaminophen"),
    QueryField("body", "body_part", "Body part", "body_part", 'body:"lumbar spine"', ("body_part", "bodypart", "part")),
    QueryField("side", "side", "Side", "choice", "side:left", (), ("left", "right", "bilateral")),
    QueryField("guideline", "guideline", "Guideline", "name", 'guideline:"ODG: Low Back"', ("cites",)),
    QueryField("section", "section", "Section of a guideline", "name", "section:Benzodiazepines", ("topic",)),
    QueryField("specialty", "specialty", "Reviewer's specialty", "name", 'specialty:"Pain Medicine"', ("certification",)),
    QueryField("license", "license", "Reviewer's state of license", "state", "license:CA", ("state", "licensed")),
    QueryField("year", "year", "Year", "number", "year:2015..2017", ("years",)),
    QueryField("date", "day", "Date of the decision", "day", "date:2016-01..2016-06", ("decided",)),
    QueryField("age", "age", "Age", "number", "age:50..59"),
    QueryField("ages", "age_group", "Age group", "name", "ages:50-59", ("age_group",)),
    QueryField("sex", "sex", "Sex", "choice", "sex:female", ("gender",), ("male", "female", "other")),
    QueryField("visits", "visits", "Visits", "number", "visits:8..12"),
    QueryField("priority", "priority", "Review", "choice", "priority:expedited", (), ("standard", "expedited")),
    QueryField("diagnosis", "diagnosis", "Diagnosis", "words", "diagnosis:radiculopathy", ("dx",)),
    QueryField("condition", "diagnosis_category", "Diagnosis category (DMHC)", "name", "condition:Cancer"),
    QueryField("type", "kind", "Type of review (DMHC)", "name", 'type:"Medical Necessity"', ("kind",)),
    QueryField("case", "case_number", "Case number", "name", "case:CM16-0248698", ("case_number", "number")),
    QueryField("letter", "address", "Letter", "name", "letter:CM16-0248698"),
    QueryField("programme", "programme", "Programme", "choice", "programme:imr", ("program",), ("imr", "dmhc")),
    QueryField("origin", "origin", "Origin", "choice", "origin:published", (), ("sample", "published")),
)  # fmt: skip
BY_NAME = {field.name: field for field in QUERY_FIELDS}
_ALL = {name: field for field in QUERY_FIELDS for name in (field.name, *field.others)}
#: Field of the index to the field as people name it.
BY_INDEX = {field.index: field for field in QUERY_FIELDS if field.name != "drug"}


def lookup(name: str) -> QueryField | None:
    """The field of that name or another name of it, in any case; ``None`` where there is none."""
    return _ALL.get(name.lower().replace("-", "_"))


def names() -> str:
    """The fields' names for a sentence."""
    return ", ".join(field.name for field in QUERY_FIELDS)
