"""``openimr audit``: export, verify, rebuild, against the real database."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from openimr.cli.audit import command
from openimr.service.cases.models import CaseRow, TaskRow

from ..office_case import a_case

pytestmark = pytest.mark.usefixtures("home")


def run(*arguments: str):
    return CliRunner().invoke(command, list(arguments))


def test_an_export_verifies_and_a_tampered_one_names_the_entry(tmp_path):
    a_case("C3")
    file = tmp_path / "ledger.jsonl"
    assert run("export", "-o", str(file)).exit_code == 0
    whole = run("verify", str(file))
    assert whole.exit_code == 0, whole.output
    report = json.loads(whole.stdout)
    assert report["ok"]
    assert report["entries"] == len(file.read_text().splitlines()) - 1
    lines = file.read_text().splitlines()
    place = next(n for n, line in enumerate(lines) if '"role":"system"' in line)
    lines[place] = lines[place].replace('"role":"system"', '"role":"intake"')
    file.write_text("\n".join(lines))
    told = run("verify", str(file))
    assert told.exit_code == 1
    assert json.loads(told.stdout)["problem"]["line"] == place + 1
    assert f"Line {place + 1}, entry {place + 1}: was changed after it was written" in told.stderr


def test_rebuild_reports_and_puts_right_what_was_changed_behind_the_ledger():
    case, other, gone = a_case("B1"), a_case("C1"), a_case("A2")
    CaseRow.objects.filter(number=case.number).update(state="D0", outcome="upheld")
    TaskRow.objects.filter(case_id=other.number, done=None).update(claimed_by="user:1")
    CaseRow.objects.filter(number=gone.number).delete()
    template = CaseRow.objects.get(number=other.number)
    template.pk = "CM26-8888888"
    template.save(force_insert=True)
    found = run("rebuild")
    assert found.exit_code == 1
    for words in (
        f"{case.number} CaseRow {case.number}, state: the ledger gives B1, the table holds D0",
        f"{other.number} TaskRow review.reviewer",
        f"{gone.number} CaseRow {gone.number}: the ledger gives a row, the table holds none",
        "CM26-8888888 CaseRow: the ledger gives no such case",
    ):
        assert words in found.stdout, found.stdout
    assert run("rebuild", "--write").exit_code == 0
    again = run("rebuild")
    assert (again.exit_code, again.stdout) == (0, "")
    assert CaseRow.objects.get(number=case.number).state == "B1"
    assert CaseRow.objects.filter(number=gone.number).exists()


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"no certificate",
        b"\x00\xff" * 500,
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ],
    ids=["empty", "words", "bytes", "damaged"],
)
def test_a_root_that_is_no_certificate_is_wrong_use(tmp_path, garbage):
    ledger, root = tmp_path / "ledger.jsonl", tmp_path / "root.pem"
    ledger.write_text("")
    root.write_bytes(garbage)
    told = run("verify", str(ledger), "--root", str(root))
    assert (told.exit_code, told.stdout) == (2, "")
    assert "Invalid value for --root" in told.stderr
    assert "holds no certificate in PEM" in told.stderr.replace("\n", " ")


def test_a_root_that_is_a_key_is_wrong_use_too(tmp_path):
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    ledger, root = tmp_path / "ledger.jsonl", tmp_path / "key.pem"
    ledger.write_text("")
    key = ec.generate_private_key(ec.SECP256R1())
    root.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    assert run("verify", str(ledger), "--root", str(root)).exit_code == 2
