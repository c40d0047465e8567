"""What a child process gives up before it opens the first file. Every flag with its reason."""

from __future__ import annotations

import contextlib
import ctypes
import math
import os
import resource
import signal
import sys
import time
from pathlib import Path

from openimr.pages.limits import Limits

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38

_STATM = Path("/proc/self/statm")

#: Seconds that the child's own alarm leaves to its parent, which can say what happened.
_GRACE = 5


def harden(limits: Limits, *, die_with_parent: bool) -> None:
    """Give up, for good, all that reading a file does not need.

    Each limit is set as far as the system lets it: a container or macOS may refuse one. ``die_with_parent``
    is for a child that was started from its parent's main thread.
    """
    # Nothing may be written, so bytecode of modules imported from now on cannot be.
    sys.dont_write_bytecode = True
    # Ctrl-C in a terminal is for the parent, which ends its children itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        _harden_linux(die_with_parent=die_with_parent)
    # A decompression bomb of a few KB asks for gigabytes: the allocation fails, the child dies, the parent goes on.
    _lower(resource.RLIMIT_AS, limits.memory)
    # No file may grow by one byte, should code of the attacker's run. Pipes are not files in this sense.
    _lower(resource.RLIMIT_FSIZE, 0)
    # A core dump would write the file's contents, a person's medical record, to disk.
    _lower(resource.RLIMIT_CORE, 0)
    # A few for modules and fonts; none to exhaust the system's table with.
    _lower(resource.RLIMIT_NOFILE, 32)
    # No process and no thread may be started: no shell, no fork bomb. (The kernel exempts root from it.)
    _lower(resource.RLIMIT_NPROC, 0)


def _harden_linux(*, die_with_parent: bool) -> None:
    # When the machine runs out of memory, let it be this process that dies, not the server or the database.
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    libc = ctypes.CDLL(None)
    prctl, unshare = getattr(libc, "prctl", None), getattr(libc, "unshare", None)
    if prctl is None or unshare is None:
        return
    # A network of its own with nothing in it: what is in a file cannot be sent anywhere. Systems that deny user
    # namespaces to ordinary users leave the child as it is. (First, since it would undo what prctl sets.)
    if unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        unshare(_CLONE_NEWNET)
    # setuid programs give nothing: what this process cannot do, nothing that it starts can.
    prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # Memory with a person's record in it is for no debugger of the same user, nor for a core-dump collector.
    prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    if die_with_parent:
        # A parent killed outright leaves no reader behind at work. The kernel sends it when the *thread* that
        # started the child ends, hence only for the main thread; the alarm below is for all others.
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def allow(limits: Limits) -> None:
    """Start the clocks of one file, which the kernel watches even inside PDFium and even without the parent."""
    # The processor time of this file: an endless loop ends.
    seconds = math.ceil(time.process_time() + limits.seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))
    # Wall-clock time, should the parent be gone. The default action of the signal ends the process.
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + _GRACE)


def rest() -> None:
    """Stop the alarm of :func:`allow`: waiting for the next file is no offence."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def resident() -> int:
    """Bytes of memory that this process holds, 0 where the system does not say."""
    try:
        return int(_STATM.read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _lower(which: int, value: int) -> None:
    """Set a limit, soft and hard, never above what it is."""
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(which, (value, value))
