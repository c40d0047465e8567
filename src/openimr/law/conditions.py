"""Conditions as data, answered with yes, no or unknown.

A condition in a file of the law is one of

    {fact: signed, is: false}                     # equal to a value
    {fact: filer, in: [employer, ...]}            # one of several values
    {fact: ur_decision_date, before: 2013-07-01}  # a date before a day; on_or_after likewise
    {fact: agent_designated, before_fact: ur_decision_date}
    {fact: months_since_denial, below: 12}        # a number under a bound
    {all: [...]} / {any: [...]} / {not: ...}

and stands on named facts. A fact that is not known makes its condition unknown, and unknown goes on through
``all``, ``any`` and ``not`` as in Kleene's logic: an unknown fact never makes a condition hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from openimr.law.tables import require

_TESTS = ("is", "in", "before", "on_or_after", "before_fact", "below")
_GROUPS = ("all", "any", "not")


@dataclass(frozen=True, slots=True)
class Fact:
    """A named fact: its value (``None``: unknown) and where it comes from, in words.

    ``asks`` says what a person must confirm about it.
    """

    value: Any = None
    because: str = ""
    asks: str | None = None


#: The facts of one case (or one item) by name; a name that is missing is unknown.
Facts = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Truth:
    """What a condition came to. ``holds`` is ``None`` where it cannot be told; ``missing`` then names the facts."""

    holds: bool | None
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


def test(condition: Mapping[str, Any], facts: Facts) -> Truth:
    """Whether ``condition`` holds of ``facts``; the condition has passed `checked`."""
    if "not" in condition:
        inner = test(condition["not"], facts)
        return Truth(
            None if inner.holds is None else not inner.holds, inner.because, inner.missing, inner.asks
        )
    if "all" in condition:
        return _group([test(one, facts) for one in condition["all"]], decided_by=False)
    if "any" in condition:
        return _group([test(one, facts) for one in condition["any"]], decided_by=True)
    return _single(condition, facts)


def _group(found: list[Truth], *, decided_by: bool) -> Truth:
    """``any`` is decided by one yes, ``all`` by one no; what decided it is its reason."""
    deciding = [one for one in found if one.holds is decided_by]
    if deciding:
        return Truth(decided_by, deciding[0].because, asks=deciding[0].asks)
    asks = tuple(dict.fromkeys(name for one in found for name in one.asks))
    because = tuple(dict.fromkeys(line for one in found for line in one.because))
    missing = tuple(dict.fromkeys(name for one in found for name in one.missing))
    return Truth(None if missing else not decided_by, because, missing, asks)


def _single(condition: Mapping[str, Any], facts: Facts) -> Truth:
    name = condition["fact"]
    fact = facts.get(name, Fact())
    because: tuple[str, ...] = (fact.because,) if fact.because else ()
    missing: tuple[str, ...] = () if fact.value is not None else (name,)
    asks = (fact.asks,) if fact.asks else ()
    other = None
    if "before_fact" in condition:
        second = facts.get(condition["before_fact"], Fact())
        other = second.value
        because += (second.because,) if second.because else ()
        missing += () if second.value is not None else (condition["before_fact"],)
    if missing:
        return Truth(None, because, missing, asks)
    return Truth(_compare(condition, fact.value, other), because, (), asks)


def _compare(condition: Mapping[str, Any], value: Any, other: Any) -> bool:
    if "is" in condition:
        return bool(value == condition["is"])
    if "in" in condition:
        return value in condition["in"]
    if "before" in condition:
        return bool(value < condition["before"])
    if "on_or_after" in condition:
        return bool(value >= condition["on_or_after"])
    if "below" in condition:
        return bool(value < condition["below"])
    return bool(value < other)


def named(condition: Mapping[str, Any]) -> Iterator[str]:
    """The names of the facts that a condition stands on."""
    if "not" in condition:
        yield from named(condition["not"])
    for group in ("all", "any"):
        for one in condition.get(group, ()):
            yield from named(one)
    if "fact" in condition:
        yield condition["fact"]
        if "before_fact" in condition:
            yield condition["before_fact"]


def checked(condition: Any, known: Mapping[str, Any], name: str, entry: object) -> Mapping[str, Any]:
    """``condition`` if it is well formed and names only facts of ``known``.

    Raises:
        LawError: it is not; the message names the file, the entry and what is wrong.
    """
    require(isinstance(condition, Mapping) and condition, name, entry, "a condition is a mapping")
    keys = set(condition)
    if keys & set(_GROUPS):
        require(len(keys) == 1, name, entry, f"a condition has one of {', '.join(_GROUPS)} alone, not {keys}")
        inner = condition["not"] if "not" in keys else next(iter(condition.values()))
        for one in [inner] if "not" in keys else inner:
            checked(one, known, name, entry)
        return dict(condition)
    require("fact" in keys and len(keys) == 2 and keys & set(_TESTS), name, entry, f"{keys} is no condition")
    for fact in named(condition):
        require(fact in known, name, entry, f"the fact {fact!r} is not declared")
    if keys & {"before", "on_or_after"}:
        day = condition.get("before", condition.get("on_or_after"))
        require(isinstance(day, date), name, entry, f"{day!r} is no date")
    return dict(condition)
