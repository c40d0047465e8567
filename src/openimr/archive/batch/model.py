"""What work over the whole archive is asked and answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar, get_args

K = TypeVar("K")
R = TypeVar("R")

#: Where the work is done.
Engine = Literal["processes", "ray"]
ENGINES: tuple[Engine, ...] = get_args(Engine)

#: Workers that an input may kill while it is alone with them; then it is refused.
KILLS = 2


class BatchError(Exception):
    """The work cannot be done at all: a wrong setting, a missing package, a cluster that does not answer.

    One sentence for people. What was yielded before stays valid.
    """


@dataclass(frozen=True, slots=True)
class Outcome(Generic[K, R]):
    """What became of one input: its result, or one sentence why there is none."""

    key: K
    result: R | None = None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is, in inputs; the caller knows how many there are."""

    done: int
    refused: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker made of the input at ``position`` of its chunk."""

    position: int
    result: Any = None
    refused: str | None = None
