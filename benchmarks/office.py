"""The office under load: `python -m benchmarks.office --cases 100000`.

It fills a home of its own with fictional cases (kept and used again if `--home` names one), proves that the ledger's
chain and a sample of the projections hold, starts `openimr serve` on it, and lets 50 signed-in people work at once:
each opens a page, reads it for a moment, opens the next. Then it takes the reading time away, to see how much the
machine can do. Times are those of whole answers, as a browser would wait for them.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

STAFF = (
    "intake",
    "records",
    "clinical_consultant",
    "panel_scheduler",
    "letter_quality",
    "medical_director",
    "finance",
    "regulator",
)
#: How often which page is opened: the shares of a day's work, as we assume them.
PAGES = {"queue": 35, "case": 27, "list": 10, "search": 13, "history": 8, "work": 7}
USERS = 50


@dataclass
class Person:
    """Somebody at work: the role, the cookie, the pages that are open to it."""

    role: str
    cookie: str
    queues: list[str]


@dataclass
class Seen:
    """What was measured: seconds by page, and what went wrong."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    load: float = 0.0


def main() -> None:
    """Fill, prove, serve, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--templates", type=int, default=1500, help="cases of which the others are copies")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--home", type=Path, help="keep the office here, and use it again")
    parser.add_argument("--seconds", type=float, default=60, help="of each measurement")
    parser.add_argument("--reading", type=float, default=3.0, help="mean seconds between a person's pages")
    parser.add_argument("--workers", type=int, default=2, help="web processes")
    parser.add_argument("--sample", type=int, default=200, help="cases whose projections are made again")
    parser.add_argument(
        "--flood", type=float, default=20, help="seconds without any reading time; 0 leaves it out"
    )
    parser.add_argument("--no-verify", action="store_true", help="leave out checking the whole chain")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = (options.home or Path(scratch) / "home").resolve()
        os.environ |= {"OPENIMR_HOME": str(home), "DJANGO_SETTINGS_MODULE": "openimr.service.settings"}
        os.environ.pop("DATABASE_URL", None)
        people, numbers = prepared(options)
        with served(options.workers) as port:
            measure(port, people, numbers, min(10, options.seconds), 0.5)  # the caches of both processes
            print(
                f"\n{len(people)} people, {options.reading:g} s between the pages of each, {options.workers} web processes, {os.cpu_count()} processors"
            )
            report(measure(port, people, numbers, options.seconds, options.reading))
            if options.flood:
                print(f"\n{len(people)} people without a pause: what the machine can do")
                report(measure(port, people, numbers, options.flood, 0))


def prepared(options: argparse.Namespace) -> tuple[list[Person], list[str]]:
    """An office with that many cases, proved; the people and the case numbers."""
    from openimr.service import bootstrap

    with bootstrap.database():
        bootstrap.prepare()
        from django.db import connections

        from openimr.service.cases.models import CaseRow

        if not CaseRow.objects.exists():
            _fill(options)
        _prove(options)
        numbers = list(CaseRow.objects.values_list("number", flat=True))
        people = _people()
        connections.close_all()
    return people, numbers


def _fill(options: argparse.Namespace) -> None:
    from django.db import connections, transaction

    from benchmarks.office_cases import REVIEWERS
    from benchmarks.office_filling import fill
    from openimr.service.accounts.models import User

    for role, number in itertools.product(STAFF, range(6)):
        User.objects.create_user(f"{role}-{number}@example.org", role, name=f"Sample {role.title()} {number}")
    for code in REVIEWERS[:2]:
        User.objects.create_user(f"{code.lower()}@example.org", "reviewer", reviewer_code=code)
    actors = {role: [f"user:{one.pk}" for one in User.objects.filter(role=role)] for role in STAFF}
    owner = connections["owner"]
    with transaction.atomic(using="owner"), owner.cursor() as cursor:
        done = fill(
            cursor.connection.cursor(),
            options.cases,
            options.templates,
            actors,
            datetime.now(UTC),
            options.seed,
        )
    print(", ".join(f"{value:,.0f} {name}" for name, value in done.items()), flush=True)
    owner.ensure_connection()
    owner.connection.autocommit = True
    with owner.cursor() as cursor:
        for table in ("ledger_event", "cases_caserow", "cases_itemrow", "cases_taskrow", "cases_clockrow"):
            cursor.execute(f"VACUUM (ANALYZE) {table}")


def _prove(options: argparse.Namespace) -> None:
    """The chain holds from its first entry to its last, and a sample of cases rebuilds to the same rows."""
    from openimr.service.cases.models import CaseRow
    from openimr.service.cases.rebuilding import _compare, from_events
    from openimr.service.ledger.exporting import export
    from openimr.service.ledger.models import Event
    from openimr.service.ledger.verifying import verify

    total = CaseRow.objects.count()
    numbers = CaseRow.objects.order_by("number").values_list("number", flat=True)
    sample = numbers[:: max(1, total // options.sample)]
    differences = [
        str(one)
        for number in sample
        for one in _compare(
            from_events(list(Event.objects.filter(stream=f"case:{number}").order_by("number"))), "default"
        )
    ]
    print(
        f"{len(sample)} of {total:,} cases made again from the ledger: {len(differences)} differences",
        flush=True,
    )
    if differences:
        sys.exit("\n".join(differences[:5]))
    if not options.no_verify:
        found = verify(export(now=datetime.now(UTC)))
        print(f"chain of {found.entries:,} entries: {'holds' if found.ok else found.problem}", flush=True)
        if not found.ok:
            sys.exit(1)


def _people() -> list[Person]:
    """Fifty people with live sessions, past the second factor."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal import auth
    from django.conf import settings
    from django.test import Client

    from openimr.service.accounts import second_factor
    from openimr.service.accounts.models import User
    from openimr.service.work.queues import queues_of

    people = []
    for user in User.objects.order_by("pk")[:USERS]:
        if not Authenticator.objects.filter(user=user).exists():
            second_factor.put(user, auth.generate_totp_secret())
        client = Client(SERVER_NAME="localhost")
        client.force_login(user, backend="openimr.service.accounts.backend.Backend")
        cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        people.append(Person(user.role, cookie, [one.key for one in queues_of(user.role)]))
    return people


@contextmanager
def served(workers: int) -> Iterator[int]:
    """`openimr serve` on the home, in processes of its own."""
    command = [sys.executable, "-m", "openimr.cli", "serve", "--port", "0", "--workers", str(workers)]
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
        if not found:
            process.wait(30)
            log.seek(0)
            sys.exit(f"openimr serve did not start: {log.read()}")
        try:
            yield int(found[1])
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def measure(port: int, people: list[Person], numbers: list[str], seconds: float, reading: float) -> Seen:
    """Everybody works for that long; ``reading`` is the mean of the pauses."""
    seen, lock = Seen(), threading.Lock()
    began = time.perf_counter()
    end = began + seconds

    def work(place: int, person: Person) -> None:
        rng = random.Random(place)
        line = _Line(port, person.cookie)
        if reading:
            time.sleep(rng.uniform(0, reading))
        while time.perf_counter() < end:
            page = rng.choices(list(PAGES), list(PAGES.values()))[0]
            address = _address(page, person, numbers, rng)
            start = time.perf_counter()
            status = line.get(address)
            took = time.perf_counter() - start
            with lock:
                if status == 200:
                    seen.times[page].append(took)
                else:
                    seen.errors[f"{page}: {status} {address if status != 'closed' else ''}"] += 1
            if reading:
                time.sleep(min(rng.expovariate(1 / reading), 5 * reading))
        line.close()

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(people)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    seen.seconds = time.perf_counter() - began
    seen.load = os.getloadavg()[0]
    return seen


def _address(page: str, person: Person, numbers: list[str], rng: random.Random) -> str:
    from benchmarks.office_filling import _LAST

    if page in ("case", "history") and person.role in ("reviewer", "finance"):
        page = "list"
    if page == "queue":
        return f"/office/queues/{rng.choice(person.queues)}/" + rng.choice(("", "", "?page=2", "?due=soon"))
    if page == "case":
        return f"/office/cases/{rng.choice(numbers)}/"
    if page == "history":
        return f"/office/cases/{rng.choice(numbers)}/history/"
    if page == "search":
        return f"/office/cases/?q={rng.choice(_LAST)}{rng.choice(('', rng.choice(_LAST).lower()))}"
    if page == "list":
        return "/office/cases/" + rng.choice(("", "?state=C1", "?state=open", "?page=3", "?sort=due"))
    return "/office/"


class _Line:
    """A connection that is kept between pages, as browsers keep it, and opened again when the server closed it."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.headers = port, {"Cookie": cookie, "Host": f"localhost:{port}", "Accept": "text/html"}
        self.connection: http.client.HTTPConnection | None = None
        self.used = 0.0

    def get(self, address: str) -> Any:
        if self.connection is None or time.perf_counter() - self.used > 4:
            self.close()
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            self.connection.request("GET", address, headers=self.headers)
            answer = self.connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            return "closed"
        self.used = time.perf_counter()
        return answer.status

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def report(seen: Seen) -> None:
    """The figures, page by page."""
    every = [one for times in seen.times.values() for one in times]
    print(f"  {'page':<9}{'n':>7}{'p50':>8}{'p95':>8}{'p99':>8}  milliseconds")
    for page, times in [*sorted(seen.times.items()), ("all", every)]:
        if times:
            cuts = [1000 * _quantile(times, share) for share in (0.5, 0.95, 0.99)]
            print(f"  {page:<9}{len(times):>7}" + "".join(f"{one:8.0f}" for one in cuts))
    print(
        f"  {len(every) / seen.seconds:.1f} requests a second, {sum(seen.errors.values())} errors; "
        f"the machine's load {seen.load:.1f}"
    )
    for what, count in seen.errors.most_common(5):
        print(f"    {count} x {what}")


def _quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


if __name__ == "__main__":
    main()
