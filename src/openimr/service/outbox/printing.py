"""One PDF of many papers, to be printed and put into envelopes."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2  # type: ignore[import-untyped]
from django.db.models import Q, QuerySet

from openimr.service.notices.models import Outgoing
from openimr.service.outbox.making import make

#: Papers of one print run.
MOST = 200


def by_hand() -> QuerySet[Outgoing]:
    """Papers that wait for somebody to print and mail them, the oldest first."""
    return (
        Outgoing.objects.filter(sent=None)
        .filter(~Q(method="electronic") | Q(email=None))
        .exclude(role="reviewer")
        .order_by("queued", "pk")
    )


def run(rows: Sequence[Outgoing]) -> bytes:
    """The papers one after the other, each beginning on a sheet of its own when printed on both sides.

    Raises:
        CannotMake: one of them can't be made.
    """
    whole = pypdfium2.PdfDocument.new()
    for row in rows:
        paper = pypdfium2.PdfDocument(make(row))
        whole.import_pages(paper)
        if len(paper) % 2:
            width, height = paper[len(paper) - 1].get_size()
            whole.new_page(width, height)
        paper.close()
    out = io.BytesIO()
    whole.save(out)
    whole.close()
    return out.getvalue()
