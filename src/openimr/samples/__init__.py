"""Fictional letters, case files and dockets from a seed, with the truth beside them.

Nobody in these letters exists; every sentence was written for this project. The truth is known by
construction: no reader and no finder of terms has a part in it.

>>> from openimr import samples
>>> letter = next(iter(samples.letters(seed=1, count=1)))
>>> letter.determination.items[0].decision in ("upheld", "overturned")
True
"""

from openimr.samples.casefile import CaseFile, CaseFileError, DocumentInfo, case
from openimr.samples.collection import collection
from openimr.samples.docket import DocketCase, SampleReviewer, SampleStaff, docket, reviewers, staff
from openimr.samples.generator import letters
from openimr.samples.model import Planted, SampleLetter, Style
from openimr.samples.planting import KINDS, plant
from openimr.samples.population import Sampled, Truth, determinations, sampled

__all__ = [
    "KINDS",
    "CaseFile",
    "CaseFileError",
    "DocketCase",
    "DocumentInfo",
    "Planted",
    "SampleLetter",
    "SampleReviewer",
    "SampleStaff",
    "Sampled",
    "Style",
    "Truth",
    "case",
    "collection",
    "determinations",
    "docket",
    "letters",
    "plant",
    "reviewers",
    "sampled",
    "staff",
]
