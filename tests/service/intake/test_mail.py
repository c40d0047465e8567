"""The mail room: every paper has a number, a history and an end; two people are told of each other."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import connections, transaction

from ..office_case import a_case, actor, client_of
from .sending import bring, dcn_of, fields_of


@pytest.fixture
def sorter(ready):
    return actor("intake")


@pytest.fixture
def paper(sorter, docket):
    """A denial that came in."""
    from openimr.service.intake.mail import commands

    return commands.receive(sorter, docket[0].denial_pdf(), "denial.pdf", channel="mail")


def words(response) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def part(kind: str, **more):
    from openimr.service.intake.mail.paper import Part

    return Part(type=kind, **more)


def test_numbers_are_never_given_again(ready):
    from openimr.service.intake.numbering import DOCUMENT_NUMBER, next_document_number

    first = next_document_number(connections["default"], 2026)
    with transaction.atomic():
        second = next_document_number(connections["default"], 2026)
        transaction.set_rollback(True)
    third = next_document_number(connections["default"], 2026)
    numbers = [int(DOCUMENT_NUMBER.fullmatch(one)[2]) for one in (first, second, third)]
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]
    assert next_document_number(connections["default"], 2031).startswith("D31-")
    with pytest.raises(ValueError, match="no document control numbers of the year 1999"):
        next_document_number(connections["default"], 1999)


def test_the_pages_can_t_set_a_number_back(ready):
    from django.db import ProgrammingError, connection

    with pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute("SELECT setval('intake_document_number_2026', 1)")


def test_several_papers_some_bad(intake, docket):
    from openimr.service.intake.models import MailItem

    before = MailItem.objects.count()
    response = bring(
        intake,
        docket[0].application_pdf(),
        b"%PDF-1.7 cut off",
        docket[0].denial_pdf(),
        b"plain words",
        names=("one.pdf", "broken.pdf", "two.pdf", "note.pdf"),
    )
    said = words(response)
    assert MailItem.objects.count() == before + 2
    assert "broken.pdf can't be taken" in said
    assert "note.pdf is no PDF" in said
    assert "2 papers came in: D" in said
    kinds = [one.guess for one in MailItem.objects.order_by("-arrived", "-dcn")[:2]]
    assert kinds == ["utilization_review_decision", "application"]


def test_one_file_too_large_is_named_and_the_others_kept(intake, docket, monkeypatch):
    from openimr.service.cases import papers
    from openimr.service.intake.models import MailItem

    before = MailItem.objects.count()
    monkeypatch.setattr(papers, "LARGEST", 300_000)
    said = words(
        bring(intake, b"%PDF-1.7" + b"0" * 400_000, docket[0].denial_pdf(), names=("huge.pdf", "small.pdf"))
    )
    assert "huge.pdf has 0 MB; one file may have 0 MB" in said
    assert MailItem.objects.count() == before + 1


def test_a_delivery_beyond_all_bounds_is_refused_before_it_is_read(intake):
    response = intake.post(
        "/office/mail/bring/",
        b"x",
        content_type="multipart/form-data; boundary=b",
        CONTENT_LENGTH=str(700 << 20),
    )
    assert response.status_code == 413
    assert "larger than 300 MB" in words(response)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"channel": ""}, "Say how the papers came in"),
        ({"received": "02/30/2026"}, "no date of the calendar"),
        ({"received": "01/01/2099"}, "stamped on a day to come"),
    ],
)
def test_what_a_delivery_needs(intake, docket, changes, sentence):
    from openimr.service.intake.models import MailItem

    before = MailItem.objects.count()
    assert sentence in words(bring(intake, docket[0].denial_pdf(), **changes))
    assert MailItem.objects.count() == before


def test_a_delivery_is_taken_in_once(intake, docket):
    from openimr.service.intake.models import MailItem

    bring(intake, docket[1].denial_pdf(), submission="token")
    before = MailItem.objects.count()
    assert "nothing was done twice" in words(bring(intake, docket[1].denial_pdf(), submission="token"))
    assert MailItem.objects.count() == before


def test_a_scan_is_taken_and_says_that_it_has_no_text(intake, docket):
    pytest.importorskip("PIL")
    bring(intake, docket[2].application_pdf(scanned=True))
    page = words(intake.get(f"/office/mail/{dcn_of(intake)}/"))
    assert "a picture without text" in page
    form = intake.get(f"/office/mail/{dcn_of(intake)}/case/")
    assert "a picture without text" in words(form)
    assert "Read by the software" not in words(form)


def test_the_paper_s_row_is_the_sum_of_its_events(sorter, paper):
    from openimr.service.intake.mail import commands
    from openimr.service.intake.mail.desk import columns, replayed
    from openimr.service.intake.mail.selectors import get
    from openimr.service.intake.models import MailItem

    commands.claim(sorter, paper.dcn)
    commands.describe(
        sorter, paper.dcn, [part("utilization_review_decision")], received_from="employee", urgent=True
    )
    commands.put_back(sorter, paper.dcn)
    commands.discard(sorter, paper.dcn, "an advertisement")
    commands.take_back(sorter, paper.dcn)
    assert replayed(paper.dcn) == get(paper.dcn)
    assert get(paper.dcn).version == 6
    row = MailItem.objects.get(dcn=paper.dcn)
    for name, value in columns(get(paper.dcn)).items():
        assert getattr(row, name) == value, name


def test_one_claims_the_other_is_told(sorter, paper):
    from openimr.service.cases.refusals import Refused
    from openimr.service.intake.mail import commands

    commands.claim(sorter, paper.dcn)
    assert commands.claim(sorter, paper.dcn).version == 2, "claiming again changes nothing"
    with pytest.raises(Refused, match="being sorted by somebody else"):
        commands.claim(actor("records"), paper.dcn)


def test_two_sort_at_once_one_is_told(sorter, paper):
    from openimr.service.cases.refusals import Conflict, Refused
    from openimr.service.intake.mail import commands

    case = a_case("A0")
    commands.attach(sorter, paper.dcn, case.number, [part("other")], expected=1)
    with pytest.raises(Conflict, match="Somebody else worked"):
        commands.discard(actor("records"), paper.dcn, "twice", expected=1)
    with pytest.raises(Refused, match="sorted already: it is in a case"):
        commands.discard(actor("records"), paper.dcn, "twice")


@pytest.mark.parametrize("role", ["reviewer", "finance", "regulator", "letter_quality", "panel_scheduler"])
def test_who_sorts_no_mail(paper, docket, role):
    from openimr.service.cases.refusals import Forbidden
    from openimr.service.intake.mail import commands

    with pytest.raises(Forbidden):
        commands.claim(actor(role), paper.dcn)
    with pytest.raises(Forbidden):
        commands.receive(actor(role), docket[0].denial_pdf(), "x.pdf", channel="mail")


def test_attached_to_a_case(sorter, paper):
    from openimr.service.cases.selectors import get
    from openimr.service.intake.mail import commands

    case = a_case("B1")
    parts = [
        part("utilization_review_decision", dated=paper.received),
        part("progress_report", first=1, last=1, title="PR-2 of March"),
    ]
    done = commands.attach(sorter, paper.dcn, case.number, parts, received_from="claims administrator")
    after = get(case.number)
    assert [
        (one.type, one.title, one.sha256 == paper.sha256, one.received_from) for one in after.documents[-2:]
    ] == [
        ("utilization_review_decision", "Utilization review decision", True, "claims administrator"),
        ("progress_report", "PR-2 of March (page 1 of the paper)", True, "claims administrator"),
    ]
    assert done.documents == tuple(one.id for one in after.documents[-2:])
    assert after.happenings[-1].type == "records.received"
    assert (done.state, done.case_number, done.claimed_by) == ("attached", case.number, None)


def test_what_reviewers_never_see_is_kept_out_of_the_file(sorter, docket):
    from openimr.service.cases.selectors import get
    from openimr.service.intake.mail import commands

    case = a_case("A0")
    one = commands.receive(sorter, docket[3].application_pdf(), "form.pdf", channel="fax")
    commands.attach(sorter, one.dcn, case.number, [part("application"), part("progress_report")])
    assert [document.in_file for document in get(case.number).documents] == [False, True]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ([], "choose at least one type"),
        ([{"type": "poem"}], "poem is no type of document"),
        ([{"type": "other", "first": 2, "last": 9}], "not on the paper; it has 1 page."),
        ([{"type": "other", "first": 0}], "not on the paper"),
    ],
)
def test_what_is_no_description(sorter, paper, parts, sentence):
    from openimr.service.cases.refusals import Refused
    from openimr.service.intake.mail import commands

    with pytest.raises(Refused, match=sentence):
        commands.describe(
            sorter, paper.dcn, [part(**{"kind": one.pop("type"), **one}) for one in map(dict, parts)]
        )


def test_an_unknown_case_is_refused_and_nothing_recorded(sorter, paper):
    from openimr.service.cases.refusals import NotFound
    from openimr.service.intake.mail import commands
    from openimr.service.intake.mail.selectors import get

    with pytest.raises(NotFound, match="There is no case CM26-9999998"):
        commands.attach(sorter, paper.dcn, "CM26-9999998", [part("other")])
    assert get(paper.dcn) == paper


def test_discarded_and_taken_back_for_a_while(sorter, paper):
    from openimr.service import clock
    from openimr.service.cases.refusals import Refused
    from openimr.service.intake.mail import commands

    with pytest.raises(Refused, match="Say why"):
        commands.discard(sorter, paper.dcn, "  ")
    commands.discard(sorter, paper.dcn, "an advertisement")
    with (
        clock.standing_at(clock.now() + timedelta(days=31)),
        pytest.raises(Refused, match="more than 30 days ago"),
    ):
        commands.take_back(sorter, paper.dcn)
    assert commands.take_back(sorter, paper.dcn).state == "new"


def test_returned_mail_marks_the_paper_that_came_back(sorter, paper):
    from openimr.service import clock
    from openimr.service.intake.mail import commands, outgoing
    from openimr.service.notices.models import Outgoing

    case = a_case("A0")
    row = Outgoing.objects.create(
        case_number=case.number, event=1, kind="acknowledgement", title="We received it", role="employee",
        name="Avery", method="mail", queued=clock.now(), sent=clock.now(),
    )  # fmt: skip
    assert [one.id for one in outgoing.find(case.number)] == [row.id]
    done = commands.returned(sorter, paper.dcn, "moved away", outgoing=str(row.id))
    row.refresh_from_db()
    assert (row.returned_reason, row.state) == ("moved away", "returned")
    assert (done.state, done.case_number) == ("returned", case.number)
    assert outgoing.find(case.number) == []


def test_a_paper_finds_its_case_by_the_numbers_on_it(sorter, docket):
    from openimr.service.intake.mail import commands, selectors

    one = docket[4]
    case = a_case(
        "A0", claim_number=one.application.claim_number, employee={"name": one.application.employee.name}
    )
    denial = commands.receive(sorter, one.denial_pdf(), "denial.pdf", channel="mail")
    found = selectors.suggestions(denial)
    assert case.number in [each.number for each in found]
    assert "The claim number" in found[0].why


def test_from_the_mail_to_the_case(intake, docket, forms):
    """The whole way by the pages: dropped, claimed, seen, opened with what was read, its denial attached."""
    from openimr.service.cases.selectors import get
    from openimr.service.intake.mail import selectors
    from openimr.service.intake.models import MailItem

    one = docket[5]
    bring(
        intake,
        forms[one.number],
        one.denial_pdf(),
        received=f"{one.application.received:%m/%d/%Y}",
        channel="mail",
    )
    latest = list(MailItem.objects.order_by("-arrived", "-dcn").values_list("dcn", flat=True)[:2])
    denial, form = latest
    assert intake.post(f"/office/mail/{form}/claim/").status_code == 302
    page = intake.get(f"/office/mail/{form}/")
    assert "It seems to be: Application" in words(page)
    sent = fields_of(page)
    response = intake.post(
        f"/office/mail/{form}/sort/",
        {
            "submission": sent["submission"],
            "expected": sent["expected"],
            "type_0": "application",
            "action": "open",
        },
    )
    assert response["Location"] == f"/office/mail/{form}/case/"
    filled = intake.get(response["Location"])
    assert words(filled).count("Read by the software: check it") > 30
    from openimr.law.forms import Application
    from openimr.service.intake.reading.form import read_form

    from .sending import typed

    read = Application.from_dict(
        {
            **read_form(forms[one.number]).values,
            "received": one.application.received.isoformat(),
            "channel": "mail",
        }
    )
    opened = intake.post(response["Location"], typed(read))
    assert opened.status_code == 302, words(opened)
    number = re.search(r"CM\d\d-\d{7}", opened["Location"])[0]
    case = get(number)
    assert case.received == one.application.received
    assert case.application["treatments"] == list(one.application.treatments)
    assert [each.type for each in case.documents] == ["application"]
    assert (selectors.get(form).state, selectors.get(form).case_number) == ("opened", number)
    page = intake.get(f"/office/mail/{denial}/")
    assert number in words(page), "its case is suggested"
    sent = fields_of(page)
    attached = intake.post(
        f"/office/mail/{denial}/sort/",
        {
            "submission": sent["submission"],
            "expected": sent["expected"],
            "type_0": "utilization_review_decision",
            "received_from": "employee",
            "case": number,
            "action": "attach",
        },
    )
    assert attached.status_code == 302
    assert [each.type for each in get(number).documents] == ["application", "utilization_review_decision"]
    assert intake.get(f"/office/mail/{form}/case/").status_code == 302, "it is sorted"


def test_a_refusal_leaves_the_paper_in_the_queue(intake, docket, forms):
    from openimr.service.cases.models import CaseRow
    from openimr.service.intake.mail import selectors

    bring(intake, forms[docket[6].number])
    dcn = dcn_of(intake)
    before = CaseRow.objects.count()
    response = intake.post(
        f"/office/mail/{dcn}/case/",
        {
            "submission": "x1",
            "action": "send",
            "received": "04/16/2026",
            "channel": "mail",
            "employee_name": "Kept Name",
        },
    )
    assert response.status_code == 422
    assert "No disputed treatment" in words(response)
    assert "Kept Name" in response.content.decode()
    assert "Kept Name" in intake.get(f"/office/mail/{dcn}/case/").content.decode(), "a reload keeps it"
    assert CaseRow.objects.count() == before
    assert selectors.get(dcn).state == "new"


def test_a_conflict_on_the_page_keeps_what_was_typed(intake, docket):
    bring(intake, docket[7].denial_pdf())
    dcn = dcn_of(intake)
    sent = fields_of(intake.get(f"/office/mail/{dcn}/"))
    client_of("records").post(f"/office/mail/{dcn}/claim/")
    data = {
        **{key: sent[key] for key in ("submission", "expected")},
        "type_0": "other",
        "title_0": "A typed title",
    }
    response = intake.post(f"/office/mail/{dcn}/sort/", {**data, "action": "save"})
    assert response.status_code == 409
    assert "Somebody else worked" in words(response)
    assert "A typed title" in response.content.decode()
    again = {**fields_of(response), "type_0": "other"}
    kept = {key: again[key] for key in ("submission", "expected", "type_0", "title_0")}
    assert intake.post(f"/office/mail/{dcn}/sort/", {**kept, "action": "save"}).status_code == 302


def test_the_queue_shows_urgent_papers_first_and_what_is_late(intake, docket):
    from openimr.service.intake.mail import commands, selectors

    who = actor("intake")
    plain = commands.receive(who, docket[8].denial_pdf(), "plain.pdf", channel="mail")
    urgent = commands.receive(who, docket[8].application_pdf(), "urgent.pdf", channel="fax", urgent=True)
    order = list(selectors.queue(who.id).values_list("dcn", flat=True))
    assert order.index(urgent.dcn) < order.index(plain.dcn)
    assert selectors.queue(who.id, words="urgent").first().dcn == urgent.dcn
    assert plain.dcn not in selectors.queue(who.id, channel="fax").values_list("dcn", flat=True)
    assert "Everything is sorted" not in words(intake.get("/office/mail/"))
    assert "No paper fits" in words(intake.get("/office/mail/?q=nothing-of-this-name"))


def test_records_staff_sort_but_open_no_case(records, docket):
    bring(records, docket[9].application_pdf())
    dcn = dcn_of(records)
    assert "Open a new case" not in words(records.get(f"/office/mail/{dcn}/"))
    assert records.get(f"/office/mail/{dcn}/case/").status_code == 403


def test_the_same_file_twice_is_told(intake, docket):
    bring(intake, docket[10].denial_pdf())
    first = dcn_of(intake)
    bring(intake, docket[10].denial_pdf())
    assert f"Exactly this file came in before, as {first}" in words(
        intake.get(f"/office/mail/{dcn_of(intake)}/")
    )
