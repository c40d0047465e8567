"""Checking an exported ledger offline, line by line, in constant memory.

>>> verify(open("ledger.jsonl", "rb"), root=None)          # doctest: +SKIP
Report(ok=True, entries=1204, head="9f0c...", ...)
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from openimr.service.ledger.chain import GENESIS, Entry, Problem, canonical, first_problem, from_json

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


@dataclass(frozen=True, slots=True)
class Report:
    """What checking found. ``signed_by`` is the certificate's subject, ``None`` where no signature was checked."""

    ok: bool
    entries: int
    head: str | None
    problem: Problem | None = None
    signed_by: str | None = None
    remarks: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain JSON data."""
        problem = self.problem and {
            "line": self.problem.line,
            "position": self.problem.position,
            "message": self.problem.message,
        }
        return {
            "ok": self.ok,
            "entries": self.entries,
            "head": self.head,
            "problem": problem,
            "signed_by": self.signed_by,
            "remarks": list(self.remarks),
        }


class NoCertificate(ValueError):
    """What was given as a certificate is none; the message is one sentence."""


class _Bad(Exception):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(line, None, message)


@dataclass
class _Lines:
    """The entries of a file; ``end`` is set when its last line was read."""

    lines: Iterable[bytes]
    end: dict[str, Any] | None = None
    count: int = 0
    last: Entry | None = None
    signature: dict[str, Any] = field(default_factory=dict)

    def __iter__(self) -> Iterator[tuple[int, Entry]]:
        for number, raw in enumerate(self.lines, start=1):
            if self.end is not None:
                raise _Bad(number, "stands after the end line")
            try:
                data = json.loads(raw)
            except (ValueError, RecursionError):
                raise _Bad(number, "is no JSON: the line is damaged or cut off") from None
            if isinstance(data, dict) and "end" in data:
                self.end, self.signature = data["end"], data
                continue
            try:
                entry = from_json(data)
            except ValueError as problem:
                raise _Bad(number, f"is no entry: {problem}") from None
            self.count, self.last = self.count + 1, entry
            yield number, entry


def verify(lines: Iterable[bytes], *, root: bytes | None = None, head: str | None = None) -> Report:
    """Check an exported ledger from its first entry to its end line.

    Args:
        lines: the lines of the file.
        root: a certificate (PEM) that the end line must be signed with, or that signed its certificate;
            without it the signature is not looked at, and a remark says so.
        head: a hash that is known from elsewhere to belong to the chain (an earlier end line, a printed letter).

    Raises:
        NoCertificate: ``root`` is none.
    """
    trusted = None if root is None else _certificate(root)
    read = _Lines(lines)
    seen = False

    def watched() -> Iterator[tuple[int, Entry]]:
        nonlocal seen
        for line, entry in read:
            seen = seen or entry.hash == head
            yield line, entry

    try:
        found = first_problem(watched())
        problem = found if isinstance(found, Problem) else _end_problem(read)
    except _Bad as bad:
        problem = bad.problem
    remarks = []
    signer = None
    if problem is None and head is not None and not seen and head != GENESIS:
        problem = Problem(
            read.count + 1,
            None,
            "the hash given as known is not in the chain: it was cut before it, or rewritten",
        )
    if problem is None:
        if trusted is None:
            remarks.append(
                "The signature of the end line was not checked, because no certificate was given: somebody who can "
                "write files could have cut the chain and written a new end."
            )
        else:
            signer, why = _signer(read.signature, trusted)
            if why:
                problem = Problem(read.count + 1, None, why)
    last = read.last.hash if read.last else None
    return Report(problem is None, read.count, last, problem, signer, tuple(remarks))


def _end_problem(read: _Lines) -> Problem | None:
    line = read.count + 1
    end = read.end
    if end is None:
        return Problem(line, None, "the end line is missing: the file was cut off")
    if not isinstance(end, dict) or end.get("entries") != read.count:
        said = end.get("entries") if isinstance(end, dict) else end
        return Problem(
            line,
            None,
            f"the end line speaks of {said} entries, the file holds {read.count}: entries at the end are missing or added",
        )
    if end.get("head") != (read.last.hash if read.last else GENESIS):
        return Problem(line, None, "the end line names another last hash: the last entries were changed")
    return None


def _certificate(root: bytes) -> Certificate:
    # Only here: without a certificate to check against, a chain is checked without this package.
    from cryptography import x509

    try:
        return x509.load_pem_x509_certificate(root)
    except ValueError:
        raise NoCertificate(
            "It holds no certificate in PEM, the text that begins with -----BEGIN CERTIFICATE-----."
        ) from None


def _signer(signed: dict[str, Any], trusted: Certificate) -> tuple[str | None, str | None]:
    """Who signed the end line, or why the signature does not hold."""
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    try:
        certificate = x509.load_pem_x509_certificate(str(signed["certificate"]).encode())
        signature = base64.b64decode(signed["signature"], validate=True)
        key = certificate.public_key()
        assert isinstance(key, ec.EllipticCurvePublicKey)
    except (KeyError, ValueError, TypeError, AssertionError):
        return None, "the end line is not signed, or its certificate can't be read"
    if certificate != trusted:
        try:
            certificate.verify_directly_issued_by(trusted)
        except (ValueError, TypeError, InvalidSignature):
            return None, "the end line was signed with a certificate that the given one did not issue"
    try:
        key.verify(signature, canonical(signed["end"]), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return None, "the signature of the end line does not hold: the end line was changed"
    return certificate.subject.rfc4514_string(), None
