"""The authority of a demonstration: made once, where it is used, and plainly a TEST."""

from __future__ import annotations

import stat
import threading
from datetime import UTC, datetime, timedelta

import pytest

pytest.importorskip("pyhanko", reason="the package pyhanko is not installed")

from cryptography import x509

from openimr.letters.signing import Credential, sign, verify
from openimr.samples.authority import ORGANIZATION, authority
from tests.letters.signed import letter

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_its_letters_verify_for_ten_years(tmp_path) -> None:
    made = authority(tmp_path / "home" / "authority", at=NOW)
    credential = Credential.from_pkcs12(made.letters.read_bytes(), made.password.read_bytes())
    sealed = sign(letter(), credential, at=NOW, reason="x", location=None)
    roots = [made.root.read_bytes()]
    assert verify(sealed, roots, at=NOW + timedelta(days=3650)).signer == ORGANIZATION
    assert verify(sealed, roots, at=NOW + timedelta(days=3650)).valid
    assert not verify(sealed, [authority(tmp_path / "other", at=NOW).root.read_bytes()], at=NOW).valid


def test_every_name_says_test(tmp_path) -> None:
    made = authority(tmp_path / "authority", at=NOW)
    root = x509.load_pem_x509_certificate(made.root.read_bytes())
    names = [part.value for part in root.subject if part.value != "US"]
    assert len(names) == 2
    assert all(name.startswith("TEST ") for name in [*names, ORGANIZATION])


def test_only_its_owner_reads_it(tmp_path) -> None:
    folder = tmp_path / "authority"
    authority(folder, at=NOW)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {
        "root.pem": 0o600,
        "letters.p12": 0o600,
        "letters.password": 0o600,
    }


def test_it_is_made_once(tmp_path) -> None:
    folder = tmp_path / "authority"
    threads = [threading.Thread(target=authority, args=(folder,), kwargs={"at": NOW}) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    authority(folder, at=NOW + timedelta(days=900))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["authority"], "no scratch folder is left"


def test_a_time_needs_its_zone(tmp_path) -> None:
    with pytest.raises(ValueError, match="time zone"):
        authority(tmp_path / "authority", at=datetime(2026, 11, 24))  # noqa: DTZ001
    assert not list(tmp_path.iterdir())
