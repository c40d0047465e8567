"""Issuing by the command: one letter, signed, stored and served, or none and nothing changed."""

from __future__ import annotations

import resource
import signal
import threading
from datetime import timedelta

import pytest

from ..office_case import REVIEWER, a_case, actor
from ..quality.office import issued_case, ready, released_case, signed_case, somebody

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture(autouse=True)
def _ready(home):
    ready()


def rows(number: str):
    from django.db import connection

    from openimr.service.issuing.storing import issued_of

    return issued_of(connection, number)


def test_a_letter_is_signed_stored_and_served_on_everybody():
    from openimr import letters
    from openimr.service import clock
    from openimr.service.cases.projecting import clocks
    from openimr.service.issuing import reading
    from openimr.service.issuing.held import determination
    from openimr.service.notices.models import Outgoing

    case, _ = issued_case(treatments=["Valium 10mg #60", "Acupuncture 2 x 4"])
    assert case.state == "D0"
    (row,) = rows(case.number)
    assert (row.kind, row.version, row.sha256) == ("signed", 1, case.letter.sha256)
    pdf = reading.letter(case, 1)
    found = reading.checked(pdf, clock.now())
    assert (found.valid, found.covers_whole_file, found.problems) == (True, True, ())
    read = letters.read(pdf, name="letter")
    said = determination(case)
    assert [(one.heading, one.decision) for one in read.items] == [
        (one.heading, one.decision) for one in said.items
    ]
    assert read.dates == said.dates
    assert (read.case_number, read.case_outcome) == (case.number, "upheld")
    assert REVIEWER.encode() not in pdf

    (appeal,) = [one for one in clocks(case, clock.now()) if one.clock == "I15"]
    assert appeal.due == clock.today() + timedelta(days=35), "30 days, and 5 for mail in California"
    assert [one.kind for one in case.notices] == ["appeal-information", "proof-of-service"]
    proof = case.notices[-1].said["service"]
    assert (proof["sha256"], proof["method"]) == (case.letter.sha256, "mail")
    papers = Outgoing.objects.filter(case_number=case.number, kind="determination")
    assert sorted(one.role for one in papers) == sorted([*(one.role for one in case.parties), "regulator"])
    assert reading.paper(case.number, papers[0].event) == pdf
    assert case.reviews[-1].ended is not None, "the reviewer's access ends"


@pytest.mark.parametrize(
    ("make", "service", "said", "why"),
    [
        (lambda: signed_case(), "mail", "has no released determination", "quality has not released it"),
        (lambda: released_case(), "", "Say how the letter is served", "nothing is defaulted"),
        (lambda: released_case(), "pigeon", "Say how the letter is served", "no such service"),
        (lambda: released_case(), "electronic", "has no e-mail address", "the employee can't be reached so"),
        (lambda: released_case(), "fax", "has no fax number", "nor so"),
        (lambda: a_case("C1"), "mail", "in review|C1", "the review goes on"),
        (lambda: a_case("T2"), "mail", "terminated", "ended before"),
        (lambda: issued_case()[0], "mail", "it is issued once", "issued already"),
    ],
)
def test_refusals_leave_nothing_behind(make, service, said, why):
    from openimr.service.bootstrap import wiring
    from openimr.service.cases.commands.issuing import issue
    from openimr.service.cases.refusals import Refused
    from openimr.service.cases.selectors import get

    case = make()
    before, lying = rows(case.number), {one.name for one in wiring().issued.lying()}
    with pytest.raises(Refused, match=said):
        issue(somebody("letter_quality"), case.number, service=service)
    assert (get(case.number), rows(case.number)) == (case, before), why
    assert {one.name for one in wiring().issued.lying()} == lying


@pytest.mark.parametrize(
    "role",
    ["intake", "records", "clinical_consultant", "panel_scheduler", "reviewer", "medical_director", "finance", "regulator", "administrator", "party"],
)  # fmt: skip
def test_only_letter_and_quality_staff_issue(role):
    from openimr.service.cases.commands.issuing import issue
    from openimr.service.cases.refusals import Forbidden

    case = released_case()
    with pytest.raises(Forbidden):
        issue(actor(role), case.number, service="mail")
    assert rows(case.number) == ()


def test_nothing_is_issued_without_a_credential(monkeypatch):
    from openimr.service.cases.commands.issuing import issue
    from openimr.service.cases.refusals import Refused
    from openimr.service.issuing.credential import credential

    case = released_case()
    monkeypatch.setenv("OPENIMR_SIGNING_PKCS12", "/nonexistent/letters.p12")
    monkeypatch.setenv("OPENIMR_SIGNING_PASSWORD_FILE", "/nonexistent/password")
    credential.cache_clear()
    try:
        with pytest.raises(Refused, match="not issued"):
            issue(somebody("letter_quality"), case.number, service="mail")
    finally:
        credential.cache_clear()
    assert rows(case.number) == ()


def test_a_signature_that_does_not_verify_is_not_stored(monkeypatch, tmp_path):
    from openimr.samples.authority import authority
    from openimr.service import clock
    from openimr.service.cases.commands.issuing import issue
    from openimr.service.cases.refusals import Refused

    other = authority(tmp_path / "other", at=clock.now())
    monkeypatch.setenv("OPENIMR_SIGNING_ROOTS", str(other.root))
    case = released_case()
    with pytest.raises(Refused, match="does not verify"):
        issue(somebody("letter_quality"), case.number, service="mail")
    assert rows(case.number) == ()


def test_no_room_on_the_disk_issues_nothing_and_afterwards_it_goes():
    from openimr.service.cases.commands.issuing import issue
    from openimr.service.cases.refusals import Refused
    from openimr.service.cases.selectors import get
    from openimr.service.ledger.models import Event

    case = released_case()
    old_signal = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(Refused, match="the storage can't keep it"):
            issue(somebody("letter_quality"), case.number, service="mail")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, old_signal)
    assert get(case.number) == case
    assert rows(case.number) == ()
    assert not Event.objects.filter(stream=f"case:{case.number}", type="determination.mailed").exists()
    assert issue(somebody("letter_quality"), case.number, service="mail").state == "D0"


def test_a_double_click_is_one_letter():
    from openimr.service.cases.commands.issuing import issue
    from openimr.service.cases.unit import Repeated

    case, who = released_case(), somebody("letter_quality")
    issue(who, case.number, service="mail", expected=case.version, submission="once-only-1")
    with pytest.raises(Repeated):
        issue(who, case.number, service="mail", expected=case.version, submission="once-only-1")
    assert len(rows(case.number)) == 1


def test_two_people_at_once_make_one_letter_and_the_other_is_told():
    from django.db import connections

    from openimr.service.cases.commands.issuing import issue
    from openimr.service.cases.refusals import Conflict, Refused

    case = released_case()
    gate, said = threading.Barrier(3), []

    def one() -> None:
        gate.wait()
        try:
            issue(somebody("letter_quality"), case.number, service="mail", expected=case.version)
            said.append("issued")
        except Refused as problem:
            said.append(type(problem).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["Conflict", "Conflict", "issued"]
    assert len(rows(case.number)) == 1
    assert issubclass(Conflict, Refused)


def test_every_paper_in_the_outbox_can_be_made():
    from openimr.service.issuing import reading
    from openimr.service.notices.models import Outgoing
    from openimr.service.outbox.making import make

    case, _ = issued_case()
    papers = Outgoing.objects.filter(case_number=case.number).exclude(kind="acknowledgement")
    made = {(one.kind, one.role): make(one) for one in papers}
    assert {kind for kind, _ in made} == {"determination", "appeal-information", "proof-of-service"}
    assert all(pdf.startswith(b"%PDF-") for pdf in made.values())
    assert {pdf for (kind, _), pdf in made.items() if kind == "determination"} == {reading.letter(case, 1)}
