"""Running the checks over a letter."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from openimr import pages
from openimr.letters.checking.registry import chosen
from openimr.letters.checking.view import View
from openimr.letters.codec import finding_to_json, from_json
from openimr.letters.model import Determination, Finding
from openimr.letters.reading import read_document
from openimr.pages.model import UnreadableFile


def check(
    determination: Determination,
    *,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] | None = None,
    public: bool = False,
) -> list[Finding]:
    """What is wrong in a letter.

    Args:
        determination: the letter, read or about to be written.
        select: run only the checks whose code begins with one of these ("DOSE" is DOSE-01, DOSE-02, ...).
        ignore: leave out those whose code begins with one of these.
        public: whether the letter is a public copy, in which identifying data must not stand.

    Returns:
        The findings in the order of the letter: the whole letter's first, then by item; within that in the
        order of the catalog. An empty list is no promise that a letter is right.

    Raises:
        UnknownCode: ``select`` or ``ignore`` names a code that no check has.
    """
    view = View(determination)
    out: list[Finding] = []
    seen: set[tuple[str, int | None, str, str]] = set()
    for one in chosen(select, ignore, public=public):
        for hit in one.find(view):
            key = (one.code, hit.item, hit.pointer, hit.quote + "\0" + hit.message)
            if key in seen:
                continue
            seen.add(key)
            out.append(
                Finding(
                    code=one.code,
                    severity=one.severity,
                    item=hit.item,
                    message=hit.message,
                    quote=hit.quote,
                    against=hit.against,
                    fix=hit.fix,
                    pointer=hit.pointer,
                )
            )
    out.sort(key=lambda finding: finding.item if finding.item is not None else -1)
    return out


def check_bytes(data: bytes, options: Mapping[str, Any]) -> bytes:
    """The line of ``openimr check`` for one file, as JSON: the job that runs in the limited child process.

    ``options``: ``name`` (the file's name), ``kind`` ("json" for a determination, else a letter),
    ``select``, ``ignore``, ``public`` as for :func:`check`.

    Raises:
        UnreadableFile: the file is no letter or no determination.
    """
    name = str(options["name"])
    if options.get("kind") == "json":
        determination = _determination(data, name)
    else:
        determination = read_document(pages.extract(data), name=name)
    found = check(
        determination,
        select=options.get("select"),
        ignore=options.get("ignore"),
        public=bool(options.get("public")),
    )
    line = {"source": name, "findings": [finding_to_json(finding) for finding in found]}
    return json.dumps(line, ensure_ascii=False).encode()


def _determination(data: bytes, name: str) -> Determination:
    try:
        return from_json(json.loads(data))
    except UnicodeDecodeError as problem:
        raise UnreadableFile("encoding", f"{name} is not UTF-8 text; save the JSON as UTF-8.") from problem
    except json.JSONDecodeError as problem:
        raise UnreadableFile(
            "not_a_letter",
            f"{name} is not JSON (line {problem.lineno}, column {problem.colno}: {problem.msg}); "
            "give one determination, as `openimr read` prints it on a line.",
        ) from problem
    except RecursionError as problem:
        raise UnreadableFile(
            "not_a_letter",
            f"{name} nests too deeply for a determination; `openimr schema determination` prints the shape.",
        ) from problem
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise UnreadableFile(
            "not_a_letter",
            f"{name} is JSON but no determination/1 ({problem}); `openimr schema determination` prints the shape.",
        ) from problem
