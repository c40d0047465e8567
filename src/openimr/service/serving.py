"""Serving the pages with gunicorn: threads in a few processes, ended cleanly by Ctrl-C."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

#: Ports tried after the usual one, where the caller did not ask for one.
_TRIED = 20


class PortTaken(Exception):
    """Nothing can listen there; the message says why and what to do."""


def free_port(host: str, port: int, *, exactly: bool) -> int:
    """``port`` if it is free on ``host``; otherwise the next free one, unless ``exactly`` is asked for.

    Raises:
        PortTaken: there is none, or the address can't be listened on.
    """
    for candidate in range(port, port + (1 if exactly or port == 0 else _TRIED)):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, candidate))
                return int(probe.getsockname()[1])
            except OSError as problem:
                if problem.errno != errno.EADDRINUSE:
                    raise PortTaken(
                        f"Nothing can listen on {host}, port {candidate} ({problem.strerror}); "
                        "choose another --host or --port."
                    ) from problem
    raise PortTaken(f"Port {port} on {host} is taken by another program; choose another with --port.")


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, told what to do here and nowhere else."""

    def __init__(self, host: str, port: int, *, workers: int, ready: Callable[[], None]) -> None:
        self._host, self._port, self._workers, self._ready = host, port, workers, ready
        super().__init__()

    def load_config(self) -> None:
        """The settings; environment variables and files of gunicorn's own are not read."""
        address = f"[{self._host}]" if ":" in self._host else self._host
        settings: dict[str, Any] = {
            "bind": f"{address}:{self._port}",
            "workers": self._workers,
            "worker_class": "gthread",
            "threads": 4,
            "timeout": 60,
            "graceful_timeout": 3,
            "keepalive": 5,
            "preload_app": True,
            "loglevel": "warning",
            "limit_request_line": 4094,
            "limit_request_fields": 60,
            "forwarded_allow_ips": "127.0.0.1,::1",
            "when_ready": lambda server: self._ready(),
            "proc_name": "openimr",
        }
        for name, value in settings.items():
            self.cfg.set(name, value)
        if "control_socket_disable" in self.cfg.settings:
            self.cfg.set("control_socket_disable", True)

    def load(self) -> Any:
        """The application, loaded once before the processes are forked."""
        from openimr.service.wsgi import application

        return application
