"""A certificate authority for demonstrations and tests: a root, and an organization that signs letters.

Its keys are made where they are used and are worth nothing elsewhere; every name in them says TEST.
Needs the package ``cryptography`` (it comes with ``pip install 'openimr[service]'``).
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

#: The organization of the demonstration.
ORGANIZATION = "TEST OpenIMR Demonstration Organization"
#: A root's name ends in some random digits, so that the roots of two machines are told apart.
_ROOT = "TEST OpenIMR Demonstration Root"
_YEARS = timedelta(days=3653)


@dataclass(frozen=True, slots=True)
class Authority:
    """Where its files lie.

    Attributes:
        root: the root's certificate (PEM); who verifies letters needs it.
        letters: key and certificate of the organization (PKCS#12); who signs letters needs it.
        password: the password of ``letters``, readable by its owner alone.
    """

    root: Path
    letters: Path
    password: Path


def authority(folder: Path, *, at: datetime) -> Authority:
    """The authority of ``folder``, made where there is none yet. Safe to repeat and beside others.

    The root's key is thrown away when it has issued its one certificate. The files appear together or not
    at all.

    Args:
        at: now, with its time zone; the certificates are valid from the day before, for ten years.

    Raises:
        ValueError: ``at`` has no time zone.
        OSError: the folder can't be written.
    """
    if at.tzinfo is None:
        raise ValueError("The time needs its time zone.")
    made = Authority(folder / "root.pem", folder / "letters.p12", folder / "letters.password")
    if folder.is_dir():
        return made
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    scratch = folder.with_name(f".{folder.name}.{secrets.token_hex(6)}")
    scratch.mkdir(mode=0o700)
    try:
        for path, data in zip((made.root, made.letters, made.password), _make(at), strict=True):
            _write(scratch / path.name, data)
        try:
            scratch.rename(folder)
        except OSError:
            if not folder.is_dir():  # another process was first
                raise
    finally:
        for path in scratch.glob("*"):
            path.unlink()
        if scratch.is_dir():
            scratch.rmdir()
    return made


def _make(at: datetime) -> tuple[bytes, bytes, bytes]:
    """Root certificate, PKCS#12, password."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = _name(f"{_ROOT} {secrets.token_hex(4)}", _ROOT)
    name = _name("TEST OpenIMR letters", ORGANIZATION)
    identifier = x509.SubjectKeyIdentifier.from_public_key(root_key.public_key())
    root = (
        _certificate(root_name, root_name, root_key.public_key(), at)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(identifier, critical=False)
        .sign(root_key, hashes.SHA256())
    )
    leaf = (
        _certificate(name, root_name, key.public_key(), at)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), False)
        .sign(root_key, hashes.SHA256())
    )
    password = secrets.token_urlsafe(24).encode("ascii")
    store = pkcs12.serialize_key_and_certificates(
        b"letters", key, leaf, [root], serialization.BestAvailableEncryption(password)
    )
    return root.public_bytes(serialization.Encoding.PEM), store, password


def _name(common: str, organization: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "US"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, at: datetime
) -> x509.CertificateBuilder:
    begin = at - timedelta(days=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + _YEARS)
    )


def _usage(**granted: bool) -> x509.KeyUsage:
    every = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return x509.KeyUsage(**{**every, **granted})


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
