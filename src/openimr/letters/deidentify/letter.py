"""The public copy of a letter's data: every text of the determination, and any other fields that are published."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from openimr.letters.cover import Cover, Recipient
from openimr.letters.deidentify import known
from openimr.letters.deidentify.known import Term
from openimr.letters.deidentify.lexicon import clinical, fold, kept, named
from openimr.letters.deidentify.lexicon import known as is_word
from openimr.letters.deidentify.redacting import REDACTED, Recognizer, mask, people_in, redact
from openimr.letters.model import Citation, Determination, Drug, Item

#: Ages above this identify (as in the federal Safe Harbor rule, 45 CFR 164.514(b)(2)(i)(C)).
_OLDEST = 89
_WORD = re.compile(r"[A-Z][^\W\d_]{2,}")


class Redactor:
    """Takes out of the texts of one letter what identifies somebody: a name found in one text is looked for in all.

    Attributes:
        taken: what was taken out that was known before, and how often.
    """

    def __init__(
        self,
        texts: Sequence[str],
        requests: Sequence[str] = (),
        *,
        terms: Sequence[Term] = (),
        recognizer: Recognizer | None = None,
    ) -> None:
        """Learn names from ``texts`` (prose) and products from ``requests`` (words of treatments)."""
        self.taken: Counter[str] = Counter()
        self._terms, self._recognizer = tuple(terms), recognizer
        self._people = frozenset[str]().union(
            *map(people_in, texts), *(people_in(text, request=True) for text in requests)
        )
        names = {fold(word) for word in self._people}
        self._treatments = frozenset(
            plain
            for text in requests
            for plain in map(fold, _WORD.findall(mask(text, self._terms)))
            if not is_word(plain) and not named(plain) and plain not in names
        )

    def prose(self, text: str) -> str:
        """A text that tells something."""
        return self._out(text, request=False)

    def request(self, text: str) -> str:
        """Words of a treatment, a guideline or a section."""
        return self._out(text, request=True)

    def _out(self, text: str, *, request: bool) -> str:
        return redact(
            text,
            self._terms,
            taken=self.taken,
            request=request,
            people=self._people,
            treatments=self._treatments,
            recognizer=self._recognizer,
        )


def public_determination(
    determination: Determination,
    terms: Sequence[Term] = (),
    *,
    taken: Counter[str] | None = None,
    recognizer: Recognizer | None = None,
) -> Determination:
    """The determination with every text masked, no age above 89, no spans and no digest of the original.

    Args:
        terms: what is known of who is in the case, see :mod:`openimr.letters.deidentify.known`.
        taken: gets what of ``terms`` was taken out, and how often.
        recognizer: finds more names in a text.
    """
    d = determination
    prose = [
        d.summary.text,
        d.reviewer.statement or "",
        *d.documents_reviewed,
        *(i.rationale or "" for i in d.items),
    ]
    requests = [
        text for i in d.items for text in (i.heading, i.disputed, i.original_request, i.authorized) if text
    ]
    redactor = Redactor(prose, requests, terms=terms, recognizer=recognizer)
    out = replace(
        d,
        source=_source(d, redactor),
        sha256=None,
        reviewer=replace(
            d.reviewer,
            statement=_may(redactor.prose, d.reviewer.statement),
            certifications=tuple(mask(one, terms) for one in d.reviewer.certifications),
        ),
        documents_reviewed=tuple(map(redactor.prose, d.documents_reviewed)),
        summary=replace(
            d.summary,
            text=redactor.prose(d.summary.text),
            age=None if d.summary.age is not None and d.summary.age > _OLDEST else d.summary.age,
            diagnoses=tuple(map(redactor.request, d.summary.diagnoses)),
        ),
        items=tuple(_item(one, redactor) for one in d.items),
        spans={},
    )
    if taken is not None:
        taken.update(redactor.taken)
    return out


def cover_terms(cover: Cover) -> tuple[Term, ...]:
    """What a letter's cover says of who is in the case; parts of names that are words of the field are left out."""
    return known.longest_first(
        term
        for term in _of_cover(cover)
        if term.word is None
        or not (clinical(fold(term.word)) or fold(term.word) in kept("organization_kinds"))
    )


def _of_cover(cover: Cover) -> Iterator[Term]:
    if cover.employee:
        yield from known.person(cover.employee, "the employee's name")
    if cover.claim_number:
        yield from known.number(cover.claim_number, "the claim number")
    parties = [
        (cover.employer, "the employer"),
        (cover.claims_administrator, "the claims administrator"),
        (cover.provider, "the provider"),
        (cover.served_by, "who served it"),
    ]
    served = [one for one in cover.recipients if one.role != "Administrative Director"]
    parties += [(one.name, f"the {one.role.lower()}") for one in served]
    for name, what in parties:
        if name and name != cover.organization:
            words = {fold(word) for word in re.findall(r"[^\W\d_]+", name)}
            company = bool(words & kept("organization_heads")) or what in (
                "the employer",
                "the claims administrator",
            )
            yield from (known.organization if company else known.person)(name, f"{what}'s name")
    for one in served:
        for line in one.address:
            yield from known.address(line, f"the {one.role.lower()}'s address")


def public_cover(cover: Cover, terms: Sequence[Term] = ()) -> Cover:
    """The cover without people, addresses and numbers; recipients keep their role only."""
    redactor = Redactor(cover.documents, terms=terms)
    return Cover(
        organization=cover.organization,
        documents=tuple(map(redactor.prose, cover.documents)),
        recipients=tuple(Recipient(recipient.role) for recipient in cover.recipients),
        mailing_date=cover.mailing_date,
        service_method=cover.service_method,
    )


#: Fields of published data that hold no text of a letter: codes, dates, and the organization's own case number.
_CODES = frozenset(
    [
        "schema",
        "case_number",
        "layout",
        "priority",
        "decision",
        "case_outcome",
        "outcome",
        "category",
        "sex",
        "side",
        "source_kind",
        "licensed_states",
        "decided",
        "assigned",
        "injury",
        "ur_denial",
        "application_received",
        "injury_date",
        "ur_decision_date",
        "received",
        "year",
    ]
)
#: Fields whose text words a treatment, a guideline or a part of the body.
_REQUESTS = frozenset(
    [
        "heading",
        "disputed",
        "original_request",
        "authorized",
        "drugs",
        "name",
        "ingredients",
        "strength",
        "body_parts",
        "diagnoses",
        "sections",
        "guideline",
        "text_of_citation",
        "certifications",
        "specialty",
        "administrator_citations",
        "reviewer_citations",
    ]
)


def public_fields(data: Any, terms: Sequence[Term] = (), *, recognizer: Recognizer | None = None) -> Any:
    """Any data of JSON's kinds (a determination, an entry of an index) with its texts masked and ages above 89 as ``None``.

    Codes and dates stay; every other text is masked, whatever its field is called, the keys of objects by ``terms``.
    """
    prose: list[str] = []
    requests: list[str] = []
    _gather(data, None, False, prose, requests)
    return _field(data, None, False, Redactor(prose, requests, terms=terms, recognizer=recognizer), terms)


def _gather(data: Any, key: str | None, request: bool, prose: list[str], requests: list[str]) -> None:
    if isinstance(data, str):
        if key not in _CODES:
            (requests if request else prose).append(data)
    elif isinstance(data, dict):
        for name, value in data.items():
            _gather(value, name, request or name in _REQUESTS, prose, requests)
    elif isinstance(data, list | tuple):
        for value in data:
            _gather(value, key, request, prose, requests)


def _field(data: Any, key: str | None, request: bool, redactor: Redactor, terms: Sequence[Term]) -> Any:
    if isinstance(data, str):
        if key == "sha256":
            return None
        if key in _CODES:
            return mask(data, terms)
        return redactor.request(data) if request else redactor.prose(data)
    if isinstance(data, bool):
        return data
    if isinstance(data, int | float):
        return None if key == "age" and data > _OLDEST else data
    if isinstance(data, dict):
        return {
            mask(name, terms): _field(value, name, request or name in _REQUESTS, redactor, terms)
            for name, value in data.items()
        }
    if isinstance(data, list | tuple):
        return [_field(value, key, request, redactor, terms) for value in data]
    return data


def _source(determination: Determination, redactor: Redactor) -> str:
    """The name that the letter came under, unless it names somebody; then its case number."""
    words = re.sub(r"[_.]+", " ", determination.source)
    if redactor.prose(words) == words and redactor.prose(determination.source) == determination.source:
        return determination.source
    return determination.case_number or REDACTED


def _item(item: Item, redactor: Redactor) -> Item:
    request = redactor.request
    return replace(
        item,
        heading=request(item.heading),
        disputed=request(item.disputed),
        drugs=tuple(_drug(one, request) for one in item.drugs),
        body_parts=tuple(map(request, item.body_parts)),
        original_request=_may(request, item.original_request),
        authorized=_may(request, item.authorized),
        administrator_citations=tuple(_citation(one, request) for one in item.administrator_citations),
        reviewer_citations=tuple(_citation(one, request) for one in item.reviewer_citations),
        rationale=_may(redactor.prose, item.rationale),
    )


def _drug(drug: Drug, out: Callable[[str], str]) -> Drug:
    return replace(
        drug,
        name=out(drug.name),
        ingredients=tuple(map(out, drug.ingredients)),
        strength=_may(out, drug.strength),
    )


def _citation(citation: Citation, out: Callable[[str], str]) -> Citation:
    return replace(
        citation,
        text=out(citation.text),
        guideline=_may(out, citation.guideline),
        sections=tuple(map(out, citation.sections)),
    )


def _may(out: Callable[[str], str], text: str | None) -> str | None:
    return None if text is None else out(text)
