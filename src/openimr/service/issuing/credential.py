"""Which credential this installation signs letters with, by its settings; never a made-up one."""

from __future__ import annotations

import asyncio
import os
from functools import cache
from pathlib import Path

from asn1crypto import pem  # type: ignore[import-untyped]

from openimr.letters.signing import Credential, CredentialProblem
from openimr.letters.signing.sealing import outside_a_loop

#: The folder below ``OPENIMR_HOME`` where a demonstration keeps its TEST authority.
DEMONSTRATION = "authority"


@cache
def credential(home: Path) -> Credential:
    """The credential that the environment names; else that of the demonstration, where one was started.

    It is opened once in each process, for a token is logged into once; a new one needs a restart. Ask for it
    in the process that signs, never before a fork: a token's session does not survive one.

    Args:
        home: the folder of the installation (``OPENIMR_HOME``).

    Raises:
        CredentialProblem: none is set, or what is set can't be used.
    """
    if module := os.environ.get("OPENIMR_SIGNING_PKCS11_MODULE"):
        token, pin = (
            os.environ.get("OPENIMR_SIGNING_PKCS11_TOKEN"),
            os.environ.get("OPENIMR_SIGNING_PKCS11_PIN"),
        )
        if not token or not pin:
            raise CredentialProblem(
                "Signing with a PKCS#11 token needs OPENIMR_SIGNING_PKCS11_TOKEN (its label) and "
                "OPENIMR_SIGNING_PKCS11_PIN beside the module; set both."
            )
        return Credential.from_pkcs11(
            Path(module),
            token,
            pin,
            label=os.environ.get("OPENIMR_SIGNING_PKCS11_LABEL"),
            raw=os.environ.get("OPENIMR_SIGNING_PKCS11_RAW", "") == "1",
        )
    if file := os.environ.get("OPENIMR_SIGNING_PKCS12"):
        password = os.environ.get("OPENIMR_SIGNING_PASSWORD_FILE")
        if not password:
            raise CredentialProblem(
                "The PKCS#12 file has a password: set OPENIMR_SIGNING_PASSWORD_FILE to a file that holds it."
            )
        return _from_files(Path(file), Path(password))
    made = home / DEMONSTRATION
    if made.is_dir():
        return _from_files(made / "letters.p12", made / "letters.password")
    raise CredentialProblem(
        "Nothing to sign letters with is set: set OPENIMR_SIGNING_PKCS12 and OPENIMR_SIGNING_PASSWORD_FILE, or "
        "OPENIMR_SIGNING_PKCS11_MODULE for a token."
    )


def timestamp_url() -> str | None:
    """The time-stamp authority (RFC 3161) that confirms when letters are signed, if one is set."""
    return os.environ.get("OPENIMR_TIMESTAMP_URL") or None


def _from_files(file: Path, password: Path) -> Credential:
    try:
        return Credential.from_pkcs12(file.read_bytes(), password.read_bytes().rstrip(b"\r\n"))
    except OSError as problem:
        raise CredentialProblem(
            f"The file {problem.filename} for signing letters can't be read ({problem.strerror})."
        ) from problem


def sealing(credential: Credential, data: bytes) -> tuple[bytes, str]:
    """A signature (ECDSA, SHA-256, DER) of ``data`` and the certificate (PEM) that it is checked with.

    For what is no PDF, such as the end line of an exported ledger.
    """
    signer = credential.signer
    signature = outside_a_loop(lambda: asyncio.run(signer.async_sign_raw(data, "sha256")))
    certificate = signer.signing_cert
    if certificate is None:
        raise CredentialProblem("The credential holds no certificate.")
    return signature, pem.armor("CERTIFICATE", certificate.dump()).decode("ascii")
