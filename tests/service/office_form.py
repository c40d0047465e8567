"""What every fictional form has in common: care denied as not necessary, all questions answered, signed, complete."""

from __future__ import annotations

from typing import Any

#: Fields of the form that do not depend on the worker, the claim or the day.
DENIED: dict[str, Any] = {
    "ur_priority": "standard",
    "ur_service": "mail",
    "ur_outcome": "denied",
    "ur_basis": "necessity",
    "liability_disputed": False,
    "form_enclosed": True,
    "formulary": False,
    "primary_diagnosis": "M54.5 low back pain",
    "filer": "employee",
    "signed": True,
    "consent": True,
    "ur_copy_attached": True,
}
