"""Notices before they go out: the paragraphs that wait for a person's word, and the papers as they would be.

A paragraph on law that was not verified is never sent by itself. Each page that sends notices shows every such
paragraph with its mark and why it waits, a box for each (none is ticked beforehand), and the notices as PDF. What was
ticked is recorded with the notice, and who ticked it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from django.http import HttpResponse

from openimr.law.model import Law
from openimr.service.cases.forms import CaseForm
from openimr.service.cases.refusals import Conflict, Refused
from openimr.service.cases.rehearsing import Going, rehearse
from openimr.service.cases.unit import Repeated
from openimr.service.notices import NoticeRefused, paper

#: The value of the button that shows the notices instead of sending them.
PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Held:
    """What waits under one key: the paragraphs, why, on which law, and whether its box is ticked."""

    key: str
    notice: str
    paragraphs: tuple[str, ...]
    whys: tuple[str, ...]
    law: tuple[Law, ...]
    ticked: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a page that sends notices says of them before they go."""

    held: tuple[Held, ...] = ()


def outlook(ticked: Collection[str], *commands: Callable[[], Any]) -> Outlook:
    """What would go out: by the first of ``commands`` that is not refused as things stand."""
    for command in commands:
        try:
            return Outlook(held_in(rehearse(command, whole=True), ticked))
        except (Refused, Repeated):
            continue
    return Outlook()


def held_in(going: Sequence[Going], ticked: Collection[str] = ()) -> tuple[Held, ...]:
    """The paragraphs of these notices that wait for a person's word, or have it."""
    found: dict[str, list[tuple[str, str, str, tuple[Law, ...]]]] = {}
    for notice in going:
        for draft in notice.drafts:
            for one in (*draft.held_back, *draft.let_in):
                found.setdefault(one.confirm, []).append((notice.title, one.text, one.why, one.law))
    return tuple(
        Held(
            key,
            rows[0][0],
            tuple(dict.fromkeys(row[1] for row in rows)),
            tuple(dict.fromkeys(row[2] for row in rows)),
            tuple(dict.fromkeys(law for row in rows for law in row[3])),
            key in ticked,
        )
        for key, rows in sorted(found.items())
    )


def shown(form: CaseForm, command: Callable[[], Any]) -> HttpResponse | None:
    """The notices that ``command`` would send, as one PDF, a copy for each recipient; nothing is sent or recorded.

    Where the command is refused, the refusal is put on the form and there is no answer.
    """
    try:
        data = as_pdf(rehearse(command))
    except Repeated:
        form.add_error(None, "This was recorded already; look for its notices in the outbox.")
    except Conflict as problem:
        form.add_error(None, problem.message)
    except Refused as problem:
        law = f" ({problem.law})" if problem.law else ""
        form.add_error(problem.field if problem.field in form.fields else None, f"{problem.message}{law}")
    except NoticeRefused as problem:
        form.add_error(None, str(problem))
    else:
        response = HttpResponse(data, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{form.case.number}-notices.pdf"'
        return response
    return None


def as_pdf(going: Sequence[Going]) -> bytes:
    """All the papers, one after the other.

    Raises:
        NoticeRefused: one can't be printed.
    """
    whole = pypdfium2.PdfDocument.new()
    for notice in going:
        for draft in notice.drafts:
            one = pypdfium2.PdfDocument(paper.render(draft))
            whole.import_pages(one)
            one.close()
    out = io.BytesIO()
    whole.save(out)
    whole.close()
    return out.getvalue()
