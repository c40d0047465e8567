"""Templates of notices: YAML files under ``templates/LANGUAGE/``, one per kind, checked when they load.

A template is a list of paragraphs. One may have a ``heading`` (it opens a section), a ``label`` (run-in), a
``when`` (by the recipient's role, the priority, or what is known), an ``each`` (one bullet, or its ``parts``, per
entry of a group), a ``quote`` (somebody's own words), the ``law`` that it states and the required contents that it
``fulfils``. A law is written ``"S LC 4610.5(k)"``: its evidence, then its citation. Whether a paragraph may stand
by itself follows from that evidence; see ``composing.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from openimr.law.model import Evidence, Law
from openimr.service.notices.model import ROLES, TemplateError

LANGUAGES = ("en",)
#: What a paragraph may repeat over.
GROUPS = ("reasons", "treatments", "missing", "documents", "penalty", "served", "ways", "dues")
#: A letter has a greeting and a close, a sheet neither, a declaration a place to sign.
FORMS = ("letter", "sheet", "declaration")
PLACEHOLDER = re.compile(r"\{([a-zA-Z0-9_.|]+)\}")
_ENTRY = {
    "id", "heading", "label", "text", "bullets", "each", "parts", "quote", "table", "law", "fulfils", "when",
}  # fmt: skip
_WHEN = {"role", "priority", "has", "lacks", "curable", "outcome"}


@dataclass(frozen=True, slots=True)
class When:
    """When a paragraph applies; an empty condition always does. ``curable``, ``outcome``: of a reason."""

    role: tuple[str, ...] = ()
    priority: str | None = None
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    curable: bool | None = None
    outcome: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One paragraph, list, table or quotation of a template."""

    id: str | None
    heading: str | None
    label: str | None
    text: str | None
    bullets: tuple[str, ...]
    each: str | None
    parts: tuple[Entry, ...]
    quote: str | None
    table: tuple[str, ...]
    law: tuple[Law, ...]
    fulfils: tuple[str, ...]
    when: When


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the summary: a placeholder, whether it may be missing, and what it fulfils."""

    value: str
    optional: bool
    fulfils: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of notice.

    ``law`` names the notices of the law (``N6``) whose contents it must hold; ``only`` says when a content is
    called for, where that is not always; ``letterhead`` names those that every notice's head supplies.
    """

    kind: str
    code: str
    law: tuple[str, ...]
    version: int
    title: str
    form: str
    about: str
    recipients: tuple[str, ...]
    letterhead: tuple[str, ...]
    summary: tuple[Row, ...]
    body: tuple[Entry, ...]
    only: Mapping[str, When]

    def fulfilled(self) -> set[str]:
        """Every required content that some part of the template fulfils."""
        named = {one for row in self.summary for one in row.fulfils} | set(self.letterhead)
        for entry in self.body:
            named |= set(entry.fulfils) | {one for part in entry.parts for one in part.fulfils}
        return named


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of a language: ``labels`` (summary), ``names`` (refusals), ``dues`` (clocks).

    ``settings`` names the setting that gives a value, where no case does.
    """

    labels: Mapping[str, str]
    names: Mapping[str, str]
    settings: Mapping[str, str]
    phrases: Mapping[str, str]
    dues: Mapping[str, str]
    standing: tuple[Entry, ...]


def kinds(language: str = "en") -> tuple[str, ...]:
    """The kinds of notice that there is a template for."""
    folder = files("openimr.service.notices") / "templates" / _language(language)
    names = (one.name for one in folder.iterdir() if one.name.endswith(".yaml"))
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name != "words.yaml"))


@cache
def template(kind: str, language: str = "en") -> Template:
    """The template of ``kind``.

    Raises:
        TemplateError: there is none, or it breaks its own rules.
    """
    if kind not in kinds(language):
        raise TemplateError(f"There is no notice {kind!r}; there are {', '.join(kinds(language))}.")
    data = _read(kind, language)
    where = f"templates/{language}/{kind}.yaml"
    known = {
        "code", "law", "version", "title", "form", "about", "recipients", "letterhead", "summary", "only", "body",
    }  # fmt: skip
    _need(set(data) <= known, where, f"has no field {sorted(set(data) - known)}")
    for name in ("code", "version", "title", "about", "recipients", "body"):
        _need(data.get(name), where, f"needs {name}")
    form = str(data.get("form", "letter"))
    _need(form in FORMS, where, f"form must be one of {', '.join(FORMS)}")
    unknown = set(data["recipients"]) - set(ROLES)
    _need(not unknown, where, f"recipients names {sorted(unknown)}, which no party is")
    return Template(
        kind=kind,
        code=str(data["code"]),
        law=tuple(data.get("law") or ()),
        version=int(data["version"]),
        title=str(data["title"]),
        form=form,
        about=str(data["about"]),
        recipients=tuple(data["recipients"]),
        letterhead=tuple(data.get("letterhead") or ()),
        summary=tuple(_row(one, where) for one in data.get("summary") or ()),
        body=tuple(_entry(one, f"{where}, paragraph {n}") for n, one in enumerate(data["body"], start=1)),
        only={key: _when(one, where) for key, one in (data.get("only") or {}).items()},
    )


@cache
def words(language: str = "en") -> Words:
    """The fixed words of a language."""
    data = _read("words", _language(language))
    entries = data["values"]
    return Words(
        labels={key: one["label"] for key, one in entries.items() if "label" in one},
        names={key: one["name"] for key, one in entries.items()},
        settings=data["settings"],
        phrases=data["phrases"],
        dues=data["dues"],
        standing=tuple(_entry(one, f"templates/{language}/words.yaml") for one in data["standing"]),
    )


def placeholders(text: str) -> list[tuple[str, ...]]:
    """The placeholders of ``text``, each as its alternatives in order of preference."""
    return [tuple(found.split("|")) for found in PLACEHOLDER.findall(text)]


def _language(language: str) -> str:
    if language not in LANGUAGES:
        raise TemplateError(f"There are no templates in {language!r}; there are {', '.join(LANGUAGES)}.")
    return language


def _read(name: str, language: str) -> Any:
    path = files("openimr.service.notices") / "templates" / language / f"{name}.yaml"
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as problem:
        raise TemplateError(f"templates/{language}/{name}.yaml is not valid YAML: {problem}") from problem


def _need(condition: object, where: str, rule: str) -> None:
    if not condition:
        raise TemplateError(f"{where}: {rule}.")


def _texts(value: Any) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


def _row(data: Any, where: str) -> Row:
    value, fulfils = (data, ()) if isinstance(data, str) else next(iter(data.items()))
    _need(isinstance(value, str), where, f"summary row {data!r} must be a name")
    return Row(value.rstrip("?"), value.endswith("?"), _texts(fulfils))


def _entry(data: Mapping[str, Any], where: str, *, part: bool = False) -> Entry:
    _need(set(data) <= _ENTRY, where, f"has no field {sorted(set(data) - _ENTRY)}")
    each, parts = data.get("each"), data.get("parts") or ()
    _need(each is None or each in GROUPS, where, f"each must be one of {', '.join(GROUPS)}")
    _need(not (part and (each or parts)), where, "a part has no parts of its own")
    filled = [name for name in ("text", "bullets", "parts", "quote", "table") if data.get(name)]
    _need(len(filled) == 1, where, "needs exactly one of text, bullets, parts, quote, table")
    _need(bool(parts or data.get("table")) <= bool(each), where, "parts and table need an each")
    law = tuple(_law(one, where) for one in _texts(data.get("law")))
    silent = [one.cite for one in law if not one.evidence.acts]
    _need(not silent or data.get("id"), where, f"{silent} is not verified, so the paragraph needs an id")
    return Entry(
        id=data.get("id"),
        heading=data.get("heading"),
        label=data.get("label"),
        text=" ".join(data["text"].split()) if data.get("text") else None,
        bullets=tuple(" ".join(one.split()) for one in data.get("bullets") or ()),
        each=each,
        parts=tuple(_entry(one, where, part=True) for one in parts),
        quote=data.get("quote"),
        table=tuple(data.get("table") or ()),
        law=law,
        fulfils=_texts(data.get("fulfils")),
        when=_when(data.get("when") or {}, where),
    )


def _when(data: Mapping[str, Any], where: str) -> When:
    _need(set(data) <= _WHEN, where, f"when has no {sorted(set(data) - _WHEN)}")
    roles = _texts(data.get("role"))
    _need(set(roles) <= set(ROLES), where, f"when names {sorted(set(roles) - set(ROLES))}, which no party is")
    return When(
        role=roles,
        priority=data.get("priority"),
        has=_texts(data.get("has")),
        lacks=_texts(data.get("lacks")),
        curable=data.get("curable"),
        outcome=_texts(data.get("outcome")),
    )


def _law(text: str, where: str) -> Law:
    mark, _, cite = text.partition(" ")
    _need(mark in {one.value for one in Evidence} and cite, where, f"{text!r} is no evidence and citation")
    return Law(cite.strip(), Evidence(mark))
