"""Typst as a function: a letter's data in, a PDF out, from any thread and any process.

A template other than the Final Determination's is given by its path inside the package; it may import
``/letters/writing/look.typ``. One compiler is kept per process and template, with its fonts. Typst keeps threads of its
own, which a forked process does not inherit, so that a compiler in it would wait for ever: a process
forked after its parent has typeset something hands the job to a fresh interpreter instead.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import typst

from openimr.letters.writing.content import UnwritableText

#: The template of a Final Determination.
LETTER = "letters/writing/letter.typ"
_STANDARDS: list[Any] = ["ua-1", "a-2a"]
_NO_SHAPE = "could not be displayed"
#: What the fresh interpreter ends with where a font lacks a character.
_UNWRITABLE = 3

_lock = threading.Lock()
#: The process in which typst has been started, if it has.
_started_in: int | None = None


def note_started() -> None:
    """Say that typst runs in this process, started by others than :func:`typeset`: a fork of it must know."""
    global _started_in
    if _started_in is None:
        _started_in = os.getpid()


def typeset(data: str, timestamp: int, template: str = LETTER) -> bytes:
    """The PDF of the letter whose JSON is ``data``, dated ``timestamp`` (seconds since 1970, UTC).

    ``template`` is a typst file of this package, such as ``service/notices/notice.typ``.

    Raises:
        UnwritableText: none of the fonts has some character of it.
    """
    global _started_in
    if _started_in not in (None, os.getpid()):
        return _elsewhere(data, timestamp, template)
    with _lock:
        _started_in = os.getpid()
        try:
            result = _compiler(template).compile(
                format="pdf", sys_inputs={"letter": data}, pdf_standards=_STANDARDS, timestamp=timestamp
            )
        except typst.TypstError as error:
            if _NO_SHAPE in error.message:
                raise UnwritableText(_explain(error.message)) from error
            raise
    if not isinstance(result, bytes):  # pragma: no cover - one format and no output path: always bytes
        raise TypeError("typst gave no PDF")
    return result


@cache
def _compiler(template: str) -> typst.Compiler:
    package = Path(str(resources.files("openimr")))
    folder = package / "letters" / "writing"
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder / "fonts")]
    )
    return typst.Compiler(input=str(package / template), root=str(package), font_paths=fonts)


def _explain(message: str) -> str:
    shown = re.search(r'text `?"(.*?)"', message)
    return (
        f"The PDF's fonts have no shape for {shown[1] if shown else 'a character'}; "
        "write the letter as .docx, .html or .txt, or put another character in its place."
    )


def _elsewhere(data: str, timestamp: int, template: str) -> bytes:
    """The same in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", f"from {__name__} import _main; _main()", str(timestamp), template],
        input=data.encode(),
        capture_output=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"},
        check=False,
    )
    if done.returncode == _UNWRITABLE:
        raise UnwritableText(done.stderr.decode().strip())
    if done.returncode:
        raise RuntimeError(f"typst failed in a fresh process: {done.stderr.decode(errors='replace')[-400:]}")
    return done.stdout


def _forked() -> None:
    global _lock
    _lock = threading.Lock()  # the parent's may be held by a thread that is not here


def _main() -> None:
    """What the fresh interpreter does: JSON from standard input, the PDF to standard output."""
    try:
        sys.stdout.buffer.write(typeset(sys.stdin.buffer.read().decode(), int(sys.argv[1]), sys.argv[2]))
    except UnwritableText as refusal:
        sys.stderr.write(str(refusal))
        sys.exit(_UNWRITABLE)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)
