"""Which credential letters are signed with, by the settings."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from openimr.letters.signing import CredentialProblem
from openimr.samples.authority import ORGANIZATION, authority
from openimr.service.issuing.credential import credential, timestamp_url
from tests.letters import signed
from tests.letters.signed import PASSWORD

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FILE = signed.root().credential_file()


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    credential.cache_clear()
    for name in ("PKCS12", "PASSWORD_FILE", "PKCS11_MODULE", "PKCS11_TOKEN", "PKCS11_PIN"):
        monkeypatch.delenv(f"OPENIMR_SIGNING_{name}", raising=False)
    monkeypatch.delenv("OPENIMR_TIMESTAMP_URL", raising=False)
    yield
    credential.cache_clear()


@pytest.fixture
def files(tmp_path):
    (tmp_path / "letters.p12").write_bytes(FILE)
    (tmp_path / "password").write_bytes(PASSWORD + b"\n")
    return tmp_path


def test_nothing_is_made_up(tmp_path) -> None:
    with pytest.raises(CredentialProblem, match="Nothing to sign letters with is set"):
        credential(tmp_path)


def test_a_demonstration_signs_as_test(tmp_path) -> None:
    authority(tmp_path / "authority", at=NOW)
    assert credential(tmp_path).organization == ORGANIZATION


def test_what_is_set_wins_over_the_demonstration(files, monkeypatch) -> None:
    authority(files / "authority", at=NOW)
    monkeypatch.setenv("OPENIMR_SIGNING_PKCS12", str(files / "letters.p12"))
    monkeypatch.setenv("OPENIMR_SIGNING_PASSWORD_FILE", str(files / "password"))
    assert credential(files).organization == "TEST Review Organization"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"PKCS12": "letters.p12"}, "OPENIMR_SIGNING_PASSWORD_FILE"),
        ({"PKCS12": "nowhere.p12", "PASSWORD_FILE": "password"}, "can't be read"),
        ({"PKCS12": "letters.p12", "PASSWORD_FILE": "letters.p12"}, "the password is another one"),
        ({"PKCS11_MODULE": "module.so"}, "OPENIMR_SIGNING_PKCS11_TOKEN"),
        ({"PKCS11_MODULE": "module.so", "PKCS11_TOKEN": "letters"}, "OPENIMR_SIGNING_PKCS11_PIN"),
    ],
)
def test_what_is_missing_is_said(files, monkeypatch, given, says) -> None:
    authority(files / "authority", at=NOW)
    monkeypatch.chdir(files)
    for name, value in given.items():
        monkeypatch.setenv(f"OPENIMR_SIGNING_{name}", value)
    with pytest.raises(CredentialProblem, match=says):
        credential(files)  # and never the demonstration's instead


def test_the_time_stamp_authority(monkeypatch) -> None:
    assert timestamp_url() is None
    monkeypatch.setenv("OPENIMR_TIMESTAMP_URL", "https://stamps.example/")
    assert timestamp_url() == "https://stamps.example/"
