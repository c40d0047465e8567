"""Authorities and certificates of the tests' own, and a letter to sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from openimr import letters, samples
from openimr.letters.signing import Credential

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
YEAR = timedelta(days=365)
PASSWORD = b"test password"


@cache
def letter() -> bytes:
    """A fictional letter as the office writes it."""
    sample = next(iter(samples.letters(seed=1, count=1)))
    return letters.render(
        sample.determination, "pdf", cover=letters.Cover(organization="TEST Review Organization")
    )


@dataclass
class Issuer:
    """A root, or an authority below it."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    above: tuple[x509.Certificate, ...] = ()

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def below(self, name: str) -> Issuer:
        key = ec.generate_private_key(ec.SECP256R1())
        return Issuer(key, self.issue(key.public_key(), name, ca=True), (self.certificate, *self.above))

    def issue(
        self,
        key: object,
        name: str,
        *,
        start: datetime = NOW - timedelta(days=1),
        life: timedelta = 2 * YEAR,
        document: bool = True,
        stamps: bool = False,
        ca: bool = False,
    ) -> x509.Certificate:
        built = _builder(name, self.certificate.subject, key, start, life)
        built = built.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        built = built.add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=document,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=ca,
                crl_sign=ca,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        if stamps:
            built = built.add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
            )
        return built.sign(self.key, hashes.SHA256())

    def credential_file(self, *, kind: str = "P-256", **options: object) -> bytes:
        key = {
            "P-256": lambda: ec.generate_private_key(ec.SECP256R1()),
            "P-384": lambda: ec.generate_private_key(ec.SECP384R1()),
            "RSA": lambda: rsa.generate_private_key(65537, 2048),
        }[kind]()
        certificate = self.issue(key.public_key(), "TEST Review Organization", **options)
        return pkcs12.serialize_key_and_certificates(
            b"letters",
            key,
            certificate,
            [self.certificate, *self.above],
            serialization.BestAvailableEncryption(PASSWORD),
        )

    def credential(self, **options: object) -> Credential:
        return Credential.from_pkcs12(self.credential_file(**options), PASSWORD)


def root(name: str = "TEST Root") -> Issuer:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(name)
    built = _builder(name, subject, key.public_key(), NOW - 2 * YEAR, 20 * YEAR)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return Issuer(key, built.sign(key, hashes.SHA256()))


def _builder(
    name: str, issuer: x509.Name, key: object, start: datetime, life: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + life)
    )


def _name(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{name} letters"),
        ]
    )
