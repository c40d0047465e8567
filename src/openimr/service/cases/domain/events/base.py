"""What events have in common, and the catalogue by type."""

from __future__ import annotations

from typing import Any, ClassVar

from openimr.service.cases.domain.parts import Frozen

#: Every event class by its type.
CATALOGUE: dict[str, type[EventData]] = {}
#: Beside what an event carries: the token that a program acted with. Nothing of a case follows from it.
BY = "by_token"


class EventData(Frozen):
    """What an event carries. ``type`` is its name in the ledger, ``title`` what people read."""

    type: ClassVar[str] = ""
    title: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Put the class into the catalogue.

        Raises:
            ValueError: two classes have one type.
        """
        super().__init_subclass__(**kwargs)
        if not cls.type:
            return
        if cls.type in CATALOGUE:
            raise ValueError(f"Two events are called {cls.type}.")
        CATALOGUE[cls.type] = cls

    def data(self) -> dict[str, Any]:
        """The JSON that the ledger holds; empty fields are left out."""
        return self.model_dump(mode="json", exclude_none=True)


def read(type: str, data: dict[str, Any]) -> EventData:  # noqa: A002
    """The event that the ledger holds.

    Raises:
        KeyError: the type is not in the catalogue.
    """
    return CATALOGUE[type].model_validate({key: value for key, value in data.items() if key != BY})
