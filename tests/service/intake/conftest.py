"""Intake: cases of the docket with their papers, and people who work here."""

from __future__ import annotations

from datetime import date

import pytest

from openimr import samples

from ..beginning import _begin  # noqa: F401 - a fixture
from ..office_case import client_of


@pytest.fixture(scope="session")
def docket():
    """A few fictional cases with papers; every date lies before the office's today."""
    return samples.docket(11, 12, date(2026, 4, 16))


@pytest.fixture(scope="session")
def forms(docket):
    """Their application forms on paper, by number."""
    return {one.number: one.application_pdf() for one in docket}


@pytest.fixture
def intake(ready):
    """A browser of somebody of intake."""
    return client_of("intake")


@pytest.fixture
def records(ready):
    """A browser of somebody of records, who sorts mail but files no application."""
    return client_of("records")
