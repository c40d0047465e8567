"""One limited child process, seen from its parent: starting it, its pipes, its end."""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openimr.pages import frames
from openimr.pages.limits import MIB, Limits
from openimr.pages.model import UnreadableFile

#: Seconds that a child may take to start.
_START = 60.0
#: Bytes that a pipe should hold, so that the next file already lies in it when the child has done one.
_PIPE = MIB
#: What is taken from a pipe at once; larger buffers are costly to make.
_CHUNK = MIB // 16
#: ``-I`` shuts out the working directory and PYTHON* variables; what the parent can import, the child can too.
_BOOT = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[2]); sys.argv[2:] = []; "
    "import os; from openimr.pages.child import main; main(sys.argv[1]); os._exit(0)"
)  # os._exit: nothing is left to be saved or told, and PDFium's own clean-up could only fail
#: glibc gives memory back to the kernel after every page of text and asks for it again at the next one, which costs
#: a tenth of the time; it shall keep some megabytes instead. Other systems do not know these names.
_ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "MALLOC_TRIM_THRESHOLD_": str(8 * MIB),
    "MALLOC_MMAP_THRESHOLD_": str(2 * MIB),
}
#: The dynamic loader may need these to find Python's own libraries; nothing else of the environment is handed on.
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")


class CannotStart(RuntimeError):
    """The child process could not be started or could not import its job: a mistake in the installation."""


@dataclass(slots=True, eq=False)
class Task:
    """One file on its way. ``answer`` is the job's JSON, or the refusal; None until then.

    ``data`` is the file's bytes, or the number of its descriptor, which stays open until the task is done.
    """

    key: Any
    data: bytes | int
    options: bytes
    answer: bytes | UnreadableFile | None = None
    tried: bool = False
    done: bool = field(default=False)


class Worker:
    """A child process with the tasks given to it, which it answers in order."""

    def __init__(self, job: str, limits: Limits) -> None:
        # What is too large to be copied goes over as an open descriptor: the child needs neither name nor permission.
        self._files, theirs = socket.socketpair()
        config = {
            "job": job,
            "limits": dataclasses.asdict(limits),
            "files": theirs.fileno(),
            "die_with_parent": threading.current_thread() is threading.main_thread(),
            "parent": os.getpid(),
        }
        self._limits = limits
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _BOOT, json.dumps(config), json.dumps(_path())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Nothing of the environment: no credentials for a child that reads hostile files.
            env=_ENVIRONMENT | {name: os.environ[name] for name in _KEPT if name in os.environ},
            # No folder is held open, and relative names lead nowhere.
            cwd="/",
            # No terminal to write to, and no Ctrl-C from it.
            start_new_session=True,
            bufsize=0,
            pass_fds=(theirs.fileno(),),
        )
        theirs.close()
        self._files.setblocking(False)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.requests = self._process.stdin.fileno()
        self.answers = self._process.stdout.fileno()
        for pipe in (self.requests, self.answers):
            os.set_blocking(pipe, False)
            if hasattr(fcntl, "F_SETPIPE_SZ"):
                with contextlib.suppress(
                    OSError
                ):  # the user's share of pipe memory is used up: smaller ones do
                    fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)
        self.tasks: deque[Task] = deque()
        self.answered = 0
        #: The child has said that it ends now, or was caught talking nonsense: its next task is not to blame.
        self.retired = False
        self._outgoing: deque[memoryview] = deque()
        self._incoming = bytearray()
        self._ready = False
        self._clock = time.monotonic()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def wants_to_write(self) -> bool:
        """Whether a part of a request did not fit into the pipe yet."""
        return bool(self._outgoing)

    @property
    def deadline(self) -> float | None:
        """When (monotonic clock) the child must have answered next; None where nothing is due."""
        if not self._ready:
            return self._clock + _START
        return self._clock + self._limits.seconds if self.tasks else None

    def give(self, task: Task) -> None:
        """Send a task, as far as the pipe takes it; :meth:`write` sends the rest."""
        if not self.tasks and self._ready:
            self._clock = time.monotonic()
        self.tasks.append(task)
        if isinstance(task.data, int):
            # A child that is gone shows when it is read from. (The socket holds more than the few tasks of a child.)
            with contextlib.suppress(OSError):
                socket.send_fds(self._files, [b"f"], [task.data])
            head, data = frames.REQUEST.pack(len(task.options), 0, True), b""
        else:
            head, data = frames.REQUEST.pack(len(task.options), len(task.data), False), task.data
        self._outgoing.append(memoryview(head + task.options + data))
        self.write()

    def write(self) -> None:
        """Send what the pipe takes. A child that is gone shows when it is read from."""
        while self._outgoing:
            part = self._outgoing[0]
            try:
                sent = os.write(self.requests, part)
            except BlockingIOError:
                return
            except OSError:
                self._outgoing.clear()
                return
            if sent < len(part):
                self._outgoing[0] = part[sent:]
            else:
                self._outgoing.popleft()

    def read(self) -> bool:
        """Take the answers that have come. False: the child is gone, or has said that it goes.

        Raises:
            CannotStart: it could not find its job.
        """
        try:
            chunk = os.read(self.answers, _CHUNK)
        except BlockingIOError:
            return True
        except OSError:
            return False
        if not chunk:
            return False
        self._incoming += chunk
        head = frames.ANSWER.size
        while len(self._incoming) >= head:
            status, size = frames.ANSWER.unpack_from(self._incoming)
            if status not in frames.STATUSES or size > self._limits.answer_bytes:
                return self._distrust()
            if len(self._incoming) < head + size:
                return True
            payload = bytes(memoryview(self._incoming)[head : head + size])
            del self._incoming[: head + size]
            if not self._take(status, payload):
                return False
        return True

    def _take(self, status: bytes, payload: bytes) -> bool:
        if not self._ready:
            if status == frames.BROKEN:
                raise CannotStart(
                    f"the process that reads files cannot start: {payload[:1000].decode('utf-8', 'replace')}"
                )
            self._ready = status == frames.READY
            self._clock = time.monotonic()
            return self._ready
        if not self.tasks or status in (frames.READY, frames.BROKEN):
            return self._distrust()
        task = self.tasks.popleft()
        self._clock = time.monotonic()
        self.answered += 1
        if status in (frames.REFUSED, frames.LAST_REFUSED):
            task.answer = frames.as_refusal(payload)
        elif b"\n" in payload:
            # JSON as it is written here has no line breaks; one would be a second line forged.
            task.answer = frames.nonsense()
        else:
            task.answer = payload
        task.done = True
        task.data = b""
        self.retired = status in (frames.LAST_VALUE, frames.LAST_REFUSED)
        return not self.retired

    def _distrust(self) -> bool:
        if self.tasks:
            task = self.tasks.popleft()
            task.answer, task.done, task.data = frames.nonsense(), True, b""
        self.retired = True
        return False

    def grant(self, seconds: float) -> None:
        """Put off the deadline: for so long nobody was looking whether an answer had come."""
        self._clock += seconds

    def started(self) -> bool:
        """Whether the child has got as far as to take files."""
        return self._ready

    def lives(self) -> bool:
        """Whether the process is there, so far as is known."""
        return self._process.poll() is None

    def end(self) -> int:
        """Kill the child if it lives, and close its pipes. What it died of: a signal's number, negative."""
        self._close()
        if self._process.poll() is None:
            self._process.kill()
        return self._process.wait()

    def forget(self) -> None:
        """After a fork: the child is the other process's; close the copies of its pipes and leave it alone."""
        self._close()
        self._process.returncode = 0

    def _close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout, self._files):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def why(code: int, limits: Limits) -> UnreadableFile:
    """The refusal of a file over which the child died with ``code``."""
    if code == -signal.SIGXCPU or code == -signal.SIGALRM:
        return too_slow(limits)
    return UnreadableFile(
        "limits",
        "The file crashes the process that reads it or takes more than "
        f"{limits.memory // MIB:,} MiB of memory; it is damaged or made to do harm; open it in a PDF program, "
        "print it to a new PDF and give that.",
    )


def too_slow(limits: Limits) -> UnreadableFile:
    """The refusal of a file that takes too long."""
    return UnreadableFile(
        "limits",
        f"The file takes more than {limits.seconds:g} seconds to read; it is damaged or made to do harm; open it "
        "in a PDF program, print it to a new PDF and give that.",
    )


def _path() -> list[str]:
    """Where the parent imports from, without the working directory."""
    import openimr

    home = str(Path(openimr.__file__).resolve().parent.parent)
    path = [str(Path(entry).absolute()) for entry in sys.path if entry]
    return path if home in path else [home, *path]
