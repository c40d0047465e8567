"""The table of the Department of Managed Health Care: one row a case, no letter, a vocabulary of its own."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from openimr.archive.connection import rows, run
from openimr.archive.index.documents import document
from openimr.archive.loading.model import Loaded, Refusal
from openimr.archive.loading.one import lock
from openimr.archive.loading.sources import Source, unpacked
from openimr.archive.loading.writing import copy, copy_entries
from openimr.archive.model import Entry

_REFERENCE = re.compile(r"[A-Z]{2}\d{2}-\d{1,8}")
_COLUMNS = (
    "reference_id",
    "report_year",
    "diagnosis_category",
    "diagnosis_subcategory",
    "treatment_category",
    "treatment_subcategory",
    "determination",
    "type",
    "age_range",
    "patient_gender",
)
_NAMES = ", ".join(_COLUMNS)


@dataclass(frozen=True, slots=True)
class Case:
    """A row of the table, as printed; ``None`` for an empty cell."""

    reference_id: str
    report_year: int
    diagnosis_category: str | None
    diagnosis_subcategory: str | None
    treatment_category: str | None
    treatment_subcategory: str | None
    determination: str
    type: str
    age_range: str | None
    patient_gender: str | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the table's cells may hold."""

    columns: tuple[str, ...]
    decisions: dict[str, str]
    types: tuple[str, ...]
    ages: dict[str, str]
    genders: dict[str, str]
    diagnosis_categories: tuple[str, ...]
    treatment_categories: tuple[str, ...]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, from ``dmhc.yaml``."""
    text = resources.files(__package__).joinpath("dmhc.yaml").read_text("utf-8")
    data = yaml.safe_load(text)
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
    }
    return Vocabulary(**fields)


def cases(source: Source) -> Iterator[tuple[Case | Refusal, int]]:
    """The rows of the table, each with how many of the file's bytes have been read.

    A table with other columns is refused as a whole; a row with a value that the table does not know, or with a
    reference id that an earlier row has, is refused by its line.
    """
    try:
        with (
            unpacked(source.path) as (file, tell),
            io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as text,
        ):
            reader = csv.reader(text, strict=True)
            header = next(reader, [])
            if (problem := _header(header)) is not None:
                yield Refusal(source.shown, 1, "not_supported", problem), source.size
                return
            seen: dict[str, int] = {}
            while (row := _next(reader)) is not None:
                line = reader.line_num
                if not isinstance(row, list):
                    yield Refusal(source.shown, line, "not_supported", row), tell()
                elif row:
                    found = _case(dict(zip(header, row, strict=False)), len(row) - len(header))
                    if (
                        isinstance(found, Case)
                        and (before := seen.setdefault(found.reference_id, line)) != line
                    ):
                        found = f"ReferenceID {found.reference_id} stands already in line {before}; a case has one row."
                    if isinstance(found, str):
                        yield Refusal(source.shown, line, "not_supported", found), tell()
                    else:
                        yield found, tell()
    except UnicodeDecodeError:
        yield (
            Refusal(source.shown, None, "encoding", "The table is not UTF-8 text; save it as such."),
            source.size,
        )
    except (EOFError, zlib.error, gzip.BadGzipFile):
        message = "The compressed file breaks off or is damaged; get it again. What stands before was loaded."
        yield Refusal(source.shown, None, "truncated", message), source.size
    except OSError as problem:
        reason = problem.strerror or "it can't be opened"
        message = f"The file can't be read ({reason}); check its name and folder."
        yield Refusal(source.shown, None, "not_found", message), source.size


def _next(reader: Any) -> list[str] | str | None:
    try:
        return next(reader, None)
    except csv.Error as problem:
        return f"The line is no row of a table ({problem}); put its quotation marks right."


def _header(header: list[str]) -> str | None:
    known = vocabulary().columns
    if not set(header) & set(known):
        return (
            "This is not the table of the Department of Managed Health Care: its first line must name the columns "
            f"{', '.join(known)}."
        )
    unknown = [name for name in header if name not in known]
    missing = [name for name in known if name not in header]
    if unknown:
        return f"The column {unknown[0]!r} is not known; the table has the columns {', '.join(known)}."
    if missing:
        return f"The column {missing[0]} is missing; the table has the columns {', '.join(known)}."
    if len(set(header)) != len(header):
        return "A column stands twice in the first line; leave each once."
    return None


def _case(row: dict[str, str], surplus: int) -> Case | str:
    """The case of a row, or one sentence why it is none."""
    v = vocabulary()
    if surplus:
        return f"The row has {len(v.columns) + surplus} cells and must have {len(v.columns)}."
    cell = {name: value.replace("\x00", "").strip() for name, value in row.items()}
    if not _REFERENCE.fullmatch(cell["ReferenceID"]):
        return f"ReferenceID is {cell['ReferenceID']!r}, and must look like MN16-22639."
    if not re.fullmatch(r"(?:19|20)\d{2}", cell["ReportYear"]):
        return f"ReportYear is {cell['ReportYear']!r}, and must be a year."
    for name, known, empty in (
        ("Determination", v.decisions, False),
        ("Type", v.types, False),
        ("AgeRange", v.ages, True),
        ("PatientGender", v.genders, True),
        ("DiagnosisCategory", v.diagnosis_categories, True),
        ("TreatmentCategory", v.treatment_categories, True),
    ):
        if cell[name] not in known and not (empty and not cell[name]):
            shown = ", ".join(known) if len(known) < 10 else f"one of the {len(known)} that the table knows"
            return f"{name} is {cell[name]!r}, and must be {shown}."
    return Case(
        cell["ReferenceID"],
        int(cell["ReportYear"]),
        cell["DiagnosisCategory"] or None,
        cell["DiagnosisSubCategory"] or None,
        cell["TreatmentCategory"] or None,
        cell["TreatmentSubCategory"] or None,
        cell["Determination"],
        cell["Type"],
        cell["AgeRange"] or None,
        cell["PatientGender"] or None,
    )


def entry(case: Case) -> Entry:
    """The entry of a case, in the table's own words."""
    v = vocabulary()
    c = case
    treatment = " > ".join(part for part in (c.treatment_category, c.treatment_subcategory) if part)
    diagnosis = (c.diagnosis_category, c.diagnosis_subcategory)
    return Entry(
        key=c.reference_id,
        unit=f"dmhc:{c.reference_id}",
        programme="dmhc",
        origin="published",
        address=c.reference_id,
        number=1,
        leads=True,
        case_number=c.reference_id,
        decided=None,
        year=c.report_year,
        decision="upheld" if v.decisions[c.determination] == "upheld" else "overturned",
        category=c.treatment_category,
        subcategory=c.treatment_subcategory,
        heading=treatment,
        disputed=treatment,
        age_group=None if c.age_range is None else v.ages[c.age_range],
        sex=None if c.patient_gender is None else v.genders[c.patient_gender],
        diagnosis_categories=tuple(
            one for one in (c.diagnosis_category, " > ".join(filter(None, diagnosis)) if all(diagnosis) else None)
            if one
        ),
        kind=c.type,
    )  # fmt: skip


def write_cases(connection: Any, batch: Sequence[Case]) -> list[Loaded]:
    """Put cases into the archive and say what became of each. To be called within a transaction.

    A case that is held with the same cells is left as it is; one with other cells replaces it.
    """
    lock(connection)
    found = rows(
        connection,
        f"SELECT {_NAMES} FROM archive.dmhc WHERE reference_id = ANY(%s)",  # noqa: S608
        [[case.reference_id for case in batch]],
    )
    held = {row[0]: Case(*row) for row in found}
    out: list[Loaded] = []
    arriving: dict[str, Case] = {}
    replaced: list[str] = []
    for case in batch:
        before = held.get(case.reference_id)
        if before == case:
            out.append("held")
            continue
        arriving[case.reference_id] = case
        if before is not None:
            replaced.append(case.reference_id)
        out.append("added" if before is None else "updated")
        held[case.reference_id] = case
    if replaced:
        run(connection, "DELETE FROM archive.dmhc WHERE reference_id = ANY(%s)", [replaced])
        units = [f"dmhc:{one}" for one in replaced]
        run(connection, "DELETE FROM archive.entry WHERE unit = ANY(%s)", [units])
    if arriving:
        copy(connection, f"COPY archive.dmhc ({_NAMES}) FROM STDIN", map(astuple, arriving.values()))
        write_entries(connection, list(arriving.values()))
    return out


def write_entries(connection: Any, batch: Sequence[Case]) -> None:
    """The entries of cases whose rows are there."""
    made = map(entry, batch)
    copy_entries(connection, ((one.key, one.unit, document(one), None) for one in made), programme="dmhc")


def held_cases(connection: Any, where: str, params: Sequence[Any]) -> list[Case]:
    """The cases of ``archive.dmhc`` (named ``d``) that fit a condition."""
    found = rows(connection, f"SELECT {_NAMES} FROM archive.dmhc AS d WHERE {where}", params)  # noqa: S608
    return [Case(*row) for row in found]
