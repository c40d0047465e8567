"""Whether a letter's signature holds, and in one sentence each, what is wrong where it does not."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from asn1crypto import cms, pem, x509  # type: ignore[import-untyped]
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    validate_pdf_signature,
)
from pyhanko_certvalidator import ValidationContext

from openimr.letters.signing.credential import for_documents, named
from openimr.letters.signing.sealing import outside_a_loop

# What is wrong with a file is returned; pyHanko would log it as well, with a traceback for every bad letter.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

#: The signature itself: all of a signed file that is not signed.
_HOLE = re.compile(rb"<(?:[0-9A-F]+|[0-9a-f]+)>")


@dataclass(frozen=True, slots=True)
class Verification:
    """What is known of a letter's signature.

    Attributes:
        valid: whether the signature holds in every respect; then ``problems`` is empty.
        signer: the organization that the certificate names, even where it is not to be believed; ``None``
            where there is no signature.
        signed_at: the time that the signature claims, or the time stamp's where a trusted one is there.
        time_stamped: whether a trusted authority confirms that time.
        covers_whole_file: whether every byte of the file is signed (save the signature itself).
        changed_after: whether something was appended behind what is signed.
        problems: what is wrong, one sentence each.
    """

    valid: bool
    signer: str | None = None
    signed_at: datetime | None = None
    time_stamped: bool = False
    covers_whole_file: bool = False
    changed_after: bool = False
    problems: tuple[str, ...] = ()


def verify(pdf: bytes, roots: Sequence[bytes], *, at: datetime) -> Verification:
    """Judge a letter's signature as of ``at``.

    Stricter than a PDF reader: a signed letter never changes, so anything appended makes it invalid, even
    what the PDF standard allows. The signer's certificate has to be valid at the time of a trusted time
    stamp; without one, at ``at``, since nothing else proves when it was signed. Whether a certificate has
    been revoked is not asked: that would take the network.

    Args:
        roots: the certificates that are trusted, PEM (one or more in each) or DER; also that of the
            time-stamp authority, if it has another.
        at: the time to judge at, with its time zone.

    Raises:
        ValueError: a root is no certificate, there is none, or ``at`` has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("The time to judge a signature at needs its time zone.")
    trusted = [certificate for root in roots for certificate in certificates(root)]
    if not trusted:
        raise ValueError("A signature can only be judged by a trusted root certificate; name one.")
    try:
        return _verify(pdf, trusted, at)
    except Exception as problem:
        # A damaged or hostile file: whatever the parser stumbled over, the signature does not hold.
        return Verification(
            False, problems=(f"The file can't be read as a signed PDF ({type(problem).__name__}).",)
        )


def verify_bytes(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """The job of a limited child process: a file's bytes to a verification's JSON.

    ``options``: ``name`` (the source's name), ``roots`` (PEM as text), ``at`` (ISO 8601, with its zone).
    """
    found = verify(
        data, [root.encode("ascii") for root in options["roots"]], at=datetime.fromisoformat(options["at"])
    )
    return {
        "source": str(options.get("name", "letter")),
        "valid": found.valid,
        "signer": found.signer,
        "signed_at": found.signed_at.isoformat() if found.signed_at else None,
        "time_stamped": found.time_stamped,
        "covers_whole_file": found.covers_whole_file,
        "changed_after": found.changed_after,
        "problems": list(found.problems),
    }


def _verify(pdf: bytes, roots: list[x509.Certificate], at: datetime) -> Verification:
    if not pdf[:1024].lstrip().startswith(b"%PDF-"):
        return Verification(False, problems=("The file is no PDF.",))
    reader = PdfFileReader(io.BytesIO(pdf))
    signatures = list(reader.embedded_regular_signatures)
    if not signatures:
        return Verification(False, problems=("The letter is not signed.",))
    signature = signatures[0]
    problems: list[str] = []
    if len(signatures) > 1:
        problems.append(f"There are {len(signatures)} signatures, where a letter has one.")
    status = _status(signature, roots, at, at)
    stamp = status.timestamp_validity
    stamped = stamp is not None and stamp.trusted
    if stamp is not None and stamped and stamp.timestamp != at:
        status = _status(signature, roots, stamp.timestamp, at)
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE and _one_hole(pdf, signature)
    found = Verification(
        valid=False,
        signer=named(signature.signer_cert),
        signed_at=stamp.timestamp if stamp is not None and stamped else signature.self_reported_timestamp,
        time_stamped=stamped,
        covers_whole_file=whole,
        changed_after=status.coverage
        in (SignatureCoverageLevel.ENTIRE_REVISION, SignatureCoverageLevel.CONTIGUOUS_BLOCK_FROM_START),
    )
    if not status.intact:
        problems.append("Bytes of the signed letter were changed after it was signed.")
    elif not status.valid:
        problems.append("The signature was not made with the key of the certificate that it names.")
    elif not status.trusted:
        problems.append(_distrust(signature, status, roots, stamp.timestamp if stamp and stamped else at))
    if found.changed_after:
        problems.append("Something was appended to the letter after it was signed, which it forbids.")
    elif not whole:
        problems.append(
            "The signature leaves out bytes of the file, so what one sees may not be what was signed."
        )
    if stamp is not None and not stamped:
        problems.append("The time stamp is not of an authority that is trusted here.")
    return replace(found, valid=not problems, problems=tuple(problems))


def _status(
    signature: EmbeddedPdfSignature, roots: list[x509.Certificate], signer_at: datetime, stamp_at: datetime
) -> PdfSignatureStatus:
    """The judgment of pyHanko, the signer's certificate as of one time and the time stamp's as of another."""

    def context(moment: datetime) -> ValidationContext:
        return ValidationContext(trust_roots=list(roots), moment=moment, allow_fetching=False)

    return outside_a_loop(
        lambda: validate_pdf_signature(signature, context(signer_at), context(stamp_at), skip_diff=True)
    )


def _one_hole(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Whether all that is not signed is the signature itself, in hexadecimal and nothing else.

    pyHanko compares lengths alone; a shorter way of writing the signature would leave room for other objects.
    """
    start, first, second, rest = (int(number) for number in signature.byte_range)
    hole = pdf[first:second]
    if start != 0 or second + rest != len(pdf) or not _HOLE.fullmatch(hole):
        return False
    content = bytes.fromhex(hole[1:-1].decode("ascii"))
    padding = content[len(cms.ContentInfo.load(content).dump()) :]
    return content == bytes(signature.pkcs7_content) and not any(padding)


def _distrust(
    signature: EmbeddedPdfSignature, status: PdfSignatureStatus, roots: list[x509.Certificate], at: datetime
) -> str:
    """Why an intact signature is not believed."""
    certificate = signature.signer_cert
    who = named(certificate)
    if not certificate.not_valid_before <= at <= certificate.not_valid_after:
        early = at < certificate.not_valid_before
        return (
            f"The certificate of {who} {'is not valid before' if early else 'expired on'} "
            f"{(certificate.not_valid_before if early else certificate.not_valid_after):%Y-%m-%d}, and no trusted "
            "time stamp says that the letter was signed while it was valid."
        )
    if not for_documents(certificate):
        return f"The certificate of {who} is not for signing documents (key usage, RFC 5280 4.2.1.3)."
    known = {root.subject.hashable for root in roots}
    issuers = {certificate.issuer.hashable, *(c.issuer.hashable for c in signature.other_embedded_certs)}
    if known.isdisjoint(issuers):
        return (
            f"The certificate of {who} was issued by {certificate.issuer.human_friendly}, "
            "which is not among the roots that are trusted here."
        )
    why = status.trust_problem_indic
    return (
        f"The certificate of {who} does not lead to a root that is trusted here"
        f"{f' ({why.standard_name})' if why is not None else ''}: an authority's certificate has expired, "
        "is missing, or has the name of another."
    )


def certificates(root: bytes) -> list[x509.Certificate]:
    """The certificates in PEM or DER bytes."""
    try:
        if pem.detect(root):
            blocks = [body for kind, _, body in pem.unarmor(root, multiple=True) if kind == "CERTIFICATE"]
        else:
            blocks = [root]
        found = [x509.Certificate.load(block, strict=True) for block in blocks]
        for certificate in found:
            certificate.subject.native  # noqa: B018 - parsed only when it is looked at
    except (ValueError, TypeError) as problem:
        raise ValueError("A trusted root must be a certificate in PEM or DER.") from problem
    return found
