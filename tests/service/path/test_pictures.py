"""The tutorial's pictures: each is made by the test of the main path, exists, and is small."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from . import arriving, deciding, ending
from .walking import LARGEST, PICTURES, WIDTH

_TUTORIAL = Path(__file__).parents[3] / "docs/tutorial/a-case.md"
_SHOWN = re.findall(r"!\[([^\]]*)\]\(\.\./images/case/([\w-]+)\.png\)", _TUTORIAL.read_text(encoding="utf-8"))
_MADE = [
    name
    for room in (arriving, deciding, ending)
    for name in re.findall(
        r'look\(\s*"([\w-]+)",\s*keep=True', Path(room.__file__).read_text(encoding="utf-8")
    )
]


def test_every_picture_of_the_tutorial_is_made_by_the_test():
    names = [name for _, name in _SHOWN]
    assert names
    assert len(set(names)) == len(names), "each is shown once"
    assert sorted(names) == sorted(_MADE), "and each that is made is shown"
    assert sorted(one.stem for one in PICTURES.glob("*")) == sorted(_MADE), "and none is left of an older one"


@pytest.mark.parametrize(("words", "name"), _SHOWN, ids=[name for _, name in _SHOWN])
def test_a_picture_says_what_it_shows_and_is_small(words, name):
    data = (PICTURES / f"{name}.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(data[16:20], "big") == WIDTH
    assert len(data) < LARGEST
    assert len(words) > 15, "who does not see the picture is told what it shows"
