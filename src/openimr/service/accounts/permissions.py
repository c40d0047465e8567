"""Who may do what: the permission table, loaded from ``permissions.yaml`` and checked on load.

The table is the only place that says so. Commands ask :func:`may` or :func:`demand`, pages carry
``requires(action)``, templates say ``{% if_may action %}``; nothing else compares roles.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import yaml

_FILE = Path(__file__).with_name("permissions.yaml")
PARTY = "party"


class Somebody(Protocol):
    """Whoever asks: an account, or a party who came by a link (``role`` is then ``party``)."""

    @property
    def role(self) -> str:
        """A code of ``roles`` in the table."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its code, its title, how people with it are called together, what they do."""

    code: str
    title: str
    plural: str
    does: str


@dataclass(frozen=True, slots=True)
class Action:
    """An action and who may do it.

    Attributes:
        name: such as ``case.view``.
        title: an imperative for people.
        roles: the codes of the roles that may.
        own: those of them that may in their own cases only.
        states: the codes of the states of a case in which it can be done.
        everywhere: whether that is all of them.
        apart: actions whose doer in the same case may not do this one.
        fresh: whether password and code must have been given again within minutes.
        note: why, with the law.
    """

    name: str
    title: str
    roles: tuple[str, ...]
    own: frozenset[str]
    states: tuple[str, ...]
    everywhere: bool
    apart: frozenset[str]
    fresh: bool
    note: str


@dataclass(frozen=True, slots=True)
class Datum:
    """A kind of data in a case and the roles that may see it."""

    name: str
    title: str
    roles: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table."""

    roles: Mapping[str, Role]
    states: Mapping[str, str]
    actions: Mapping[str, Action]
    data: Mapping[str, Datum]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it is allowed. ``why`` is one sentence for people; "" where it is allowed."""

    allowed: bool
    why: str = ""

    def __bool__(self) -> bool:
        """``if may(...)`` reads well."""
        return self.allowed


class NotAllowed(Exception):
    """Somebody may not do something; the message is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the matrix: whether ``role`` may do ``action`` in a case in ``state``.

    ``own`` is true where that holds in the role's own cases only.
    """

    role: str
    action: str
    state: str
    allowed: bool
    own: bool


@cache
def table() -> Table:
    """The table.

    Raises:
        ValueError: the file names a role, a state, a group or an action that is not in it.
    """
    return read(yaml.safe_load(_FILE.read_text("utf-8")))


def read(raw: Mapping[str, Any]) -> Table:
    """The table from the contents of the file; see :func:`table`."""
    roles = {code: Role(code, **given) for code, given in raw["roles"].items()}
    states = {str(code): str(title) for code, title in raw["states"].items()}
    groups = raw.get("groups", {})
    actions: dict[str, Action] = {}
    for name, given in raw["actions"].items():
        named = given["states"]
        listed = tuple(states) if named == "all" else named if isinstance(named, list) else groups.get(named)
        if listed is None:
            raise ValueError(f"permissions.yaml: {name} names the unknown group of states {named!r}.")
        actions[name] = Action(
            name,
            given["title"],
            tuple(given["roles"]),
            frozenset(given.get("own", ())),
            tuple(listed),
            named == "all",
            frozenset(given.get("apart", ())),
            bool(given.get("fresh", False)),
            given["note"],
        )
    data = {
        name: Datum(name, given["title"], tuple(given["roles"]), given["note"])
        for name, given in raw["data"].items()
    }
    for action in actions.values():
        _known(action.name, "role", action.roles, roles)
        _known(action.name, "role under 'own' that is not under 'roles'", action.own, action.roles)
        _known(action.name, "state", action.states, states)
        _known(action.name, "action under 'apart'", action.apart, actions)
        if not action.roles or not action.note:
            raise ValueError(f"permissions.yaml: {action.name} needs at least one role and a note.")
    for datum in data.values():
        _known(datum.name, "role", datum.roles, roles)
    return Table(roles, states, actions, data)


def may(
    somebody: Somebody | None,
    action: str,
    case_state: str | None = None,
    *,
    own: bool | None = None,
    done: Collection[str] = (),
) -> Verdict:
    """Whether ``somebody`` may do ``action``.

    Args:
        somebody: an account or a party; ``None`` or nobody signed in may nothing.
        action: a name of the table.
        case_state: the state of the case, where there is a case.
        own: whether the case is theirs; ``None`` asks in general, as a menu does.
        done: actions that they have done in this case before.

    Raises:
        KeyError: the action or the state is not in the table.
    """
    rule = table().actions[action]
    role = role_of(somebody)
    if role is None:
        return Verdict(False, f"“{rule.title}” is for {people(rule.roles)}: sign in first.")
    if role not in rule.roles:
        return Verdict(False, f"“{rule.title}” is for {people(rule.roles)}.")
    if role in rule.own and own is False:
        return Verdict(
            False,
            f"“{rule.title}” is open to {people([role])} in their own cases only, and this one is not yours.",
        )
    before = sorted(rule.apart & set(done))
    if before:
        titles = " and ".join(f"“{table().actions[name].title}”" for name in before)
        return Verdict(
            False,
            f"You did {titles} in this case, so “{rule.title}” must be done by somebody else: {people(rule.roles)}.",
        )
    if case_state is not None:
        table().states[case_state]
        if case_state not in rule.states:
            return Verdict(
                False,
                f"“{rule.title}” can be done while a case is in {_states(rule.states)}; "
                f"this one is in {_states([case_state])}.",
            )
    return Verdict(True)


def demand(
    somebody: Somebody | None,
    action: str,
    case_state: str | None = None,
    *,
    own: bool | None = None,
    done: Collection[str] = (),
) -> None:
    """As :func:`may`, for commands.

    Raises:
        NotAllowed: it is not allowed; the message is :attr:`Verdict.why`.
    """
    verdict = may(somebody, action, case_state, own=own, done=done)
    if not verdict:
        raise NotAllowed(verdict.why)


def sees(somebody: Somebody | None, datum: str) -> Verdict:
    """Whether ``somebody`` may see a kind of data of the table, such as ``employee.contact``.

    Raises:
        KeyError: the kind is not in the table.
    """
    rule = table().data[datum]
    role = role_of(somebody)
    if role in rule.roles:
        return Verdict(True)
    if not rule.roles:
        return Verdict(False, f"Nobody sees {rule.title} here: {rule.note}")
    return Verdict(False, f"Only {people(rule.roles)} see {rule.title}.")


def role_of(somebody: Somebody | None) -> str | None:
    """The role of somebody who may act at all; ``None`` for anonymous visitors and ended accounts."""
    if somebody is None or not getattr(somebody, "is_active", True):
        return None
    role = getattr(somebody, "role", None)
    return role if role in table().roles else None


def people(roles: Collection[str]) -> str:
    """The roles in words: "intake staff, records staff and the regulator"."""
    words = [table().roles[role].plural for role in roles]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def matrix() -> Iterator[Cell]:
    """Every cell: roles x actions x states, in the order of the table."""
    everything = table()
    for role in everything.roles:
        for action in everything.actions.values():
            for state in everything.states:
                allowed = role in action.roles and state in action.states
                yield Cell(role, action.name, state, allowed, allowed and role in action.own)


def _states(codes: Collection[str]) -> str:
    words = [f"{code} ({table().states[code]})" for code in codes]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _known(name: str, kind: str, given: Collection[str], known: Collection[str]) -> None:
    for one in given:
        if one not in known:
            raise ValueError(f"permissions.yaml: {name} names the unknown {kind} {one!r}.")
