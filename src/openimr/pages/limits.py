"""How much a file may cost before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

from openimr.pages.model import UnreadableFile

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Every excess is an ``UnreadableFile``, never a slow or a swollen process.

    ``file_bytes`` is the size of the file (else ``too_large``), ``pages`` the number of its pages (else
    ``too_many_pages``); all others end in ``limits``: ``characters`` of text in the whole file,
    ``memory`` in bytes of address space of the child process that reads it (the interpreter and PDFium
    take about 50 MiB of them), ``seconds`` of wall-clock and of processor time, ``answer_bytes`` of what
    the child may send back. ``pixels`` bounds a rendered page, which is drawn smaller where it must be.
    """

    file_bytes: int = 64 * MIB
    pages: int = 500
    characters: int = 4_000_000
    pixels: int = 16_000_000
    memory: int = 512 * MIB
    seconds: float = 20.0
    answer_bytes: int = 64 * MIB


DEFAULT = Limits()

_in_force = DEFAULT


def in_force() -> Limits:
    """The limits of this process: those that a limited child was started with, else :data:`DEFAULT`."""
    return _in_force


def enforce(limits: Limits) -> None:
    """Make ``limits`` those of this process; a limited child does so once, when it starts."""
    global _in_force
    _in_force = limits


def too_large(limits: Limits) -> UnreadableFile:
    """The refusal of a file of more than ``limits.file_bytes``."""
    return UnreadableFile(
        "too_large", f"The file is larger than {limits.file_bytes // MIB:,} MiB; split it or save it smaller."
    )
