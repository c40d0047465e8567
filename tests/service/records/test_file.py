"""The file: adding, describing, undoing; what reviewers get to see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ..office_case import REVIEWER, a_case, a_document, actor

pytestmark = pytest.mark.usefixtures("home")


def commands():
    from openimr.service.cases.commands import records

    return records


def today():
    from openimr.service import clock

    return clock.today()


def add(case, *papers, role="records", **terms):
    given = {"received": today(), "received_from": "claims administrator", **terms}
    return commands().add(actor(role), case.number, papers, **given)


def refused(match):
    from openimr.service.cases.refusals import Refused

    return pytest.raises(Refused, match=match)


def test_a_delivery_is_one_event_with_its_papers():
    case = a_case("B1")
    first, second = a_document(title="Report of May"), a_document(title="Report of June")
    after = add(case, first, second)
    assert [one.title for one in after.documents] == ["Report of May", "Report of June"]
    assert {one.received_from for one in after.documents} == {"claims administrator"}
    assert all(one.added is not None and one.added_by.startswith("user:") for one in after.documents)
    told = [one for one in after.happenings if one.type == "records.received"]
    assert len(told) == 1
    assert told[0].details == {"received_from": "claims administrator"}


@pytest.mark.parametrize(
    ("papers", "terms", "words", "why"),
    [
        ([], {}, "No paper came", "nothing was sent"),
        ([{"type": "x-ray"}], {}, "kind of paper", "a type that is none"),
        ([{"title": "  "}], {}, "title", "no title"),
        ([{}], {"received_from": "a friend"}, "who sent", "a sender that is none"),
        ([{}], {"received": "tomorrow"}, "future", "not arrived yet"),
    ],
)
def test_what_is_not_added(papers, terms, words, why):
    case = a_case("B1")
    if terms.get("received") == "tomorrow":
        terms = {"received": today() + timedelta(days=1)}
    with refused(words):
        add(case, *(a_document(**one) for one in papers), **terms)


def test_the_same_file_again_is_kept_and_marked():
    case = a_case("B1")
    paper = a_document()
    first = add(case, paper).documents[0]
    copies = [a_document(sha256=paper.sha256), a_document(sha256=paper.sha256)]
    after = add(case, *copies, received_from="employee")
    assert [one.duplicate_of for one in after.documents] == [None, first.id, first.id]


def test_the_form_is_never_for_reviewers():
    from openimr.service.cases.filed import seen_by_reviewers

    case = a_case("B1")
    after = add(case, a_document(type="application", in_file=True), a_document(), a_document(sha256="f" * 64))
    assert [one.in_file for one in after.documents] == [False, True, True]
    assert len(seen_by_reviewers(after)) == 2
    form = after.documents[0].id
    with refused("employee's address"):
        commands().retype(actor("records"), case.number, form, {"in_file": True})
    as_letter = commands().retype(actor("records"), case.number, form, {"type": "correspondence"})
    assert as_letter.document(form).in_file
    back = commands().retype(actor("records"), case.number, form, {"type": "application"})
    assert not back.document(form).in_file


def test_described_anew_and_taken_back():
    case = a_case("B1")
    paper = add(case, a_document(type="other", title="Scan 1", dated=None)).documents[0]
    changes = {
        "type": "operative_report",
        "title": "Arthroscopy",
        "dated": "2026-02-03",
        "author": "Dr. Sample",
    }
    after = commands().retype(actor("records"), case.number, paper.id, changes)
    changed = after.document(paper.id)
    assert (changed.type, changed.title, str(changed.dated)) == (
        "operative_report",
        "Arthroscopy",
        "2026-02-03",
    )
    back = commands().undo_retype(actor("records"), case.number, paper.id)
    assert back.document(paper.id) == paper
    again = commands().undo_retype(actor("records"), case.number, paper.id)
    assert again.document(paper.id) == changed, "taking back is itself taken back"


def test_what_was_described_since_is_not_taken_back():
    case = a_case("B1")
    paper = add(case, a_document()).documents[0]
    with refused("nothing to take back"):
        commands().undo_retype(actor("records"), case.number, paper.id)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Nothing in the description"),
        ({"title": ""}, "title"),
        ({"type": "novel"}, "kind of paper"),
        ({"sha256": "0" * 64}, "can't be changed"),
        ({"received_from": "a friend"}, "who sent"),
        ({"received": "2199-01-01"}, "future"),
    ],
)
def test_what_is_no_description(changes, words):
    case = a_case("B1")
    paper = add(case, a_document()).documents[0]
    with refused(words):
        commands().retype(actor("records"), case.number, paper.id, changes)


def test_a_party_adds_and_does_not_describe():
    from openimr.service.cases.actors import Actor
    from openimr.service.cases.refusals import Forbidden

    case, other = a_case("B1"), a_case("B1")
    party = Actor(f"party:{case.number}:employee", "party")
    after = commands().add(party, case.number, [a_document()], received=today(), received_from="employee")
    with pytest.raises(Forbidden):
        commands().retype(party, case.number, after.documents[0].id, {"title": "Mine"})
    with pytest.raises(Forbidden, match="not yours"):
        commands().add(party, other.number, [a_document()], received=today(), received_from="employee")


@pytest.mark.parametrize(
    ("state", "open_"), [("A2", True), ("B3", True), ("C1", True), ("D0", False), ("T1", False)]
)
def test_papers_come_until_it_is_decided(state, open_):
    from openimr.service.cases.refusals import Forbidden

    case = a_case(state)
    if open_:
        assert len(add(case, a_document()).documents) == len(case.documents) + 1
    else:
        with pytest.raises(Forbidden):
            add(case, a_document())


def test_what_comes_after_the_reviewer_got_the_case_is_flagged():
    from openimr.service.cases.filed import arrived_since

    case = a_case("C1")
    assert case.open_reviews[0].reviewer == REVIEWER
    assert arrived_since(case, case.open_reviews[0]) == ()
    late, form = a_document(title="A new report"), a_document(type="application")
    after = add(case, late, form)
    assert [one.title for one in arrived_since(after, after.open_reviews[0])] == ["A new report"]
