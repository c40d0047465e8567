"""The same work through Daft on a Ray cluster.

Daft spreads the chunks over the cluster, and gives those of a Ray worker or of a whole node that died to the
others; measured (Daft 0.7.26, Ray 2.59), nothing is lost by that. What it does not bear is an input that kills
its process. Where the function runs in the Ray worker itself, such an input takes one Ray worker after the
other with it and the query never ends; with ``use_process=True`` the first such death fails the whole query.
So on every Ray worker the function runs in a worker of our own crew, which finds the input that is to blame.
And Daft's word is not taken for it: every chunk is ticked off, and those that did not come back are given out
again.
"""

from __future__ import annotations

import logging
import os
import pickle
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from queue import Empty, Queue, SimpleQueue
from threading import Event, Thread
from typing import Any

from openimr.archive.batch.crew import Crew
from openimr.archive.batch.model import Answer, BatchError

#: Chunks per processor of the cluster, and bytes of them, that are given out with one query.
_CHUNKS = 16
_BYTES = 32 << 20
#: Queries one after the other that may bring nothing at all.
_TRIES = 3
#: Answers that wait until the caller has written down the ones before.
_WAITING = 64
#: Seconds without an answer after which the cluster is looked at, and seconds it may be without a worker.
_LOOK, _PATIENCE = 2.0, 60.0
#: Seconds to wait for a connection.
_KNOCK = 10.0

#: On a Ray worker: crews that wait for work, by function. A Ray worker has as many as it runs tasks at once.
_CREWS: dict[bytes, SimpleQueue[Crew]] = {}


def connect() -> None:
    """Join the cluster of RAY_ADDRESS; where that is not set, Ray starts on this machine.

    Raises:
        BatchError: the extra is not installed, or no cluster answers there.
    """
    # Neither tells its makers what is done here.
    for name, value in (
        ("RAY_USAGE_STATS_ENABLED", "0"),
        ("DO_NOT_TRACK", "true"),
        ("DAFT_PROGRESS_BAR", "0"),
    ):
        os.environ.setdefault(name, value)
    try:
        import daft
        import ray
    except ImportError as problem:
        raise BatchError(
            f"The engine ray needs the extra packages of openimr[batch], and {problem.name} is missing;"
            " install them, or use the engine processes."
        ) from problem
    if not ray.is_initialized():
        address = os.environ.get("RAY_ADDRESS") or "local"
        try:
            _knock(address)
            ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
        except (OSError, RuntimeError, ValueError) as problem:
            raise BatchError(
                f"No Ray cluster answers at RAY_ADDRESS {address!r}; start it there, or correct the address."
            ) from problem
    daft.set_runner_ray(noop_if_initialized=True)


def _knock(address: str) -> None:
    """Ray waits for ever at an address where nobody is: see first that somebody listens there.

    Raises:
        OSError: nobody does.
        ValueError: it is no address.
    """
    if address in ("auto", "local"):
        return
    host, colon, port = address.removeprefix("ray://").rpartition(":")
    if not colon or not port.isdigit():
        raise ValueError(f"{address!r} is no HOST:PORT")
    with socket.create_connection((host, int(port)), timeout=_KNOCK):
        pass


def answers(function: bytes, chunks: Iterable[list[Any]]) -> Iterator[tuple[int, list[Answer]]]:
    """What became of the inputs of each chunk, with the chunk's number from 0, as it comes.

    Raises:
        BatchError: the cluster brought nothing in three tries.
    """
    source = ((number, inputs) for number, inputs in enumerate(chunks) if inputs)
    while wave := _wave(source):
        failed = 0
        while wave:
            before, problem = len(wave), None
            try:
                for number, said in _asked(function, wave):
                    # A chunk that two workers did counts once.
                    if wave.pop(number, None) is not None:
                        yield number, said
            except BatchError:
                raise
            except Exception as reason:
                problem = reason
            failed = failed + 1 if len(wave) == before else 0
            if failed >= _TRIES:
                raise BatchError(
                    f"The Ray cluster brought no result in {_TRIES} tries ({_short(problem)}); see that it runs,"
                    " that this version of openimr is installed on each node, and run the command again."
                ) from problem


def _processors() -> int:
    """Of the nodes that live now."""
    import ray

    return int(sum(node["Resources"].get("CPU", 0) for node in ray.nodes() if node["Alive"]))


def _wave(source: Iterator[tuple[int, list[Any]]]) -> dict[int, bytes]:
    """The next chunks, packed: as many as one query gives out."""
    out: dict[int, bytes] = {}
    size, most = 0, _CHUNKS * max(1, _processors())
    for number, inputs in islice(source, most):
        out[number] = pickle.dumps(inputs)
        size += len(out[number])
        if size >= _BYTES:
            break
    return out


def _asked(function: bytes, wave: dict[int, bytes]) -> Iterator[tuple[int, list[Answer]]]:
    """What comes back of one query, as it comes.

    Daft waits for ever for a worker where none is left, so it waits in a thread, and its cluster is watched.
    """
    came: Queue[tuple[int, bytes] | BaseException | None] = Queue(_WAITING)
    left = Event()

    def ask() -> None:
        try:
            for one in _query(function, wave):
                came.put(one)
                if left.is_set():
                    return
            came.put(None)
        except BaseException as problem:  # Ray ends the thread by SystemExit where its cluster is gone
            came.put(problem)

    Thread(target=ask, name="batch query", daemon=True).start()
    alone_since: float | None = None
    try:
        while True:
            try:
                one = came.get(timeout=_LOOK)
            except Empty:
                now = time.monotonic()
                alone_since = None if _processors() else alone_since or now
                if alone_since is not None and now - alone_since >= _PATIENCE:
                    raise BatchError(
                        f"The Ray cluster has had no worker for {_PATIENCE:.0f} seconds; start one, and run the command"
                        " again for what is left."
                    ) from None
                continue
            if one is None:
                return
            if isinstance(one, BaseException):
                raise ConnectionError("the connection to Ray ended") if isinstance(one, SystemExit) else one
            yield one[0], pickle.loads(one[1])  # noqa: S301 - from our own worker
    finally:
        left.set()
        # Room for what the thread is about to put, so that it sees that it is done.
        with suppress(Empty):
            came.get_nowait()


def _query(function: bytes, wave: dict[int, bytes]) -> Iterator[tuple[int, bytes]]:
    import daft
    import ray

    def called(chunks: Any) -> list[bytes]:
        return [work(function, chunk) for chunk in chunks.to_pylist()]

    worked = daft.func.batch(return_dtype=daft.DataType.binary())(called)
    frame = daft.from_pydict({"number": list(wave), "chunk": list(wave.values())})
    # One part for each chunk: what is done comes back at once, and a dead node costs only what it had begun.
    query = frame.into_partitions(len(wave)).select(
        daft.col("number"), worked(daft.col("chunk")).alias("said")
    )
    for part in query.iter_partitions():
        columns = (ray.get(part) if isinstance(part, ray.ObjectRef) else part).to_pydict()
        yield from zip(columns["number"], columns["said"], strict=True)


def work(function: bytes, chunk: bytes) -> bytes:
    """On a Ray worker: the answers to a chunk, by a crew of one that is kept for the next chunk."""
    for other in [one for one in list(_CREWS) if one != function]:
        _dismissed(_CREWS.pop(other, None))
    waiting = _CREWS.setdefault(function, SimpleQueue())
    try:
        crew = waiting.get_nowait()
    except Empty:
        crew = Crew(function, 1)
    inputs = pickle.loads(chunk)  # noqa: S301 - from our own parent
    try:
        said = [answer for _, part in crew.map([inputs]) for answer in part]
    except BaseException:
        crew.close()
        raise
    waiting.put(crew)
    return pickle.dumps(said)


def _dismissed(crews: SimpleQueue[Crew] | None) -> None:
    """End the crews that wait for a function nobody asks for any more."""
    with suppress(Empty):
        while crews is not None:
            crews.get_nowait().close()


def _short(problem: Exception | None) -> str:
    if problem is None:
        return "nothing came back"
    return f"{type(problem).__name__}: {str(problem).strip().splitlines()[-1][:200] if str(problem).strip() else ''}"
