"""``openimr verify``, as one calls it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytest.importorskip("pyhanko", reason="the package pyhanko is not installed")

from openimr.letters.signing import sign
from tests.letters import signed
from tests.letters.signed import NOW, YEAR, letter

ROOT = signed.root()
SIGNED = sign(letter(), ROOT.credential(), at=NOW, reason="x", location=None)
AT = ["--at", NOW.isoformat()]


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "root.pem").write_bytes(ROOT.pem)
    (tmp_path / "stranger.pem").write_bytes(signed.root("TEST Stranger").pem)
    (tmp_path / "good.pdf").write_bytes(SIGNED)
    (tmp_path / "longer.pdf").write_bytes(SIGNED + b"\n")
    (tmp_path / "plain.pdf").write_bytes(letter())
    return tmp_path


def call(desk, *arguments):
    done = subprocess.run(
        [sys.executable, "-m", "openimr.cli", "verify", *arguments], cwd=desk, capture_output=True, text=True
    )
    assert "Traceback" not in done.stderr
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_a_good_letter(desk) -> None:
    status, rows, said = call(desk, "good.pdf", "--root", "root.pem", *AT)
    assert (status, said) == (0, "")
    assert rows == [
        {
            "source": "good.pdf",
            "valid": True,
            "signer": "TEST Review Organization",
            "signed_at": "2026-11-24T12:00:00+00:00",
            "time_stamped": False,
            "covers_whole_file": True,
            "changed_after": False,
            "problems": [],
        }
    ]


def test_a_folder_has_a_line_for_each(desk) -> None:
    status, rows, said = call(desk, ".", "nowhere.pdf", "--root", "stranger.pem", "--root", "root.pem", *AT)
    assert status == 1
    assert [(row["source"], row.get("valid")) for row in rows] == [
        ("good.pdf", True),
        ("longer.pdf", False),
        ("plain.pdf", False),
        ("nowhere.pdf", None),
    ]
    assert rows[-1]["error"]["code"] == "not_found"
    assert said.startswith("3 file(s)")


def test_judged_now_where_no_time_is_given(desk) -> None:
    status, rows, _ = call(desk, "good.pdf", "--root", "root.pem", "--at", (NOW + 3 * YEAR).isoformat())
    assert status == 1
    assert "expired" in rows[0]["problems"][0]
    assert call(desk, "plain.pdf", "--root", "root.pem")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["good.pdf"], "--root"),
        (["--root", "root.pem"], "PATHS"),
        (["good.pdf", "--root", "plain.pdf"], "plain.pdf holds no certificate"),
        (["good.pdf", "--root", "nowhere.pem"], "nowhere.pem"),
        (["good.pdf", "--root", "root.pem", "--at", "yesterday"], "no time in ISO 8601"),
    ],
)
def test_wrong_use(desk, arguments, says) -> None:
    status, rows, said = call(desk, *arguments)
    assert (status, rows) == (2, [])
    assert says in said
