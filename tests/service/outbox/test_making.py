"""A row of the outbox on paper: the same bytes whenever it is made, and never other ones than those kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from openimr.service import clock
from openimr.service.bootstrap import wiring
from openimr.service.cases.actors import SYSTEM
from openimr.service.cases.domain.events.work import NoteAdded
from openimr.service.cases.unit import work
from openimr.service.notices.models import Outgoing
from openimr.service.outbox.making import CannotMake, make
from openimr.service.outbox.making import text as text_of

from ..office_case import a_case
from ..portal.parties import a_pdf, notified, with_letter


def rows(case, **more):
    return list(Outgoing.objects.filter(case_number=case.number, **more).order_by("pk"))


def sent(state: str = "B1", to=("employee", "claims administrator")):
    case = notified(a_case(state), "duplicate", to=list(to), duplicate_of="CM26-0000001")
    return case, rows(case)


def test_queueing_makes_no_paper_and_making_keeps_it(ready):
    case, found = sent()
    assert [one.sha256 for one in found] == [None, None]
    pdf = make(found[0])
    assert pdf[:5] == b"%PDF-"
    kept = rows(case)[0]
    assert wiring().papers.get(kept.sha256) == pdf
    assert kept.made is not None


def test_the_paper_is_that_of_its_event_whatever_happens_later(ready):
    """Made a year later, after the case went on, it says what it said on its day."""
    case, found = sent(to=("employee",))
    text = text_of(found[0])
    with work(SYSTEM) as unit:
        unit.load(case.number, "case.view")
        unit.emit(case.number, NoteAdded(text="later"))
    with clock.standing_at(datetime.now(UTC) + timedelta(days=365)):
        assert text_of(found[0]) == text
        first = make(found[0])
    assert make(rows(case)[0]) == first


def test_each_recipient_gets_its_own(ready):
    _case, found = sent()
    texts = {text_of(one) for one in found}
    assert len(texts) == 2


def test_a_paper_that_was_lost_is_made_again_only_if_it_is_the_same(ready):
    case, found = sent(to=("employee",))
    pdf = make(found[0])
    wiring().papers.discard(f"{found[0].sha256[:2]}/{found[0].sha256[2:]}")
    assert make(rows(case)[0]) == pdf, "made again, the same"
    wiring().papers.discard(f"{found[0].sha256[:2]}/{found[0].sha256[2:]}")
    Outgoing.objects.filter(pk=found[0].pk).update(sha256="0" * 64)
    with pytest.raises(CannotMake, match="would come out differently"):
        make(rows(case)[0])


def test_a_damaged_paper_is_never_shown(ready):
    case, found = sent(to=("employee",))
    pdf = make(found[0])
    path = wiring().papers._path(found[0].sha256)
    path.chmod(0o600)
    path.write_bytes(pdf[:-1] + b"?")
    with pytest.raises(CannotMake, match="damaged"):
        make(rows(case)[0])
    path.write_bytes(pdf)


def test_the_notice_of_access_holds_its_own_link_and_only_the_paper_does(ready):
    import pypdfium2

    from openimr.service.portal import codes
    from openimr.service.portal.models import Invitation

    case = notified(a_case("A2"), "portal-access")
    row = rows(case, role="employee")[0]
    text = text_of(row)
    assert "/portal/open/" not in text
    assert "own address of the portal" in text
    assert not Invitation.objects.filter(case_number=case.number).exists(), "looking makes no code"
    paper = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(make(row)))
    code = re.search(r"/open/\s*([0-9A-Z\s-]{23,30})/", paper)[1]
    invitation = Invitation.objects.get(case_number=case.number)
    assert invitation.secret == codes.digest(codes.typed(code))
    assert invitation.role == "employee"


def test_the_letter_itself_is_the_signed_one_from_the_storage(ready):
    from openimr.service.notices.outbox import queue

    pdf = a_pdf("signed letter")
    case = with_letter(a_case("C3"), pdf)
    queue(
        case_number=case.number, event=case.version, kind="determination", title="Final Determination",
        role="employee", name="Avery", address=(), email=None, method="mail", now=clock.now(),
    )  # fmt: skip
    row = rows(case, kind="determination")[0]
    assert make(row) == pdf
    assert row.sha256 == case.letter.sha256


def test_what_no_event_gives_is_refused_in_a_sentence(ready):
    _case, found = sent(to=("employee",))
    row = found[0]
    row.event = 999
    with pytest.raises(CannotMake, match="has no event 999"):
        make(row)
