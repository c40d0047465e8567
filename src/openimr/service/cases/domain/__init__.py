"""A case without any database: its parts, its events, and the fold from events to the case."""

from openimr.service.cases.domain.case import Case
from openimr.service.cases.domain.folding import Meta, fold, replay

__all__ = ["Case", "Meta", "fold", "replay"]
