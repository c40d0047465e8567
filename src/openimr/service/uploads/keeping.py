"""Keeping uploads for a while, and forgetting them."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from openimr.letters.codec import finding_to_json, to_json
from openimr.service.bootstrap import wiring
from openimr.service.letters.reader import Reading
from openimr.service.uploads.models import Upload


def keep(session: str, name: str, data: bytes, reading: Reading) -> Upload:
    """Keep a letter for the visitor with this session; the oldest go where there are too many."""
    sweep()
    upload = Upload.objects.create(
        session=session,
        name=name,
        sha256=wiring().uploads.put(data),
        kind="pdf" if data[:1024].lstrip().startswith(b"%PDF-") else "text",
        determination=to_json(reading.determination, spans=True),
        findings=[{**finding_to_json(f), "pointer": f.pointer} for f in reading.findings],
        reader=wiring().reader,
        expires_at=timezone.now() + settings.OPENIMR_UPLOAD_LIFE,
    )
    mine = Upload.objects.filter(session=session).order_by("-created_at").values_list("token", flat=True)
    surplus = list(mine[settings.OPENIMR_UPLOADS_PER_VISITOR :])
    if surplus:
        forget(Upload.objects.filter(token__in=surplus))
    return upload


def sweep() -> None:
    """Forget what has expired."""
    forget(Upload.objects.filter(expires_at__lte=timezone.now()))


def forget(uploads: QuerySet[Upload]) -> None:
    """Delete rows, then the files and pictures that no row names any more."""
    digests = set(uploads.values_list("sha256", flat=True))
    uploads.delete()
    for sha256 in digests - set(Upload.objects.filter(sha256__in=digests).values_list("sha256", flat=True)):
        wiring().uploads.remove(sha256)
        for folder in ("paper", "pictures"):
            for made in (wiring().cache / folder).glob(f"{sha256}-*"):
                made.unlink(missing_ok=True)
