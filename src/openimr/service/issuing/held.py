"""The determination of a case between the ledger, which holds no floats, and the letters' room."""

from __future__ import annotations

from typing import Any

from openimr.letters import from_json, to_json
from openimr.letters.model import Determination
from openimr.service.cases.domain import Case


class NotReleased(ValueError):
    """The case has no released determination; the message is one sentence for people."""


def to_ledger(determination: Determination) -> dict[str, Any]:
    """The determination as the ledger keeps it: half a tablet is the text "0.5"."""
    plain: dict[str, Any] = _without_floats(to_json(determination))
    return plain


def determination(case: Case) -> Determination:
    """The determination as it was released (or corrected since), to become the letter.

    Raises:
        NotReleased: there is none yet.
    """
    if not case.determination:
        raise NotReleased(
            f"Case {case.number} has no released determination; quality releases it first (LC 139.5(d)(3))."
        )
    return from_ledger(case.determination)


def from_ledger(data: dict[str, Any]) -> Determination:
    """What :func:`to_ledger` gave."""
    items = [_item(one) for one in data["items"]]
    return from_json({**data, "items": items})


def _item(item: dict[str, Any]) -> dict[str, Any]:
    drugs = [{**one, "quantity": _number(one.get("quantity"))} for one in item.get("drugs", ())]
    numbers = {name: _number(item.get(name)) for name in ("frequency_per_week", "weeks")}
    return {**item, **numbers, "drugs": drugs}


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, str) else value


def _without_floats(value: Any) -> Any:
    if isinstance(value, float):
        return int(value) if value.is_integer() else repr(value)
    if isinstance(value, dict):
        return {key: _without_floats(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without_floats(one) for one in value]
    return value
