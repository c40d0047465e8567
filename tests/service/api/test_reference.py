"""The page of the documentation names every call, every scope and every code of an error."""

from __future__ import annotations

import re

from openimr.service.api import reference
from openimr.service.api.interface import api
from openimr.service.api.scopes import SCOPES
from tests.conftest import ROOT

PAGE = (ROOT / "docs/reference/api-http.md").read_text("utf-8")


def test_every_call_stands_in_the_documentation():
    shown = set(re.findall(r"^\| `(GET|POST) (/[^`]+)` \| `(\w+)` \| `([\w.]+)` \|", PAGE, re.MULTILINE))
    wanted = {
        (one.method, one.path.removeprefix("/api/v1"), one.scope, one.action)
        for one in reference.operations(api)
        if not one.public
    }
    assert shown == wanted


def test_every_public_call_stands_in_the_documentation():
    shown = set(re.findall(r"^\| `GET (/archive[^`?]*)", PAGE, re.MULTILINE))
    wanted = {one.path.removeprefix("/api/v1") for one in reference.operations(api) if one.public}
    assert shown == wanted


def test_every_scope_and_code_stands_in_the_documentation():
    assert set(re.findall(r"^\| `(\w+)` \| [A-Z]", PAGE, re.MULTILINE)) == set(SCOPES)
    for code, _ in reference._CODES:
        assert f"`{code.split()[1]}`" in PAGE
