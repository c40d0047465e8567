"""A case file that has a determination's facts: application, denial and records, so that it can be worked again."""

from openimr.samples.casefile.model import CaseFileError, DocumentInfo, DocumentType
from openimr.samples.casefile.writing import CaseFile, case

__all__ = ["CaseFile", "CaseFileError", "DocumentInfo", "DocumentType", "case"]
