"""The limited child process: reads requests, does its job, answers in JSON.

It is started by :mod:`openimr.pages.worker`, never by hand.
"""

from __future__ import annotations

import gc
import importlib
import json
import mmap
import os
import socket
from collections.abc import Callable
from typing import Any

from openimr.pages import frames, hardening
from openimr.pages.limits import MIB, Limits, enforce
from openimr.pages.model import UnreadableFile

#: A child is replaced after so many files ...
_FILES = 5000
#: ... or when it holds this much more memory than after its first files.
_GROWTH = 48 * MIB
_WARM = 16
_LOOK = 16

Job = Callable[[Any, dict[str, Any]], object]

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def main(config: str) -> None:
    """Serve until the parent closes the pipe.

    ``config`` is JSON: ``job`` ("package.module:function"), ``limits``, ``files`` (the socket through which open
    files come), ``die_with_parent``, and ``parent``, the parent's process number.
    """
    given = json.loads(config)
    limits = Limits(**given["limits"])
    requests, answers = _take_pipes()
    files = socket.socket(fileno=given["files"])
    try:
        enforce(limits)
        job = _find(given["job"])
        import openimr.pages.pdf  # noqa: F401  loaded before the limits
    except BaseException as problem:
        reason = f"{type(problem).__name__}: {problem}"
        _answer(answers, frames.BROKEN, reason[:1000].encode("utf-8", "replace"))
        return
    hardening.harden(limits, die_with_parent=bool(given["die_with_parent"]))
    if os.getppid() != given["parent"]:
        return  # it died before it could be watched
    # What is loaded stays: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    _answer(answers, frames.READY, b"null")
    _serve(job, limits, requests, answers, files)


def _serve(job: Job, limits: Limits, requests: int, answers: int, files: socket.socket) -> None:
    base = 0
    done = 0
    while True:
        head = _read(requests, frames.REQUEST.size)
        if head is None:
            return
        options_size, size, attached = frames.REQUEST.unpack(head)
        options = _read(requests, options_size)
        data = _descriptor(files) if attached else _read(requests, size)
        if options is None or data is None:
            return
        done += 1
        hardening.allow(limits)
        status, payload, spent = _run(job, data, json.loads(options), limits)
        hardening.rest()
        if done == _WARM:
            base = hardening.resident()
        if not spent and done >= _FILES:
            spent = True
        elif not spent and done % _LOOK == 0 and done > _WARM:
            spent = hardening.resident() > base + _GROWTH
        del data, options
        _answer(answers, status.lower() if spent else status, payload)
        if spent:
            return


def _run(job: Job, data: bytes | int, options: dict[str, Any], limits: Limits) -> tuple[bytes, bytes, bool]:
    """Status, JSON, and whether this process had better end."""
    try:
        value = job(_map(data) if isinstance(data, int) else data, options)
        payload = value if isinstance(value, bytes) else _encode(value).encode("utf-8", "replace")
        if len(payload) > limits.answer_bytes:
            raise UnreadableFile(
                "limits",
                f"What the file says takes more than {limits.answer_bytes // 1_000_000:,} MB; split it.",
            )
    except UnreadableFile as problem:
        return frames.REFUSED, frames.refusal(problem), False
    except MemoryError:
        return frames.REFUSED, frames.refusal(too_much_memory(limits)), True
    except BaseException as problem:
        # Whatever it is, it belongs to this file. Its text may quote the file, so only its type is named.
        name = type(problem).__name__
        internal = UnreadableFile(
            "internal",
            f"The reader failed on this file ({name}); please report it, with the file if it may be shared.",
        )
        return frames.REFUSED, frames.refusal(internal), False
    return frames.VALUE, payload, False


def too_much_memory(limits: Limits) -> UnreadableFile:
    """The refusal of a file that asked for more memory than it may have."""
    return UnreadableFile(
        "limits",
        f"The file takes more than {limits.memory // MIB:,} MiB of memory to read; it is damaged or made to do "
        "harm; open it in a PDF program, print it to a new PDF and give that.",
    )


def _take_pipes() -> tuple[int, int]:
    """The two pipes, moved away from standard input and output: what a library prints must not get between."""
    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return requests, answers


def _descriptor(files: socket.socket) -> int | None:
    """The descriptor of the file of the request at hand, or None where the parent is gone."""
    _, descriptors, _, _ = socket.recv_fds(files, 1, 1)
    return descriptors[0] if descriptors else None


def _map(descriptor: int) -> mmap.mmap | bytes:
    """The file as if it were in memory; the descriptor is closed. Pages that are not looked at are not read."""
    try:
        if os.fstat(descriptor).st_size == 0:
            return b""
        # A private copy of what would be changed: only a writable map can be handed to PDFium.
        return mmap.mmap(descriptor, 0, access=mmap.ACCESS_COPY)
    except OSError as problem:
        raise MemoryError from problem
    finally:
        os.close(descriptor)


def _find(name: str) -> Job:
    module, _, function = name.partition(":")
    job: Job = getattr(importlib.import_module(module), function)
    return job


def _read(pipe: int, size: int) -> bytes | None:
    """Exactly ``size`` bytes, or None where the parent is gone."""
    first = os.read(pipe, size) if size else b""
    if len(first) == size:
        return first
    if not first:
        return None
    parts = bytearray(first)
    while len(parts) < size:
        more = os.read(pipe, min(size - len(parts), MIB))
        if not more:
            return None
        parts += more
    return bytes(parts)


def _answer(pipe: int, status: bytes, payload: bytes) -> None:
    view = memoryview(frames.ANSWER.pack(status, len(payload)) + payload)
    while view:
        view = view[os.write(pipe, view) :]
