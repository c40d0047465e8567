"""Signing with a PKCS#11 token: SoftHSM, where it and python-pkcs11 are installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

pytest.importorskip("pyhanko", reason="the package pyhanko is not installed")
pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed")

import pkcs11
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from openimr.letters.signing import Credential, CredentialProblem, sign, verify
from tests.letters import signed
from tests.letters.signed import NOW, letter

MODULE = next(
    (
        path
        for path in map(Path, ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm.so"))
        if path.exists()
    ),
    None,
)
PIN = "918273"
ROOT = signed.root()


@pytest.fixture(scope="module")
def token(tmp_path_factory) -> str:
    """A token "letters" with a P-256 key and its certificate."""
    if MODULE is None or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM is not installed: install Debian's package softhsm2")
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\n")
    patch = pytest.MonkeyPatch()
    patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", "letters", "--pin", PIN, "--so-pin", PIN],
        check=True,
        capture_output=True,
    )
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = ROOT.issue(key.public_key(), "TEST Review Organization")
    der = certificate.public_bytes(serialization.Encoding.DER)
    from pkcs11 import Attribute
    from pkcs11.util.ec import decode_ec_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    found = pkcs11.lib(str(MODULE)).get_token(token_label="letters")
    with found.open(user_pin=PIN, rw=True) as session:
        key_attributes = decode_ec_private_key(_sec1(key))
        session.create_object(
            {**key_attributes, Attribute.LABEL: "letters", Attribute.TOKEN: True, Attribute.SIGN: True}
        )
        session.create_object(
            {**decode_x509_certificate(der), Attribute.LABEL: "letters", Attribute.TOKEN: True}
        )
    yield "letters"
    patch.undo()


def _sec1(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )


# First, for a process that has logged in stays so.
@pytest.mark.parametrize(
    ("token_label", "pin", "label", "says"),
    [
        ("letters", "000000", None, "PinIncorrect"),
        ("another", PIN, None, "can't be used"),
        ("letters", PIN, "another", "can't be used"),
    ],
)
def test_a_token_that_can_not_be_used(token, token_label, pin, label, says) -> None:
    with pytest.raises(CredentialProblem, match=says) as caught:
        Credential.from_pkcs11(MODULE, token_label, pin, label=label, raw=True)
    assert pin not in str(caught.value)


def test_a_letter_signed_on_a_token(token) -> None:
    credential = Credential.from_pkcs11(MODULE, token, PIN, raw=True)
    assert credential.organization == "TEST Review Organization"
    made = sign(letter(), credential, at=NOW, reason="Final Determination", location=None)
    found = verify(made, [ROOT.pem], at=NOW)
    assert (found.valid, found.signer) == (True, "TEST Review Organization")


def test_a_module_that_is_not_there(tmp_path) -> None:
    with pytest.raises(CredentialProblem, match="can't be used"):
        Credential.from_pkcs11(tmp_path / "nothing.so", "letters", PIN)
