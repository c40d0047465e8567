"""What is asked of the archive: the words, and one parameter for each field of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ninja import Schema
from ninja.params.functions import Query
from pydantic import Field, create_model

from openimr.archive.query.compiling import compile_query
from openimr.archive.query.fields import QUERY_FIELDS
from openimr.archive.query.parsing import LONGEST, parse
from openimr.archive.query.tree import QueryProblem
from openimr.archive.searching import Archive
from openimr.service.api.problems import Problem

#: More filters than a question has.
_MOST = 40


class Base(Schema):
    """The words."""

    q: str = Field(
        "",
        description=(
            "Words, “phrases”, field:value, OR, -, brackets; see the reference of the query language. "
            "Without it everything is meant that the filters leave."
        ),
        examples=['"functional improvement" drug:diazepam decision:overturned'],
        json_schema_extra={"maxLength": LONGEST},
    )

    def filters(self) -> tuple[tuple[str, str], ...]:
        """(field, value) pairs in the names of ``query.fields``.

        Raises:
            Problem: they are too many.
        """
        found = tuple(
            dict.fromkeys(
                (field.name, value.strip())
                for field in QUERY_FIELDS
                for value in getattr(self, field.name)
                if value.strip()
            )
        )
        if len(found) > _MOST:
            raise Problem(
                400, "query", f"More than {_MOST} filters can't be combined: take some away.", field="q"
            )
        return found


def _fields() -> dict[str, Any]:
    out: dict[str, Any] = {}
    for field in QUERY_FIELDS:
        about = f"{field.title}. Several values are alternatives."
        if field.choices:
            about += f" One of: {', '.join(field.choices)}."
        if field.ranged:
            about += " Also a range, low..high, either end open."
        _, _, example = field.example.partition(":")
        out[field.name] = (
            list[str],
            Field(
                [], description=about, examples=[[example.strip('"')]], json_schema_extra={"maxItems": _MOST}
            ),
        )
    return out


if TYPE_CHECKING:

    class Asked(Base):
        """The words, and filters by field."""
else:
    Asked = create_model("Asked", __base__=Base, **_fields())


#: As a parameter of an operation.
ASKED: Any = Query(...)


def pointed(problem: QueryProblem, archive: Archive, q: str) -> Problem:
    """The answer to a problem, with its place in ``q``: the core saw words and filters as one query.

    A problem of a filter has no place in the words.
    """
    try:
        compile_query(parse(q), archive.catalog())
    except QueryProblem as own:
        return Problem(400, "query", own.sentence, field="q", position=own.position)
    return Problem(400, "query", problem.sentence, field="q")
