"""Time stamps (PAdES B-T), from an authority that answers over HTTP as real ones do (RFC 3161)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

pytest.importorskip("pyhanko", reason="the package pyhanko is not installed")

from asn1crypto import keys, tsp, x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from openimr.letters.signing import SigningProblem, sign, verify
from tests.letters import signed
from tests.letters.signed import NOW, YEAR, letter

ROOT, STAMPS = signed.root(), signed.root("TEST Time Stamps")
STAMPED_AT = NOW + timedelta(seconds=3)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    key = rsa.generate_private_key(65537, 2048)
    certificate = STAMPS.issue(key.public_key(), "TEST Stamp", life=15 * YEAR, document=False, stamps=True)
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    stamper = DummyTimeStamper(
        x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        keys.PrivateKeyInfo.load(private),
        fixed_dt=STAMPED_AT,
    )

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = stamper.request_tsa_response(tsp.TimeStampReq.load(body)).dump()
            self.send_response(200 if self.path == "/" else 503)
            self.send_header(
                "Content-Type", "application/timestamp-reply" if self.path == "/" else "text/html"
            )
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def stamped(url: str) -> bytes:
    return sign(letter(), ROOT.credential(), at=NOW, reason="x", location=None, timestamp_url=url)


BOTH = [ROOT.pem, STAMPS.pem]


@pytest.mark.parametrize(
    ("roots", "at", "valid", "says", "why"),
    [
        (BOTH, NOW + YEAR, True, None, "while all certificates are valid"),
        (BOTH, NOW + 5 * YEAR, True, None, "the signer's has expired; the stamp proves that it was valid"),
        ([ROOT.pem], NOW + YEAR, False, "time stamp is not of an authority", "a stamp from a stranger"),
        ([ROOT.pem], NOW + 5 * YEAR, False, "expired on", "a stranger's stamp proves nothing"),
        (BOTH, NOW + 16 * YEAR, False, "expired on", "the stamp's own certificate has expired"),
    ],
)
def test_a_time_stamp_outlives_the_certificate(stamped, roots, at, valid, says, why) -> None:
    found = verify(stamped, roots, at=at)
    assert found.valid is valid, why
    assert found.time_stamped is valid
    assert found.signed_at == (STAMPED_AT if valid else NOW)
    assert says is None or any(says in sentence for sentence in found.problems), why


@pytest.mark.parametrize("path", ["wrong", ":1/"])
def test_an_authority_that_does_not_answer(url, path) -> None:
    broken = url + path if path == "wrong" else f"http://127.0.0.1{path}"
    with pytest.raises(SigningProblem, match="gives no time stamp"):
        sign(letter(), ROOT.credential(), at=NOW, reason="x", location=None, timestamp_url=broken)
