"""The embedded PostgreSQL: starting, joining, crashing, and who may do what."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time

import psycopg
import pytest

from openimr.service.database import DatabaseProblem, Embedded, from_url
from openimr.service.home import Home


def ask(address, sql):
    with psycopg.connect(
        dbname=address.name, user=address.user, host=address.host, autocommit=True
    ) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None


def pid(database):
    return int((database.data / "postmaster.pid").read_text().split()[0])


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tmp_path_factory.mktemp("embedded") / "database"


def test_data_outlive_a_restart(root):
    with Embedded(root) as database:
        ask(database.owner, "CREATE TABLE kept AS SELECT 7 AS n")
    assert not (root / "data/postmaster.pid").exists()
    with Embedded(root) as database:
        assert ask(database.owner, "SELECT n FROM kept") == 7


def test_nothing_listens_on_the_network(root):
    with Embedded(root) as database:
        assert ask(database.owner, "SHOW listen_addresses") == ""
        mode = stat.S_IMODE((root / "data").stat().st_mode)
        assert mode == 0o700


def test_a_killed_server_is_started_again(root):
    first = Embedded(root)
    first.start()
    os.kill(pid(first), signal.SIGKILL)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            ask(first.owner, "SELECT 1")
        except psycopg.OperationalError:
            break
    assert (root / "data/postmaster.pid").exists(), "the stale file is there"
    with Embedded(root) as again:
        assert ask(again.owner, "SELECT n FROM kept") == 7
        first.stop()  # it leaves; the other one still uses the server
        assert ask(again.owner, "SELECT 1") == 1


def test_a_stale_pid_of_a_living_process_is_no_obstacle(root):
    # After a reboot the number in postmaster.pid may be that of anybody.
    with Embedded(root) as database:
        lines = (database.data / "postmaster.pid").read_text().splitlines()
    (root / "data/postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    with Embedded(root) as database:
        assert ask(database.owner, "SELECT 1") == 1
        assert pid(database) != os.getpid()


def test_who_leaves_last_stops_the_server(root):
    with Embedded(root) as first:
        second = Embedded(root)
        second.start()
        second.stop()
        assert ask(first.owner, "SELECT 1") == 1
    assert not (root / "data/postmaster.pid").exists()


def test_a_forked_worker_that_ends_leaves_the_server_alone(root):
    with Embedded(root) as database:
        child = os.fork()
        if child == 0:
            database.stop()
            os._exit(0)
        os.waitpid(child, 0)
        assert ask(database.owner, "SELECT 1") == 1


def test_a_killed_user_does_not_keep_the_server(root, tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from openimr.service.database import Embedded\n"
        "Embedded(Path(sys.argv[1])).start(); print('up', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(root)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "up\n"
    process.kill()
    process.wait()
    with Embedded(root):
        pass
    assert not (root / "data/postmaster.pid").exists()


def test_an_unfinished_first_start_is_begun_again(tmp_path):
    root = tmp_path / "database"
    (root / "data.new").mkdir(parents=True)
    (root / "data.new/PG_VERSION").write_text("18\n")
    with Embedded(root) as database:
        assert ask(database.web, "SELECT current_user") == "openimr_web"


def test_a_long_path_has_its_socket_elsewhere(tmp_path):
    root = tmp_path / ("long-" * 20) / "database"
    with Embedded(root) as database:
        assert len(database.owner.host) < 100
        assert ask(database.owner, "SELECT 1") == 1


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseProblem, match="set OPENIMR_HOME"):
        Embedded(tmp_path / "file" / "database").start()


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("CREATE TABLE mine (n int)", "no tables in public"),
        ("CREATE TABLE archive.mine (n int)", "nor in the archive"),
        ("DROP TABLE archive.letter", "no dropping"),
        ("ALTER TABLE archive.letter ADD COLUMN n int", "no altering"),
        ("DELETE FROM archive.letter", "the archive is read-only"),
        ("UPDATE archive.item SET decision = 'upheld'", "item by item too"),
        ("CREATE ROLE other", "no roles"),
        ("CREATE SCHEMA other", "no schemas"),
        ("SET ROLE openimr_owner", "no becoming the owner"),
        ("COPY archive.letter TO PROGRAM 'cat'", "no programs"),
        ("SELECT pg_read_file('/etc/passwd')", "no files"),
    ],
)
def test_the_web_may_not(home, sql, why):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(Embedded(home / "database").web, sql)


def test_the_web_may_read_letters_and_keep_sessions(home):
    web = Embedded(home / "database").web
    ask(web, "SELECT count(*) FROM archive.letter")
    ask(web, "DELETE FROM django_session")


def test_secrets_are_their_owners_alone(tmp_path):
    home = Home(tmp_path / "home")
    secret = home.secret("django")
    assert len(secret) > 50
    assert home.secret("django") == secret
    (path,) = (tmp_path / "home/secrets").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://u:p%40ss@db:5433/imr", ("imr", "u", "p@ss", "db", 5433)),
        ("postgres://db/imr", ("imr", None, None, "db", None)),
        ("postgresql:///imr?host=/run/postgresql", ("imr", None, None, "/run/postgresql", None)),
    ],
)
def test_database_urls(url, expected):
    address = from_url(url)
    assert (address.name, address.user, address.password, address.host, address.port) == expected
    assert address.as_web().django()["OPTIONS"]["options"] == "-c role=openimr_web"


def serve(home, url):
    return subprocess.run(
        [sys.executable, "-m", "openimr.cli", "serve", "--port", "0"],
        env={**os.environ, "OPENIMR_HOME": str(home), "DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql:///openimr?host=/nowhere", "The database can't be made ready: "),
        ("mysql://db/imr", "DATABASE_URL must name a PostgreSQL database"),
    ],
)
def test_a_database_out_of_reach_is_one_sentence(tmp_path, url, words):
    done = serve(tmp_path / "home", url)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_login_that_may_not_be_the_web_is_told_how(root, tmp_path):
    with Embedded(root) as database:
        done = serve(
            tmp_path / "home", f"postgresql://{database.owner.user}@/openimr?host={database.owner.host}"
        )
    assert "GRANT openimr_web TO" in done.stderr
    assert done.returncode == 1


def test_no_migration_is_missing(home):
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("url", ["sqlite:///x", "postgresql://db", "", "mysql://db/imr"])
def test_other_urls_are_refused(url):
    with pytest.raises(ValueError, match="postgresql://user:password@host:5432/openimr"):
        from_url(url)
