"""Parties for tests: invited by the office, in by their code."""

from __future__ import annotations

from django.test import Client

from openimr.service.portal import access


def invited(case, role: str = "employee") -> str:
    """A code for a party of a case."""
    return access.invite(case.number, role).rstrip("/").rpartition("/")[2]


def in_by(code: str) -> Client:
    """A browser that is in by a code."""
    client = Client(SERVER_NAME="localhost")
    response = client.post("/portal/", {"code": code})
    assert (response.status_code, response.get("Location")) == (302, "/portal/case/")
    return client


def client_of(case, role: str = "employee") -> Client:
    """A browser of a party in its case."""
    return in_by(invited(case, role))


def a_pdf(words: str = "Progress report. Low back pain.") -> bytes:
    """A small real PDF; other words, other bytes."""
    import io

    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(300 + len(words), 400)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_letter(case, pdf: bytes, roles=("employee", "claims administrator")):
    """The case after its letter was served on the parties in ``roles``; its bytes are in the storage."""
    from openimr.service import clock
    from openimr.service.bootstrap import wiring
    from openimr.service.cases.actors import SYSTEM
    from openimr.service.cases.domain.events.issuing import DeterminationMailed
    from openimr.service.cases.domain.events.review import QualityReleased
    from openimr.service.cases.unit import work

    items = [{"number": one.number, "decision": "upheld"} for one in case.eligible_items]
    with work(SYSTEM) as unit:
        unit.load(case.number, "case.view")
        unit.emit(case.number, QualityReleased(determination={"items": items, "case_outcome": "upheld"}))
        unit.emit(
            case.number,
            DeterminationMailed(
                version=1, sha256=wiring().issued.put(pdf), mailed=clock.today(), service="electronic",
                to_state="CA", outcome="upheld",
                recipients=tuple({"role": one, "method": "electronic"} for one in roles),
            ),
        )  # fmt: skip
    return unit.case(case.number)


def notified(case, kind: str, **more):
    """The case after a notice of that kind was sent."""
    from openimr.service.cases.actors import SYSTEM
    from openimr.service.cases.notifying import notify
    from openimr.service.cases.unit import work

    with work(SYSTEM) as unit:
        unit.load(case.number, "case.view")
        notify(unit, case.number, kind, **more)
    return unit.case(case.number)
