"""Sending papers and forms the way browsers do."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from openimr.law.forms import Application
from openimr.service.intake.application.form import initial_of
from openimr.service.intake.models import MailItem


def bring(client, *papers: bytes, names: tuple[str, ...] = (), **more: Any):
    """Drop papers into the mail room; the response after the redirect."""
    files = [
        SimpleUploadedFile(names[place] if names else f"paper-{place + 1}.pdf", data, "application/pdf")
        for place, data in enumerate(papers)
    ]
    data = {"submission": uuid4().hex, "channel": "mail", "file": files, **more}
    return client.post("/office/mail/bring/", data, follow=True)


def dcn_of(client) -> str:
    """The number of the paper that came in last."""
    return MailItem.objects.order_by("-arrived", "-dcn").values_list("dcn", flat=True)[0]


def typed(application: Application, **changes: Any) -> dict[str, Any]:
    """What a person types into the form for this application."""
    values: dict[str, Any] = {"submission": uuid4().hex, "action": "send"}
    for name, value in initial_of(application.to_dict()).items():
        if value is None:
            continue
        if isinstance(value, bool):
            value = "yes" if value else "no"
        elif isinstance(value, list):
            value = "\n".join(value)
        elif hasattr(value, "strftime"):
            value = f"{value:%m/%d/%Y}"
        values[name] = value
    return {**values, **changes}


def fields_of(response) -> dict[str, str]:
    """The values that stand in a page's controls, by name (hidden ones, texts, chosen options)."""
    html = response.content.decode()
    found = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', html))
    found |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\r?\n?([^<]*)</textarea>', html))
    return found
