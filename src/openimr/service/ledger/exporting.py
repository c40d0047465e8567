"""Streaming the ledger out as JSON lines, with a signed end line."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime

from openimr.service.ledger.chain import GENESIS, canonical, moment
from openimr.service.ledger.models import Event

#: Signs the end line: canonical JSON in, signature (DER) and certificate (PEM) out.
Signer = Callable[[bytes], tuple[bytes, str]]


def export(*, now: datetime, signer: Signer | None = None, using: str = "default") -> Iterator[bytes]:
    """The whole ledger, one line an entry, then the end line. Memory stays flat."""
    count, head = 0, GENESIS
    for row in Event.objects.using(using).order_by("position").iterator(chunk_size=2000):
        entry = row.entry()
        count, head = count + 1, entry.hash
        yield json.dumps(asdict(entry), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    end = {"entries": count, "head": head, "exported": moment(now)}
    line: dict[str, object] = {"end": end}
    if signer is not None:
        signature, certificate = signer(canonical(end))
        line |= {"signature": base64.b64encode(signature).decode(), "certificate": certificate}
    yield json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
