"""The verb: a pure function over chunks of inputs, with each result under its input's key."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from openimr.archive.batch.crew import Crew
from openimr.archive.batch.model import ENGINES, Answer, BatchError, Engine, Outcome, Progress

K = TypeVar("K")
V = TypeVar("V")
R = TypeVar("R")
T = TypeVar("T")


def over(
    function: Callable[[list[V]], list[R]],
    chunks: Iterable[Sequence[tuple[K, V]]],
    *,
    engine: Engine | None = None,
    workers: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Iterator[Outcome[K, R]]:
    """Call ``function`` on every chunk and yield what became of each input, as it comes and in no order.

    An input whose worker dies (killed, out of memory) is tried again, alone and in a fresh worker. After it
    has killed two workers that it was alone with it is refused; one on which the function raises is refused
    at once. So there is exactly one outcome for each input, whatever dies. No progress is kept anywhere:
    write the outcomes down as they come, and give only what is left the next time.

    Args:
        function: a function of a module, or a ``functools.partial`` of one, from a list of inputs to the list of
            their results in the same order. It must be pure: it may run twice on the same input.
        chunks: lists of (key, input), both small; see :func:`in_chunks`. Taken as they are needed, on
            Ray some hundreds ahead. The keys stay here.
        engine: ``processes`` on this machine, or ``ray`` for Daft on the Ray cluster that RAY_ADDRESS
            names; by default what OPENIMR_BATCH_ENGINE says, or ``processes``.
        workers: how many processes, by default one per processor of this machine. Ray uses all the
            processors of the cluster.
        on_progress: called after each chunk.

    Raises:
        BatchError: an unknown engine or number of workers, a function that has no module, the package for
            Ray is missing, workers do not start, the cluster does not answer.
    """
    chosen, count = _engine(engine), _workers(workers)
    packed = _packed(function)
    if chosen == "ray":
        if workers is not None:
            raise BatchError("Ray uses every processor of its cluster; leave the number of workers out.")
        # Imported here: Ray takes seconds and belongs to an extra.
        from openimr.archive.batch import on_ray

        on_ray.connect()
        return _outcomes(lambda values: on_ray.answers(packed, values), chunks, on_progress)
    return _outcomes(lambda values: _on_processes(packed, values, count), chunks, on_progress)


def in_chunks(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """``things`` in lists of ``size``, the last one shorter; they are taken as they are needed."""
    if size < 1:
        raise ValueError(f"size is {size}, and must be at least 1")
    source = iter(things)
    while chunk := list(islice(source, size)):
        yield chunk


def _on_processes(
    function: bytes, chunks: Iterable[list[Any]], workers: int
) -> Iterator[tuple[int, list[Answer]]]:
    with Crew(function, workers) as crew:
        yield from crew.map(chunks)


def _outcomes(
    engine: Callable[[Iterable[list[Any]]], Iterator[tuple[int, list[Answer]]]],
    chunks: Iterable[Sequence[tuple[K, Any]]],
    on_progress: Callable[[Progress], None] | None,
) -> Iterator[Outcome[K, Any]]:
    """Put the keys to the answers. Only the keys of chunks under way are held."""
    under_way: dict[int, dict[int, K]] = {}

    def values() -> Iterator[list[Any]]:
        for number, chunk in enumerate(chunks):
            under_way[number] = {position: key for position, (key, _) in enumerate(chunk)}
            yield [value for _, value in chunk]

    done = refused = 0
    for number, answers in engine(values()):
        keys = under_way[number]
        for answer in answers:
            done += 1
            refused += answer.refused is not None
            yield Outcome(keys.pop(answer.position), answer.result, answer.refused)
        if not keys:
            del under_way[number]
        if on_progress is not None:
            on_progress(Progress(done, refused))
    missing = sum(map(len, under_way.values()))
    if missing:
        raise BatchError(f"{missing} inputs came back without an outcome; run the command again for them.")


def _engine(given: str | None) -> str:
    chosen = given or os.environ.get("OPENIMR_BATCH_ENGINE") or "processes"
    if chosen not in ENGINES:
        raise BatchError(
            f"There is no engine {chosen!r}; set --engine or OPENIMR_BATCH_ENGINE to {' or '.join(ENGINES)}."
        )
    return chosen


def _workers(given: int | None) -> int:
    if given is None:
        # os.process_cpu_count comes with 3.13.
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if given < 1:
        raise BatchError(f"The number of workers is {given}, and must be at least 1.")
    return given


def _packed(function: Callable[..., Any]) -> bytes:
    """The function's address, as other processes import it."""
    inner = getattr(function, "func", function)
    name = f"{getattr(inner, '__module__', None)}.{getattr(inner, '__qualname__', inner)}"
    problem = f"Workers cannot import {name}; give a function that stands in a module, or a partial of one."
    if getattr(inner, "__module__", None) == "__main__":
        raise BatchError(problem)
    try:
        return pickle.dumps(function)
    except (pickle.PicklingError, AttributeError, TypeError) as reason:
        raise BatchError(problem) from reason
