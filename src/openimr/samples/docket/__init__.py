"""The demo office's docket: fictional cases in every state, its reviewers and its staff."""

from openimr.samples.docket.fates import Fate, fates
from openimr.samples.docket.generating import docket
from openimr.samples.docket.model import DocketCase
from openimr.samples.docket.office import (
    SampleBoard,
    SampleConflict,
    SampleLicense,
    SampleReviewer,
    SampleStaff,
    reviewers,
    staff,
)

__all__ = [
    "DocketCase",
    "Fate",
    "SampleBoard",
    "SampleConflict",
    "SampleLicense",
    "SampleReviewer",
    "SampleStaff",
    "docket",
    "fates",
    "reviewers",
    "staff",
]
