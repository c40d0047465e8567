"""Texts of an application that can't be printed, kept or sent to."""

from __future__ import annotations

import pytest

from openimr.law.forms import Application
from openimr.service.cases.commands.intake import correct, file_application
from openimr.service.cases.refusals import Refused
from openimr.service.cases.selectors import get

from ..office_case import a_case, actor, application

pytestmark = pytest.mark.usefixtures("home")


@pytest.mark.parametrize(
    ("part", "value", "why"),
    [
        ("email", "a@example.org\nBcc: b@example.org", "a header of a mail"),
        ("email", "a@example.org, b@example.org", "two addresses"),
        ("email", "ask her", "none"),
        ("name", "Avery\nExample", "two lines"),
        ("name", "Avery\x00", "NUL"),
        ("name", "\ud800", "half a character"),
        ("name", "x" * 201, "longer than its column"),
        ("address", ["1 Sample Street\x07"], "a bell"),
    ],
)
def test_what_nobody_can_print_or_send_to_is_refused_at_its_field(part, value, why):
    form = application()
    form["employee"][part] = value
    with pytest.raises(Refused) as caught:
        file_application(actor("intake"), Application.from_dict(form))
    assert caught.value.field == f"employee_{part}", why
    case = a_case("A0")
    with pytest.raises(Refused):
        correct(actor("intake"), case.number, {"employee": form["employee"]}, "as on the form")
    assert get(case.number).version == case.version


@pytest.mark.parametrize(
    ("name", "value"),
    [("claim_number", "9" * 81), ("primary_diagnosis", "M54.5\x00"), ("treatments", ["\x00"])],
)
def test_so_is_such_a_text_of_the_form_itself(name, value):
    with pytest.raises(Refused) as caught:
        file_application(actor("intake"), Application.from_dict(application(**{name: value})))
    assert caught.value.field == name


def test_accents_and_lines_of_treatments_are_as_good_as_any():
    form = application(treatments=["Physical therapy\n12 visits"])
    form["employee"] |= {"name": "Zoë Muñoz-Ó Briain", "email": "zoe@example.org"}
    assert (
        file_application(actor("intake"), Application.from_dict(form)).employee.name == "Zoë Muñoz-Ó Briain"
    )
