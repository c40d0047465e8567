"""The application form: every field of the application can be reached, and comes back as it was typed."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.law.forms import _CHOICES, _DATES, _FLAGS, Application, Person
from openimr.service.intake.application.fields import DayField
from openimr.service.intake.application.layout import PARTS, PERSONS

from .sending import typed

OWN = [one.name for one in fields(Application) if one.name not in PERSONS]
ALL = [*OWN, *(f"{person}.{part}" for person in PERSONS for part in PARTS)]


def sample(name: str) -> list[Any]:
    """Values that a field can hold."""
    if name in _DATES:
        return [date(2025, 3, 9)]
    if name in _FLAGS:
        return [True, False]
    if name in _CHOICES:
        return list(_CHOICES[name])
    return [("one", "two")] if name in ("treatments", "address") else ["Some words"]


def application_with(path: str, value: Any) -> Application:
    first, _, part = path.partition(".")
    if part:
        short = "CA" if part in ("state", "zip", "npi") and isinstance(value, str) else value
        return replace(Application(), **{first: replace(Person(), **{part: short})})
    return replace(Application(), **{first: value})


@pytest.mark.parametrize("path", ALL)
def test_every_field_of_the_application_is_reached_from_the_form(ready, path):
    from openimr.service.intake.application.form import ApplicationForm

    for value in sample(path.rpartition(".")[2]):
        wanted = application_with(path, value)
        form = ApplicationForm(typed(wanted), staff=True)
        assert form.is_valid(), form.errors
        assert form.application() == wanted


def test_an_empty_form_says_nothing(ready):
    from openimr.service.intake.application.form import ApplicationForm

    form = ApplicationForm({"submission": "x"}, staff=True)
    assert form.is_valid()
    assert form.application() == Application()


def test_what_the_public_page_leaves_out(ready):
    """When and how it came in, and the parts of persons that the paper has no box for."""
    from openimr.service.intake.application.form import ApplicationForm

    public, staff = ApplicationForm(), ApplicationForm(staff=True)
    left_out = set(staff.fields) - set(public.fields)
    assert {"received", "channel"} <= left_out
    assert not left_out & {
        "employee_name",
        "employee_language",
        "physician_npi",
        "claims_administrator_organization",
    }
    assert {one.partition("_")[0] for one in left_out - {"received", "channel"}} <= {
        one.partition("_")[0] for one in PERSONS
    }


def test_real_forms_come_back(ready, docket):
    from openimr.service.intake.application.form import ApplicationForm

    for one in docket:
        form = ApplicationForm(typed(one.application), staff=True)
        assert form.is_valid(), (one.number, form.errors)
        assert form.application() == one.application


@pytest.mark.parametrize(
    ("text", "wanted", "why"),
    [
        ("03/09/2026", date(2026, 3, 9), "American"),
        ("3/9/2026", date(2026, 3, 9), "without zeros"),
        (" 03-09-2026 ", date(2026, 3, 9), "with dashes and blanks"),
        ("2026-03-09", date(2026, 3, 9), "ISO"),
        ("", None, "not stated"),
        ("02/30/2026", "no date of the calendar", "no such day"),
        ("13/09/2026", "no date of the calendar", "a European date is not turned around"),
        ("03/09/26", "four digits", "which century?"),
        ("March 9", "is no date", "words"),
        ("99999999", "is no date", "digits"),
    ],
)
def test_dates(ready, text, wanted, why):
    from django.core.exceptions import ValidationError

    field = DayField(label="Day")
    if isinstance(wanted, str):
        with pytest.raises(ValidationError, match=wanted):
            field.clean(text)
    else:
        assert field.clean(text) == wanted, why


@given(day=st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_each_day_as_it_is_shown_is_read_back(ready, day):
    field = DayField(label="Day")
    assert field.clean(field.prepare_value(day)) == day == field.clean(day.isoformat())


def test_each_flaw_stands_at_its_field_with_its_rule(ready):
    from openimr.service.intake.application.form import ApplicationForm

    form = ApplicationForm(
        {
            "submission": "x",
            "date_of_birth": "01/01/1990",
            "injury_date": "01/01/1980",
            "ur_decision_date": "01/01/2099",
            "rfa_date": "02/30/2026",
        }
    )
    assert not form.is_valid()
    assert "before the worker was born" in form.errors["injury_date"][0]
    assert "8 CCR 9792.10.1(b)(1)" in form.errors["injury_date"][0]
    assert "lies in the future" in form.errors["ur_decision_date"][0]
    assert "no date of the calendar" in form.errors["rfa_date"][0]
