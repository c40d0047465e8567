"""The curated Valium case from the mail room to the published letter, by the pages alone, in a real browser."""

from __future__ import annotations

import re

import pytest

from openimr import samples
from openimr.pages import UnreadableFile
from openimr.service.clock import today

from . import arriving, deciding, ending
from .conftest import Served
from .recorder import Answer
from .walking import Walk

pytestmark = pytest.mark.browser
SEED = 7


@pytest.fixture(scope="module")
def walked(walk: Walk) -> Walk:
    """The browser after the whole way; the tests on what was noticed say so where it did not get there."""
    if not walk.finished:
        pytest.skip("the case did not get to its end: see the first test")
    return walk


def test_from_the_mail_room_to_the_published_letter(walk):
    case = samples.docket(SEED, 1, today())[0]
    assert (case.fate, case.application.treatments) == ("mail room", ("Valium 10mg #60",))
    for step in (*arriving.STEPS, *deciding.STEPS, *ending.STEPS):
        step(walk, case)
    walk.finished = True


def test_no_page_of_the_way_has_a_barrier(walked):
    assert len(walked.pictures) > 15
    assert not walked.barriers, "\n".join(walked.barriers)


def test_the_browser_had_nothing_to_complain_about(walked):
    assert not walked.complaints, walked.complaints


def test_nobody_is_told_who_the_reviewer_is(walked, served: Served):
    one = next(one for one in samples.reviewers(SEED, today=today()) if one.code == walked.reviewer)
    secrets = [one.name, one.email, *(each.number for each in one.licenses)]
    assert all(len(each) > 5 for each in secrets)
    answers = walked.recorder.answers
    assert len(answers) > 200
    told = [
        (answer.path, secret)
        for answer in answers
        for said in [_said(answer)]
        for secret in secrets
        if secret.lower() in said
    ]
    assert not told
    log = served.log.read_text(encoding="utf-8", errors="replace").lower()
    assert not [each for each in secrets if each.lower() in log]


def test_parties_and_the_public_are_not_even_told_the_code(walked):
    outside = [
        answer
        for answer in walked.recorder.answers
        if answer.path.startswith(("/portal/", "/letters/")) or answer.path == "/"
    ]
    assert len(outside) > 10
    assert any(answer.type == "application/pdf" for answer in outside)
    assert not [answer.path for answer in outside if re.search(r"\br-0\d\d\d\b", _said(answer))]


def _said(answer: Answer) -> str:
    """Headers and body of an answer as text, in lower case; of a PDF its bytes and its pages."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers)
    text = f"{headers}\n{answer.body.decode('utf-8', 'replace')}"
    if answer.type == "application/pdf":
        try:
            text += Walk.text_of(answer.body)
        except UnreadableFile as problem:
            pytest.fail(f"{answer.path} is no PDF that opens: {problem}")
    return text.lower()
