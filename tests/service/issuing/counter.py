"""A counter where letters are issued by the real command, in processes that may be killed at any moment.

``python -m tests.service.issuing.counter JOURNAL`` sets Django up once and then forks a clerk for each line that
it reads, and says the clerk's process id. A clerk files, releases and issues case after case until killed. What
was done is written to the journal, each line with one system call, so that a kill loses none.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path


def note(journal: Path, line: str) -> None:
    descriptor = os.open(journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(descriptor, f"{line}\n".encode())
    os.close(descriptor)


def clerk(journal: Path) -> None:
    """Until killed."""
    from openimr.service.cases.actors import Actor
    from openimr.service.cases.commands.issuing import issue
    from openimr.service.cases.commands.quality import decided
    from openimr.service.cases.domain.events.review import QualityReleased
    from openimr.service.cases.unit import work
    from openimr.service.issuing.held import to_ledger
    from tests.service.office_case import SYSTEM, a_case

    while True:
        case = a_case("C3")
        note(journal, f"given {case.number}")
        with work(SYSTEM) as unit:
            unit.load(case.number, "case.view")
            unit.emit(case.number, QualityReleased(determination=to_ledger(decided(case))))
        note(journal, f"released {case.number} {os.getpid()}")
        after = issue(Actor("user:9001", "letter_quality"), case.number, service="mail")
        note(journal, f"issued {case.number} {after.letter.sha256}")


def main(journal: Path) -> None:
    import django

    django.setup()
    from django.conf import settings

    # Imported before anybody forks, and nothing of it started: no connection, no typesetting.
    import tests.service.office_case  # noqa: F401
    from openimr.law.states import transitions
    from openimr.service.cases.domain.tasks import queues
    from openimr.service.cases.normalising import normalise
    from openimr.service.notices import template
    from openimr.service.rules import rules_version

    assert settings.configured
    # What every clerk would read anew: data of the law, of the vocabulary, of the notices.
    normalise("Valium 10mg #60")
    for kind in ("appeal-information", "proof-of-service"):
        template(kind)
    assert transitions()
    assert queues()
    assert rules_version()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for _ in sys.stdin:
        pid = os.fork()
        if not pid:
            try:
                clerk(journal)
            finally:
                os._exit(1)
        print(pid, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
