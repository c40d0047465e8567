"""Everything that the service answers: a reverse proxy between the browser and it, which keeps each answer."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

#: Headers of one connection, which are not handed on (RFC 9110, 7.6.1).
_HOP = {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}


@dataclass(frozen=True)
class Answer:
    """One answer as it left the service; ``cookie`` tells whose browser got it."""

    method: str
    path: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    cookie: str

    @property
    def type(self) -> str:
        """What the body is, such as ``text/html``."""
        return next((v for k, v in self.headers if k.lower() == "content-type"), "").partition(";")[0]


@dataclass
class Recorder:
    """The proxy's address, with what passed through it."""

    address: str
    answers: list[Answer] = field(default_factory=list)


@contextmanager
def recording(service: str) -> Iterator[Recorder]:
    """A proxy before ``service``, as long as the block runs."""
    to = urlsplit(service)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            sent = self.rfile.read(length) if length else None
            given = {k: v for k, v in self.headers.items() if k.lower() not in (*_HOP, "accept-encoding")}
            link = http.client.HTTPConnection(to.hostname, to.port, timeout=120)
            try:
                link.request(self.command, self.path, sent, given)
                answer = link.getresponse()
                body = answer.read()
            finally:
                link.close()
            headers = tuple(answer.getheaders())
            recorder.answers.append(
                Answer(
                    self.command, self.path, answer.status, headers, body, self.headers.get("Cookie") or ""
                )
            )
            self.send_response_only(answer.status, answer.reason)
            for name, value in headers:
                if name.lower() not in (*_HOP, "content-length"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_POST = do_HEAD = _pass  # noqa: N815 - http.server's names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing: a test's output is not a log."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A browser that closes a connection is no error."""

    server = Quiet(("127.0.0.1", 0), Handler)
    recorder = Recorder(f"http://127.0.0.1:{server.server_address[1]}/")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield recorder
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
