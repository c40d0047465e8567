"""Signing a letter: an incremental update, so that every byte of the letter itself stays as it was."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, TypeVar

from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError

from openimr.letters.signing.credential import Credential

FIELD = "Signature"
#: Seconds that a time-stamp authority may take.
_PATIENCE = 20
Result = TypeVar("Result")


class SigningProblem(Exception):
    """The letter can't be signed; the message is one sentence for people."""


def sign(
    pdf: bytes,
    credential: Credential,
    *,
    at: datetime,
    reason: str,
    location: str | None,
    timestamp_url: str | None = None,
) -> bytes:
    """The letter with the organization's certifying signature, which forbids every later change.

    The letter's own bytes stand unchanged at the start of the result; its metadata, with the marks of PDF/A
    and PDF/UA, stay. The signature has no picture: its field is tagless, named, and lies outside the page,
    which ISO 14289-1 7.18.1 exempts from tagging and ISO 19005-2 6.3 allows. PAdES level B-B, or B-T with
    ``timestamp_url``. Two signatures of one letter differ, for each draws its own random number.

    Args:
        pdf: the letter as :func:`openimr.letters.render` makes it.
        at: the time that the signature claims, with its time zone.
        reason: why it is signed, as readers show it ("Final Determination").
        location: where, as readers show it.
        timestamp_url: a time-stamp authority (RFC 3161) that confirms the time.

    Raises:
        ValueError: ``at`` has no time zone.
        SigningProblem: it is signed already, is no PDF, the certificate is not valid at that time, or the
            token or the time-stamp authority fails.
    """
    if at.tzinfo is None:
        raise ValueError("The time of signing needs its time zone.")
    if not credential.not_before <= at <= credential.not_after:
        raise SigningProblem(
            f"The certificate of {credential.organization} is valid from {credential.not_before:%Y-%m-%d} to "
            f"{credential.not_after:%Y-%m-%d}, so not on {at:%Y-%m-%d}; have a new one issued."
        )
    try:
        writer = _Writer(io.BytesIO(pdf))
        if "/AcroForm" in writer.root or "/Perms" in writer.root:
            raise SigningProblem(
                "The letter has form fields or a signature already; sign it as it was written."
            )
        signer = _Signer(
            PdfSignatureMetadata(
                field_name=FIELD,
                md_algorithm="sha256",
                reason=reason,
                location=location,
                name=credential.organization,
                certify=True,
                docmdp_permissions=MDPPerm.NO_CHANGES,
                subfilter=SigSeedSubFilter.PADES,
            ),
            credential.signer,
            timestamper=HTTPTimeStamper(timestamp_url, timeout=_PATIENCE) if timestamp_url else None,
            new_field_spec=SigFieldSpec(
                FIELD,
                readable_field_name=f"Electronic signature of {credential.organization}",
                invis_sig_settings=InvisSigSettings(box_out_of_bounds=True),
            ),
        )
        signer.at = at
        output: io.BytesIO = outside_a_loop(lambda: signer.sign_pdf(writer))
    except TimestampRequestError as problem:
        raise SigningProblem(
            f"The time-stamp authority {timestamp_url} gives no time stamp: {problem}; try again later."
        ) from problem
    except SigningError as problem:
        raise SigningProblem(f"The letter can't be signed: {problem}") from problem
    except PdfReadError as problem:
        raise SigningProblem(f"What should be signed is no whole PDF: {problem}") from problem
    return output.getvalue()


def outside_a_loop(call: Callable[[], Result]) -> Result:
    """``call()``, which starts an event loop of its own; in another thread where one runs in this one."""
    if not _in_a_loop():
        return call()
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result()


def _in_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


class _Writer(IncrementalPdfFileWriter):
    """Keeps to PDF 1.7, which PDF/A-2 stands on, and leaves the letter's metadata as they are.

    They are the letter's, and a second date of changing would only mislead.
    """

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        pass

    def _update_meta(self) -> None:
        pass

    def register_extension(self, ext: DeveloperExtension) -> None:
        # PAdES names itself in the file. The note that P-256 is used (ISO 32002) is for PDF 2.0 alone.
        if ext.prefix_name == "/ESIC":
            super().register_extension(ext)


class _Signer(PdfSigner):
    """Signs at the time that it is given, where pyHanko would look at the machine's clock."""

    at: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.at
        return session
