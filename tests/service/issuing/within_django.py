"""Run by a test in a process of its own: the app of issuing, alone, in a Django project."""

from __future__ import annotations

import sys
from pathlib import Path

import django
from django.conf import settings

from openimr.service.database import from_url
from openimr.service.issuing.shelf import Shelf
from openimr.service.issuing.storing import AlreadyIssued, issue
from tests.service.issuing.office import NOW


def main(url: str, folder: str) -> None:
    settings.configure(
        DATABASES={"default": from_url(url).django()},
        INSTALLED_APPS=["openimr.service.issuing"],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()
    from django.core.management import call_command
    from django.db import IntegrityError, InternalError, connection, transaction

    from openimr.service.issuing.models import IssuedLetter

    call_command("migrate", verbosity=0)
    call_command("makemigrations", "issuing", check=True, dry_run=True, verbosity=0)

    def put(**given: object) -> object:
        return issue(
            connection,
            Shelf(Path(folder)),
            atomic=transaction.atomic,
            case_number="CM26-0000001",
            pdf=b"%PDF-1.7 one",
            issued_at=NOW,
            **{
                "version": 1,
                "kind": "signed",
                "determination": {"case_number": "CM26-0000001", "text": "naïve \u2265 5"},
                "record": lambda _: None,
                **given,
            },
        )

    first = put()
    try:
        with transaction.atomic():
            put(kind="correction", supersedes=first.id, record=lambda _: 1 / 0)
    except ZeroDivisionError:
        pass
    try:
        put()
    except AlreadyIssued as problem:
        assert problem.held == first
    letter = IssuedLetter.objects.get()
    assert (letter.id, letter.sha256, letter.issued_at) == (first.id, first.sha256, NOW)
    assert letter.determination["text"] == "naïve \u2265 5"
    second = put(kind="correction", supersedes=first.id, determination=None)
    assert IssuedLetter.objects.get(id=second.id).supersedes == letter
    assert str(letter.superseded_by) == "CM26-0000001 correction 1"
    last = IssuedLetter.objects.get(id=second.id)
    for change in (letter.save, last.delete, lambda: IssuedLetter.objects.update(size=1)):
        try:
            change()
        except (IntegrityError, InternalError) as problem:
            assert "never changed or deleted" in str(problem)
        else:
            raise AssertionError(f"{change} was let pass")
    print("done")


main(*sys.argv[1:])
