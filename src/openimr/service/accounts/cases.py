"""What the gate must know of a case before it lets somebody in; the room of cases tells it.

``connect`` is called once, when the app of cases is ready. Without it every page about a case is closed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from openimr.service.accounts.permissions import Somebody


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands to a case.

    Attributes:
        state: the case's state, a code of the permission table.
        own: whether it is theirs: assigned to this reviewer, opened by this party's link.
        done: actions that they have done in it, for the separation of duties.
        not_yet: actions that wait for something, with the sentence that says for what.
        first: the address where that something is done, "" where no page is for it.
        version: the number of the case's last entry.
    """

    state: str
    own: bool
    done: frozenset[str] = frozenset()
    not_yet: Mapping[str, str] = field(default_factory=dict)
    first: str = ""
    version: int = 0


#: Somebody, a case number, its state and the version that a page showed to what others did since.
MovedBy = Callable[[Somebody, str, str, int], str]
#: Somebody and a case number to their standing; ``None`` where there is no such case.
StandingOf = Callable[[Somebody, str], Standing | None]
_connected: list[StandingOf] = []
_telling: list[MovedBy] = []


def connect(standing_of: StandingOf, moved_by: MovedBy | None = None) -> None:
    """Let the gate ask ``standing_of``, and ``moved_by`` where a form came too late. The last ones connected are asked."""
    _connected[:] = [standing_of]
    _telling[:] = [moved_by] if moved_by else []


def moved(somebody: Somebody, case_number: str, state: str, version: int) -> str:
    """What others did with the case since ``version``, as sentences; "" where nobody can tell."""
    return _telling[0](somebody, case_number, state, version) if _telling else ""


def standing(somebody: Somebody, case_number: str) -> Standing | None:
    """How somebody stands to a case.

    Raises:
        LookupError: nothing is connected, so nothing can be allowed.
    """
    if not _connected:
        raise LookupError(
            "No room of cases is connected (accounts.cases.connect), so case pages stay closed."
        )
    return _connected[0](somebody, case_number)
