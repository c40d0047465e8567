"""Papers from data, by typst: one compiler a process, and the pages that each document takes.

Typst keeps threads of its own, which a forked process does not inherit; there, a fresh interpreter does the work.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import typst

from openimr.letters import writing
from openimr.letters.writing import typesetting

_lock = threading.Lock()
_FONTS = Path(str(resources.files(writing))) / "fonts"


def typeset(title: str, documents: Sequence[dict[str, Any]], dated: date) -> bytes:
    """One PDF of ``documents``, each on pages of its own. The same data give the same bytes."""
    text = json.dumps({"title": title, "documents": list(documents)}, ensure_ascii=False)
    stamp = int(datetime.combine(dated, time(), UTC).timestamp())
    if typesetting._started_in not in (None, os.getpid()):
        return _elsewhere(text, stamp)
    typesetting.note_started()
    with _lock:
        made = _compiler().compile(format="pdf", sys_inputs={"papers": text}, timestamp=stamp)
    if not isinstance(made, bytes):  # pragma: no cover - one format and no output path: always bytes
        raise TypeError("typst gave no PDF")
    return made


def first_pages(pdf: bytes) -> tuple[list[int], int]:
    """On which page (from 1) each document of a typeset file begins, and how many pages there are."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        starts = []
        for mark in document.get_toc():
            dest = mark.get_dest()
            if dest is not None and mark.level == 0:
                starts.append(int(dest.get_index()) + 1)
        return starts, len(document)
    finally:
        document.close()


@cache
def _compiler() -> typst.Compiler:
    folder = Path(str(resources.files(__package__ or "")))
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(_FONTS)])
    return typst.Compiler(input=str(folder / "papers.typ"), root=str(folder), font_paths=fonts)


def _elsewhere(text: str, stamp: int) -> bytes:
    done = subprocess.run(
        [sys.executable, "-c", f"from {__name__} import _main; _main()", str(stamp)],
        input=text.encode(),
        capture_output=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"},
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"typst failed in a fresh process: {done.stderr.decode(errors='replace')[-400:]}")
    return done.stdout


def _main() -> None:
    """What the fresh interpreter does: JSON from standard input, the PDF to standard output."""
    given = json.loads(sys.stdin.buffer.read())
    dated = datetime.fromtimestamp(int(sys.argv[1]), UTC).date()
    sys.stdout.buffer.write(typeset(given["title"], given["documents"], dated))


def _forked() -> None:
    global _lock
    _lock = threading.Lock()  # the parent's may be held by a thread that is not here


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)
