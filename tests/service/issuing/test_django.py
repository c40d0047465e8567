"""The same through Django: its connection, its transactions, the model and the migration."""

from __future__ import annotations

import subprocess
import sys
from urllib.parse import quote

import psycopg

from tests.conftest import ROOT


def test_within_a_django_project(database, tmp_path) -> None:
    host = database.owner.host
    with psycopg.connect(dbname="postgres", user="postgres", host=host, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS within_django")
        connection.execute("CREATE DATABASE within_django OWNER openimr_owner")
    url = f"postgresql:///within_django?host={quote(host, safe='')}&user=openimr_owner"
    done = subprocess.run(
        [sys.executable, "-m", "tests.service.issuing.within_django", url, str(tmp_path / "shelf")],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.returncode) == ("done\n", 0), done.stderr
