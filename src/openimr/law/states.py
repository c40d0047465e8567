"""The states of a case and how it moves between them. Data: ``data/states.yaml``, ``data/transitions.yaml``.

Process specification, sections 3.1 and 3.2. A transition says which event records it, who sets it off, what must
hold, which notices go out, and the law. Whether its guard holds, the caller finds out; here stands what is possible.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from openimr.law.model import Law, LawError
from openimr.law.tables import laws, read, require

_STAGES = (
    "utilization review", "application", "records", "review", "determination", "appeal", "ended",
)  # fmt: skip
#: What the parties' portal called the statuses 1 to 7.
PORTAL = {
    1: "Received",
    2: "Eligibility Review",
    3: "Records Requested",
    4: "Clinical Review",
    5: "Closed",
    6: "Notice of Assignment",
    7: "Insufficient Records",
}


@dataclass(frozen=True, slots=True)
class State:
    """One state. ``role`` is whose work a case in it is; ``clocks`` are the ids of the legal clocks that matter.

    ``portal`` is the number of the historic portal status (`PORTAL`). ``kind`` is "mark" for what is said of a
    case beside its state (published). ``own``: not in the specification.
    """

    code: str
    title: str
    portal: int | None
    meaning: str
    open: bool
    role: str | None
    clocks: tuple[str, ...]
    stage: str
    kind: Literal["state", "mark"]
    own: bool

    @property
    def office(self) -> bool:
        """Whether cases of this office can be in it: not utilization review, no mark."""
        return self.kind == "state" and self.stage != "utilization review"

    @property
    def portal_title(self) -> str | None:
        """The portal status in words."""
        return PORTAL[self.portal] if self.portal else None


@dataclass(frozen=True, slots=True)
class Transition:
    """One move. ``sources`` are the states it leaves; ``to`` the one it reaches, ``None`` if the state stays.

    ``starts``: it may begin a case. ``follows``: the event that brought the case into its state carries it on
    when the guard holds. ``marks``: the mark it sets. ``event`` is ``None`` for what this office does not record.
    """

    number: str
    sources: tuple[str, ...]
    to: str | None
    starts: bool
    by: str
    event: str | None
    guard: str
    notices: tuple[str, ...]
    law: tuple[Law, ...]
    follows: bool = False
    marks: str | None = None
    asks: str | None = None

    @property
    def acts(self) -> bool:
        """Whether every law it rests on is verified, or our own arrangement; otherwise `asks` says what is not."""
        return all(law.evidence.acts for law in self.law)


@cache
def states() -> tuple[State, ...]:
    """Every state, in the order of a case's life."""
    found: dict[str, State] = {}
    for row in read("states"):
        code = str(row.get("code"))
        require(code not in found, "states", code, "the code stands twice.")
        require(row.get("title") and row.get("meaning"), "states", code, "needs title and meaning.")
        require(row.get("portal") in (None, *PORTAL), "states", code, "portal is 1 to 7 or null.")
        require(row.get("stage") in _STAGES, "states", code, f"stage is one of {', '.join(_STAGES)}.")
        require(isinstance(row.get("open"), bool), "states", code, "open is true or false.")
        require(row.get("kind") in ("state", "mark"), "states", code, "kind is state or mark.")
        found[code] = State(
            code, row["title"], row["portal"], row["meaning"], row["open"], row["role"], tuple(row["clocks"]),
            row["stage"], row["kind"], bool(row.get("own")),
        )  # fmt: skip
    return tuple(found.values())


@cache
def _by_code() -> dict[str, State]:
    return {one.code: one for one in states()}


def state(code: str) -> State:
    """The state with this code.

    Raises:
        LawError: there is none.
    """
    found = _by_code().get(code)
    if found is None:
        raise LawError(f"There is no state {code!r}; the states are {', '.join(_by_code())}.")
    return found


@cache
def transitions() -> tuple[Transition, ...]:
    """Every transition, in the order of the file."""
    found: dict[str, Transition] = {}
    for row in read("transitions"):
        one = _transition(row)
        require(one.number not in found, "transitions", one.number, "the number stands twice.")
        found[one.number] = one
    _unambiguous(found.values())
    return tuple(found.values())


def _transition(row: dict[str, Any]) -> Transition:
    number = str(row.get("number"))
    codes = _by_code()
    sources = tuple(row.get("from") or ())
    for code in (*sources, row.get("to"), row.get("marks")):
        require(code is None or code in codes, "transitions", number, f"there is no state {code!r}.")
    require(row.get("by") and row.get("guard"), "transitions", number, "needs by and guard.")
    require(row.get("to") or row.get("event"), "transitions", number, "moves nowhere and records nothing.")
    one = Transition(
        number=number,
        sources=sources,
        to=row.get("to"),
        starts=bool(row.get("starts", not sources)),
        by=row["by"],
        event=row.get("event"),
        guard=row["guard"],
        notices=tuple(row.get("notice") or ()),
        law=laws(row.get("law") or (), "transitions", number),
        follows=bool(row.get("follows")),
        marks=row.get("marks"),
        asks=row.get("asks"),
    )
    require(one.acts or one.asks, "transitions", number, "a law is not verified: asks must say which.")
    return one


def _unambiguous(every: Iterable[Transition]) -> None:
    """In a state of the office one event has one meaning, so that a case can be folded from its events."""
    seen: set[tuple[str, str]] = set()
    for one in every:
        for source in one.sources:
            if one.event and _by_code()[source].office:
                key = (source, one.event)
                require(key not in seen, "transitions", one.number, f"{one.event} in {source} stands twice.")
                seen.add(key)


def allowed(code: str | None) -> tuple[Transition, ...]:
    """What can happen to a case in this state; ``None``: what can begin a case.

    Raises:
        LawError: there is no such state.
    """
    if code is None:
        return tuple(one for one in transitions() if one.starts)
    state(code)
    return tuple(one for one in transitions() if code in one.sources)


def move(code: str | None, to: str, event: str | None = None) -> Transition:
    """The transition from one state to another; ``event`` says which, where there are several.

    Raises:
        LawError: there is none, or several and no ``event``; the message says what is allowed instead.
    """
    target = state(to)
    found = [one for one in allowed(code) if one.to == target.code and (event is None or one.event == event)]
    if not found:
        raise LawError(f"{_case_in(code)} can't become {target.title} ({to}). {_instead(code)}")
    if len(found) > 1:
        events = " or ".join(str(one.event) for one in found)
        raise LawError(f"{_case_in(code)} becomes {target.title} ({to}) by {events}: say by which.")
    return found[0]


def step(code: str | None, event: str) -> Transition:
    """What an event does to a case in this state; ``to`` is ``None`` where the state stays as it is.

    Raises:
        LawError: the event can't happen there, or (in utilization review only) more than one move has it.
    """
    found = [one for one in allowed(code) if one.event == event]
    if not found:
        can = ", ".join(dict.fromkeys(one.event for one in allowed(code) if one.event))
        raise LawError(f"{_case_in(code)} can't have the event {event}; it can have {can or 'none'}.")
    if len(found) > 1:
        ways = " or ".join(f"{state(one.to).title} ({one.to})" for one in found if one.to)
        raise LawError(f"{_case_in(code)} becomes {ways} by {event}: say which with `move`.")
    return found[0]


def leads(code: str | None, event: str) -> tuple[str, ...]:
    """Every state that an event can bring a case into from here: the letter's mailing leads on to D1, for one.

    Raises:
        LawError: as `step`.
    """
    first = step(code, event).to or code
    found = [first] if first else []
    for here in found:
        found += [one.to for one in allowed(here) if one.follows and one.event == event and one.to]
    return tuple(found)


def _case_in(code: str | None) -> str:
    return f"A case in the state {state(code).title} ({code})" if code else "A new case"


def _instead(code: str | None) -> str:
    ways: dict[str, str] = {}
    for one in allowed(code):
        if one.to:
            ways.setdefault(one.to, f"{state(one.to).title} ({one.to}; rule {one.number}, {one.law[0].cite})")
    if not ways:
        return "No rule leads out of that state."
    return f"It can become: {', '.join(ways.values())}."


def diagram() -> str:
    """The states of the office and the moves between them, as a Mermaid state diagram."""
    out = ["stateDiagram-v2"]
    for stage in _STAGES[1:]:
        here = [one for one in states() if one.stage == stage and one.office]
        out += [f"  %% {stage}"] + [f'  state "{one.code} {one.title}" as {one.code}' for one in here]
    arrows: dict[tuple[str, str], list[str]] = {}
    for one in transitions():
        if not one.to or not state(one.to).office:
            continue
        if one.starts:
            arrows.setdefault(("[*]", one.to), []).append(one.number)
        for source in one.sources:
            if state(source).office:
                arrows.setdefault((source, one.to), []).append(one.number)
    out += [f"  {source} --> {to}: {', '.join(numbers)}" for (source, to), numbers in arrows.items()]
    return "\n".join(out) + "\n"
