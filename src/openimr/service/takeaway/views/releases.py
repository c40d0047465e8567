"""Releases: those that lie below ``$OPENIMR_HOME/releases``, each with its files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from openimr.archive.exporting.releasing import SUMS
from openimr.service.home import Home
from openimr.service.library.asking import Asked
from openimr.service.library.rendering import page
from openimr.service.takeaway.refusing import No, plainly

_MEDIA = {
    ".md": "text/markdown; charset=utf-8",
    ".json": "application/json",
    ".cff": "text/yaml; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".gz": "application/gzip",
}


@require_safe
@plainly
def listing(request: HttpRequest) -> HttpResponse:
    """Every release, the latest first."""
    return page(request, "takeaway/releases.html", {"releases": _releases(), "asked": Asked()})


@require_safe
@plainly
def file(request: HttpRequest, version: str, name: str) -> HttpResponse | FileResponse:
    """One file of a release."""
    held = next((one for one in _releases() if one["folder"] == version), None)
    if held is None or name not in {one["name"] for one in held["files"]}:
        raise No("There is no such file", "No release has a file of this name: see /archive/releases/.", 404)
    path = Home().releases / version / name
    try:
        opened = path.open("rb")
    except OSError as problem:
        raise No("The file is not there", "The file of this release is missing just now.", 404) from problem
    response = FileResponse(opened, content_type=_MEDIA.get(path.suffix, "text/plain; charset=utf-8"))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _releases() -> list[dict[str, Any]]:
    out = []
    for folder in Home().releases.iterdir():
        try:
            manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
            sums = (folder / SUMS).read_text("utf-8")
        except (OSError, ValueError):
            continue
        out.append(
            {
                "folder": folder.name,
                "version": manifest["version"],
                "as_of": manifest["as_of"],
                "items": manifest["items"],
                "letters": manifest["letters"],
                "samples": not manifest["query"],
                "files": [_named(folder, line) for line in sums.splitlines()]
                + [{"name": SUMS, "bytes": len(sums), "sha256": ""}],
            }
        )
    return sorted(out, key=lambda one: (one["as_of"], one["version"]), reverse=True)


def _named(folder: Path, line: str) -> dict[str, Any]:
    digest, _, name = line.partition("  ")
    path = folder / name
    return {"name": name, "bytes": path.stat().st_size if path.is_file() else 0, "sha256": digest}
