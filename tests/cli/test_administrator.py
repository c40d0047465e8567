"""``openimr administrator``: the first one, by a link, in an installation of its own."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("django", reason="the service's dependencies are not installed")

from tests.cli.running import openimr


def run(home, *arguments):
    return openimr("administrator", *arguments, home=home)


def test_a_link_and_no_password(tmp_path):
    home = tmp_path / "home"
    first = run(home, "Ada@Example.org", "Ada Office", "--site", "https://imr.example/")
    assert first.returncode == 0, first.stderr
    assert re.fullmatch(r"https://imr\.example/account/password/new/[\w-]+/\n", first.stdout)
    assert "password" not in first.stdout.replace("/account/password/new/", "")
    other = run(home, "eve@example.org", "Eve")
    assert (other.returncode, other.stdout) == (1, "")
    assert "give the same address again" in other.stderr
    again = run(home, "ada@example.org", "Ada Office")
    assert again.stdout.startswith("http://127.0.0.1:8000/account/password/new/")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ada@example.org"], "Missing argument 'NAME'"),
        (["ada@example.org", "Ada", "--site", "imr.example"], "must begin with http"),
    ],
)
def test_wrong_use(tmp_path, arguments, said):
    done = run(tmp_path / "home", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not (tmp_path / "home").exists(), "nothing was made"
