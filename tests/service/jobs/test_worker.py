"""The worker as it runs: a process that is killed in the middle of a task, and the one that takes the task up."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from openimr.service import clock
from openimr.service.notices.models import Outgoing

from .test_tasks import queued


@pytest.fixture(autouse=True)
def _quiet(ready):
    Outgoing.objects.update(sent=clock.now(), sha256="0" * 64)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("DELETE FROM procrastinate_workers")


def start(*options: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "openimr.cli", "worker", *options]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)


def wait_for(what, seconds: float = 30.0):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.1)
    raise AssertionError(f"{what} did not come within {seconds} s")


def ended(worker: subprocess.Popen[bytes]) -> tuple[int, str]:
    worker.send_signal(signal.SIGTERM)
    _, said = worker.communicate(timeout=30)
    return worker.returncode, said.decode()


def doing() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND task_name = 'post'")
        return [row[0] for row in cursor.fetchall()]


def mails(row: Outgoing) -> int:
    """How often the mail of a row stands in the files of outgoing mail."""
    folder = Path(settings.EMAIL_FILE_PATH)
    texts = [one.read_bytes().decode("utf-8", "replace") for one in folder.glob("*.log")]
    subject = re.compile(rf"^Subject: .*\({row.case_number}\)", re.MULTILINE)
    return sum(len(subject.findall(text.replace("\n ", " "))) for text in texts)


def test_a_worker_makes_and_sends_what_is_queued_and_ends_when_told(ready):
    worker = start()
    try:
        (row,) = queued()
        wait_for(lambda: Outgoing.objects.get(pk=row.pk).sent)
    finally:
        status, said = ended(worker)
    assert (status, "Traceback" in said) == (0, False), said
    assert mails(row) == 1


def test_the_task_of_a_killed_worker_is_taken_up_and_no_mail_goes_twice(ready):
    """The first worker stands in the middle of making a paper (a lock holds it there) when it is killed."""
    first, second = queued(2)
    worker = start()
    with transaction.atomic():
        Outgoing.objects.select_for_update().get(pk=second.pk)
        (job,) = wait_for(doing)
        wait_for(lambda: Outgoing.objects.filter(pk=first.pk).exclude(sha256=None).exists())
        worker.kill()
        worker.communicate()
    assert doing() == [job], "the task is still marked as begun"
    assert mails(first) == 0
    with connection.cursor() as cursor:  # half a minute passes
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    successor = start()
    try:
        wait_for(lambda: not Outgoing.objects.filter(pk__in=[first.pk, second.pk], sent=None).exists())
        wait_for(lambda: not doing())
    finally:
        status, said = ended(successor)
    assert (status, "Traceback" in said) == (0, False), said
    assert "is taken up again" in said
    assert [mails(first), mails(second)] == [1, 1]


def test_a_child_ends_with_whoever_started_it(ready, tmp_path):
    """A web process that is killed leaves no worker behind."""
    script = (
        "import os, subprocess, sys, time;"
        "p = subprocess.Popen([sys.executable, '-m', 'openimr.service.jobs.starting', str(os.getpid())], stderr=subprocess.DEVNULL);"
        "print(p.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    wait_for(lambda: _registered())
    assert Path(f"/proc/{child}").exists()
    parent.kill()
    parent.wait()
    wait_for(
        lambda: (
            not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().split()[2]
        )
    )


def _registered() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_workers")
        return cursor.fetchone()[0] > 0


def test_without_tables_it_says_what_to_do(tmp_path):
    environment = {**os.environ, "OPENIMR_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-m", "openimr.cli", "worker"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "start `openimr serve` once" in done.stderr
    assert "Traceback" not in done.stderr
