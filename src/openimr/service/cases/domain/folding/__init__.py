"""The fold: how each event changes the case."""

from openimr.service.cases.domain.folding import eligibility, intake, issuing, records, review, work
from openimr.service.cases.domain.folding.base import Meta, fold, replay

__all__ = ["Meta", "eligibility", "fold", "intake", "issuing", "records", "replay", "review", "work"]
