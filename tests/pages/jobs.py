"""Jobs for the pool's tests: each does to its child what a hostile file might."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from openimr.pages import UnreadableFile, extract
from openimr.pages.limits import in_force


def do(data: bytes, options: dict[str, Any]) -> object:
    """``data`` names what is to be done."""
    verb, _, rest = data.partition(b" ")
    return _VERBS[verb.decode()](rest, options)


def text(data: bytes, options: dict[str, Any]) -> object:
    """The text of a file, for the longer proofs."""
    return [page.text for page in extract(data).pages]


def _echo(rest: bytes, options: dict[str, Any]) -> object:
    return {"size": len(rest), "head": rest[:20].decode("ascii"), "options": options, "pid": os.getpid()}


def _slow(rest: bytes, options: dict[str, Any]) -> object:
    time.sleep(float(rest))
    return float(rest)


def _spin(rest: bytes, options: dict[str, Any]) -> object:
    while True:
        pass


def _stop(rest: bytes, options: dict[str, Any]) -> object:
    signal.pause()
    return None


def _swell(rest: bytes, options: dict[str, Any]) -> object:
    return len(bytearray(int(rest)))


_hoard: list[bytes] = []


def _leak(rest: bytes, options: dict[str, Any]) -> object:
    _hoard.append(os.urandom(int(rest)))
    return os.getpid()


def _abort(rest: bytes, options: dict[str, Any]) -> object:
    os.abort()


def _kill(rest: bytes, options: dict[str, Any]) -> object:
    os.kill(os.getpid(), signal.SIGKILL)
    return None


def _segfault(rest: bytes, options: dict[str, Any]) -> object:
    import ctypes

    return ctypes.string_at(1)


def _leave(rest: bytes, options: dict[str, Any]) -> object:
    os._exit(0)


def _sys_exit(rest: bytes, options: dict[str, Any]) -> object:
    sys.exit("out")


def _refuse(rest: bytes, options: dict[str, Any]) -> object:
    raise UnreadableFile("not_a_letter", "This is \u201cno\u201d letter;\n\x1b[31mgive one.")


def _fail(rest: bytes, options: dict[str, Any]) -> object:
    raise KeyError("a word of the file")


def _deep(rest: bytes, options: dict[str, Any]) -> object:
    return _deep(rest, options)


def _no_json(rest: bytes, options: dict[str, Any]) -> object:
    return {1, 2}


def _not_a_number(rest: bytes, options: dict[str, Any]) -> object:
    return float("nan")


def _print(rest: bytes, options: dict[str, Any]) -> object:
    print("noise")
    sys.stdout.flush()
    os.write(1, b"noise")
    os.write(2, b"noise")
    return sys.stdin.read()


def _forge(rest: bytes, options: dict[str, Any]) -> object:
    """Write ``rest`` (in hexadecimal) to every open pipe, and end."""
    for descriptor in range(3, 30):
        try:
            os.write(descriptor, bytes.fromhex(rest.decode()))
        except OSError:
            continue
    os._exit(0)


def _lines(rest: bytes, options: dict[str, Any]) -> object:
    return b'{"a": 1}\n{"forged": 2}'


def _bytes(rest: bytes, options: dict[str, Any]) -> object:
    return b'{"a": "\xc3\xa9"}'


def _huge(rest: bytes, options: dict[str, Any]) -> object:
    return "x" * int(rest)


def _rights(rest: bytes, options: dict[str, Any]) -> object:
    """What the child can do that it should not."""
    can: list[str] = []

    def attempt(what: str, how: Any) -> None:
        try:
            how()
        except (OSError, subprocess.SubprocessError):
            return
        can.append(what)

    target = Path(options["folder"]) / "written"

    def write() -> None:
        with target.open("wb", buffering=0) as file:
            file.write(b"x" * 4096)

    def connect() -> None:
        with socket.create_connection(("127.0.0.1", options["port"]), timeout=2):
            pass

    attempt("write", write)
    attempt("connect", connect)
    attempt("descriptors", lambda: _open_many(100))
    return {
        "can": can,
        "environment": sorted(os.environ),
        "core": resource.getrlimit(resource.RLIMIT_CORE)[1],
        "memory": resource.getrlimit(resource.RLIMIT_AS)[1],
        "limits": in_force().memory,
        "status": Path("/proc/self/status").read_text() if Path("/proc/self/status").exists() else "",
        "session": os.getsid(0) == os.getpid(),
        "folder": str(Path.cwd()),
    }


def _open_many(count: int) -> None:
    opened: list[int] = []
    try:
        for _ in range(count):
            opened.append(os.dup(0))  # noqa: PERF401  those opened before the limit are to be closed
    finally:
        for descriptor in opened:
            os.close(descriptor)


_VERBS = {
    "echo": _echo,
    "slow": _slow,
    "spin": _spin,
    "stop": _stop,
    "swell": _swell,
    "leak": _leak,
    "abort": _abort,
    "kill": _kill,
    "segfault": _segfault,
    "leave": _leave,
    "sys_exit": _sys_exit,
    "refuse": _refuse,
    "fail": _fail,
    "deep": _deep,
    "no_json": _no_json,
    "not_a_number": _not_a_number,
    "print": _print,
    "forge": _forge,
    "lines": _lines,
    "bytes": _bytes,
    "huge": _huge,
    "rights": _rights,
}
