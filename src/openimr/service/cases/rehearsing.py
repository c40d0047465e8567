"""Rehearsing a command: what it would send, with nothing recorded.

The command runs as it would, with every guard, on the case as it is; what it would write is dropped at its end. So
a page can show the very notices that would go out, and what in them waits for a person's word.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from openimr.service.notices import Draft

_rehearsing: ContextVar[bool] = ContextVar("openimr_rehearsing", default=False)
_whole: ContextVar[bool] = ContextVar("openimr_rehearsing_whole", default=False)


class _Everything(Collection[str]):
    """As if every paragraph were confirmed."""

    def __contains__(self, key: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


_EVERYTHING = _Everything()


@dataclass(frozen=True, slots=True)
class Going:
    """A notice that would go out: of which case, what it is called, and one draft for each recipient."""

    case_number: str
    kind: str
    title: str
    drafts: tuple[Draft, ...]


class Rehearsed(Exception):
    """Ends a rehearsal; what was about to be written is rolled back."""

    def __init__(self, going: tuple[Going, ...]) -> None:
        super().__init__("A rehearsal has ended.")
        self.going = going


def rehearsing() -> bool:
    """Whether a rehearsal is under way: nothing is signed, nothing stays."""
    return _rehearsing.get()


def confirmed_in(keys: Collection[str]) -> Collection[str]:
    """The paragraphs that count as confirmed: ``keys``, or all while somebody looks what waits for a confirmation."""
    return _EVERYTHING if _whole.get() else keys


def rehearse(command: Callable[[], Any], *, whole: bool = False) -> tuple[Going, ...]:
    """What ``command`` would send; ``whole`` as if every paragraph that waits for a person's word had it.

    Raises:
        Refused: it would be refused.
        Repeated: it was carried out already.
    """
    with _rehearsal(whole):
        try:
            command()
        except Rehearsed as end:
            return end.going
    return ()


@contextmanager
def _rehearsal(whole: bool) -> Iterator[None]:
    token, all_of_it = _rehearsing.set(True), _whole.set(whole)
    try:
        yield
    finally:
        _whole.reset(all_of_it)
        _rehearsing.reset(token)
