"""Reading cases."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from openimr.service.cases.domain import Case
from openimr.service.cases.models import WORDS, CaseRow
from openimr.service.cases.projecting import name_key, number_key
from openimr.service.cases.refusals import NotFound

#: More cases than there can be.
_ALL = 10_000_000


def get(number: str) -> Case:
    """The case with this number.

    Raises:
        NotFound: there is none.
    """
    data = CaseRow.objects.filter(number=number).values_list("data", flat=True).first()
    if data is None:
        raise NotFound(f"There is no case {number}.")
    return Case.model_validate_json(data)


def find(words: str) -> QuerySet[CaseRow]:
    """Cases by case number, claim number or the employee's name, the latest first.

    The start of a number is enough, and the start of each word of a name, in any order.
    """
    words = words.strip()
    rows = CaseRow.objects.defer("data").order_by("-received", "-number")
    if not words:
        return rows
    key, claim = name_key(words) or "", number_key(words) or ""
    wanted = Q(number__startswith=words.upper())
    if claim and any(char.isdigit() for char in claim):
        wanted |= Q(claim_key__startswith=claim)
    if key:
        # Every word of a key is made of letters and digits alone, so nothing in it is an operator.
        starts = SearchQuery(
            " & ".join(f"{word}:*" for word in key.split()), config="simple", search_type="raw"
        )
        rows = rows.alias(words=WORDS)
        wanted |= Q(words=starts)
    # The limit keeps the database from walking all cases in their order until enough of them fit.
    matching = rows.filter(wanted).order_by().values("number")[:_ALL]
    return CaseRow.objects.defer("data").filter(number__in=matching).order_by("-received", "-number")
