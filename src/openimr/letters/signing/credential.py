"""What the organization signs with: a key and its certificate, from a file or from a hardware token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto import x509  # type: ignore[import-untyped]
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key, pkcs12
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import Signer, SimpleSigner


class CredentialProblem(Exception):
    """The credential can't be used for letters; the message is one sentence for people, without any secret."""


@dataclass(frozen=True, eq=False)
class Credential:
    """A key with its certificate, fit to sign letters. Made by :meth:`from_pkcs12` or :meth:`from_pkcs11`.

    Attributes:
        organization: the signer as letters name it, from the certificate's subject.
        not_before: from when the certificate is valid.
        not_after: until when it is.
    """

    signer: Signer
    organization: str
    not_before: datetime
    not_after: datetime

    def __repr__(self) -> str:
        """Without the key."""
        return f"Credential({self.organization!r}, until {self.not_after:%Y-%m-%d})"

    @classmethod
    def from_pkcs12(cls, data: bytes, password: bytes) -> Credential:
        """The credential in a PKCS#12 file (``.p12``, ``.pfx``).

        Args:
            data: the file's bytes; the certificates of the authorities between the signer's and the root
                should be in it.
            password: opens the file.

        Raises:
            CredentialProblem: it can't be opened, holds no key, or its certificate is not for letters.
        """
        try:
            key, certificate, _ = pkcs12.load_key_and_certificates(data, password)
        except (ValueError, TypeError) as problem:  # TypeError: a password that is no text
            raise CredentialProblem(
                "The PKCS#12 file can't be opened: it is no PKCS#12 file, or the password is another one."
            ) from problem
        if key is None or certificate is None:
            raise CredentialProblem(
                "The PKCS#12 file holds no private key with its certificate; export both into it."
            )
        return _fit(SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=password))

    @classmethod
    def from_pkcs11(
        cls, module: Path, token: str, pin: str, *, label: str | None = None, raw: bool = False
    ) -> Credential:
        """The credential on a hardware token or in an HSM, once in a process: it stays logged in.

        Args:
            module: the vendor's PKCS#11 library.
            token: the token's label.
            pin: the user PIN; it is kept nowhere but in the open session.
            label: the label of certificate and key; the token's label where it is not given.
            raw: whether the token only signs digests that were made outside of it (SoftHSM is one).

        Raises:
            CredentialProblem: ``python-pkcs11`` is not installed, the library, token or certificate is not
                there, the PIN is wrong, or the certificate is not for letters.
        """
        try:
            import pkcs11  # type: ignore[import-not-found,unused-ignore]
            from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
        except ImportError as problem:
            raise CredentialProblem(
                "Signing with a PKCS#11 token needs the package python-pkcs11: run pip install "
                "'pyhanko[pkcs11]', or use a PKCS#12 file."
            ) from problem
        from pyhanko.config.pkcs11 import TokenCriteria

        label, session = label or token, None
        try:
            session = open_pkcs11_session(
                str(module), token_criteria=TokenCriteria(label=token), user_pin=pin
            )
            signer = PKCS11Signer(
                session, cert_label=label, key_label=label, other_certs_to_pull=None, use_raw_mechanism=raw
            )
            return _fit(signer)
        except BaseException as problem:
            if session is not None:
                session.close()
            if not isinstance(problem, pkcs11.PKCS11Error | SigningError):
                raise
            # The exception's type says which of them it was (PinIncorrect, NoSuchToken ...).
            raise CredentialProblem(
                f"The token {token!r} of {module.name} can't be used ({type(problem).__name__}); look whether "
                f"it is plugged in, holds a certificate labeled {label!r}, and whether the PIN is right."
            ) from problem


def _fit(signer: Signer) -> Credential:
    """The credential, if its certificate may sign letters."""
    certificate = signer.signing_cert
    if certificate is None:
        raise CredentialProblem("There is no certificate beside the key; put both in the same place.")
    key = load_der_public_key(certificate.public_key.dump())
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise CredentialProblem(
            "Letters are signed with ECDSA on the curve P-256, and the certificate's key is of another kind; "
            "have a certificate issued for a P-256 key."
        )
    if not for_documents(certificate):
        raise CredentialProblem(
            "The certificate is not for signing documents: its key usage lacks contentCommitment "
            "(nonRepudiation, RFC 5280 4.2.1.3); have one issued that has it."
        )
    # Who verifies a letter has the root; one that comes with the letter proves nothing.
    signer.embed_roots = False
    return Credential(signer, named(certificate), certificate.not_valid_before, certificate.not_valid_after)


def for_documents(certificate: x509.Certificate) -> bool:
    """Whether a certificate is for signing documents: contentCommitment, RFC 5280 4.2.1.3."""
    use = certificate.key_usage_value
    return use is not None and "non_repudiation" in use.native


def named(certificate: x509.Certificate) -> str:
    """Whom a certificate names: its organization, or where it gives none, its common name."""
    subject = certificate.subject.native
    for part in ("organization_name", "common_name"):
        value = subject.get(part)
        if isinstance(value, str) and value.strip():
            return value
    return str(certificate.subject.human_friendly)
