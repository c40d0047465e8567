"""The catalog of checks: how one enters it, how severe it may be, and how checks are chosen by code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from functools import cache
from importlib import import_module, resources
from typing import TYPE_CHECKING, Any

from openimr.letters.checking.model import Check, Hit, Measured, Severity

if TYPE_CHECKING:
    from openimr.letters.checking.view import View

#: One module per family, in the order of the catalog.
_FAMILIES = (
    "identity",
    "dates",
    "records",
    "body",
    "doses",
    "quantities",
    "visits",
    "decisions",
    "facts",
    "citations",
    "repeats",
    "wording",
    "privacy",
    "outcomes",
)

#: A check is an error only if it was right this often ...
LEAST_PRECISION = 0.9
#: ... over at least this many judged firings.
LEAST_FIRINGS = 3

_entries: dict[str, Check] = {}


class UnknownCode(ValueError):
    """A code that no check has; the message names those that come near."""


def check(
    code: str,
    title: str,
    *,
    looks_for: str,
    example: str,
    source: str,
    plain: bool = False,
    public: bool = False,
) -> Callable[[Callable[[View], Iterable[Hit]]], Callable[[View], Iterable[Hit]]]:
    """Enter a function into the catalog. What the arguments mean: :class:`Check`."""

    def enter(find: Callable[[View], Iterable[Hit]]) -> Callable[[View], Iterable[Hit]]:
        measured = _precision().get(code)
        _entries[code] = Check(
            code=code,
            title=title,
            severity=_severity(plain, measured),
            looks_for=looks_for,
            example=example,
            source=source,
            precision=measured,
            plain=plain,
            public=public,
            find=find,
        )
        return find

    return enter


def _severity(plain: bool, measured: Measured | None) -> Severity:
    if not plain or measured is None or measured.precision is None:
        return "warning"
    sure = measured.fired >= LEAST_FIRINGS and measured.precision >= LEAST_PRECISION
    return "error" if sure else "warning"


@cache
def _precision() -> dict[str, Measured]:
    """What ``python -m benchmarks.findings --write`` measured."""
    file = resources.files(__package__).joinpath("precision.json")
    if not file.is_file():
        return {}
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return {code: Measured(row["right"], row["fired"], data["data"]) for code, row in data["checks"].items()}


@cache
def checks() -> tuple[Check, ...]:
    """Every check, in the order of the catalog."""
    for family in _FAMILIES:
        import_module(f"openimr.letters.checking.{family}")
    return tuple(_entries.values())


@cache
def _chosen(select: tuple[str, ...] | None, ignore: tuple[str, ...], public: bool) -> tuple[Check, ...]:
    for prefix in (*(select or ()), *ignore):
        _known(prefix)
    out = []
    for one in checks():
        named = bool(select) and one.code.startswith(select or ())
        if (select is not None and not named) or one.code.startswith(ignore):
            continue
        if one.public and not public and not named:
            continue
        out.append(one)
    return tuple(out)


def chosen(select: Sequence[str] | None, ignore: Sequence[str] | None, *, public: bool) -> tuple[Check, ...]:
    """The checks whose code begins with one of ``select`` (all, where it is ``None``) and none of ``ignore``.

    Checks for public copies are left out unless ``public`` is true or ``select`` names them.

    Raises:
        UnknownCode: no check has a code that begins so.
    """
    return _chosen(
        None if select is None else tuple(code.strip().upper() for code in select),
        tuple(code.strip().upper() for code in ignore or ()),
        public,
    )


def _known(prefix: str) -> None:
    codes = [one.code for one in checks()]
    if prefix and any(code.startswith(prefix) for code in codes):
        return
    families = sorted({code.partition("-")[0] for code in codes})
    near = get_close_matches(prefix, [*codes, *families], n=3, cutoff=0.5)
    known = f"did you mean {' or '.join(near)}?" if near else f"the families are {', '.join(families)}."
    raise UnknownCode(f"no check has the code {prefix!r}: {known} `openimr check --list` prints them all.")
