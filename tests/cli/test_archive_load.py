"""``openimr archive load`` and ``index``, in an installation of its own."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("django", reason="the service's dependencies are not installed")

from openimr import samples
from tests.cli.running import openimr


def run(home, *arguments):
    return openimr("archive", *arguments, home=home)


def test_from_an_empty_home_to_a_searchable_archive(tmp_path):
    home, given = tmp_path / "home", tmp_path / "given"
    given.mkdir()
    items = 0
    for one in samples.letters(seed=2, count=4):
        (given / f"{one.name}.txt").write_text(one.text, "utf-8")
        items += len(one.determination.items)
    first = run(home, "load", str(given), "--origin", "sample", "--json", "--jobs", "1")
    assert first.returncode == 0, first.stderr
    done = json.loads(first.stdout)
    assert (done["added"], done["held"], done["items"], done["refused"]) == (4, 0, items, [])
    assert done["index"] == {"entries": items, "units": 0, "rebuilt": True}
    assert (home / "index" / "current").is_file()

    (given / "note.txt").write_text("Dear Sir")
    again = run(home, "load", str(given), str(tmp_path / "none.pdf"), "--jobs", "1")
    assert again.returncode == 1
    assert [line.split("  ")[0].strip() for line in again.stdout.splitlines()] == ["none.pdf", "note.txt"]
    assert "0 added, 4 held already, 2 refused" in again.stderr
    assert "Traceback" not in again.stderr

    anew = run(home, "index", "--rebuild", "--json")
    assert json.loads(anew.stdout) == {"index": {"entries": items, "units": 0, "rebuilt": True}}
    assert (anew.returncode, run(home, "index").returncode) == (0, 0)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["load"], "Missing argument 'PATHS...'"),
        (["load", "x", "--origin", "real"], "'real' is not one of 'published', 'sample'"),
        (["load", "x", "--jobs", "0"], "0 is not in the range"),
        (["index", "x"], "unexpected extra argument"),
    ],
)
def test_wrong_use(tmp_path, arguments, said):
    done = run(tmp_path / "home", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not (tmp_path / "home").exists(), "nothing was made"
