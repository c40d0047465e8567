"""What may be issued and what not; sweeping; checking the storage; and what the database itself forbids."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from openimr.service.database import WEB
from openimr.service.issuing.storing import (
    AlreadyIssued,
    Issued,
    IssuingProblem,
    check_storage,
    issue,
    issued_of,
    read,
    sweep,
)
from tests.service.issuing.audit import assert_right, shelved
from tests.service.issuing.office import NOW, issue_one

CASE = "CM26-0000007"
LATER = datetime(2036, 1, 1, tzinfo=UTC)


def plain(desk, connection, number=1, **options):
    """Issue a notice: the bytes are told apart by the number."""
    given = {"kind": "notice", "pdf": b"%%PDF-1.7 notice %d" % number, "version": number, **options}
    return issue_one(desk, connection, CASE, **given)


def sweep_now(desk, connection, *, now=LATER, named=lambda _: ()):
    hour = timedelta(hours=1)
    return sweep(connection, desk.shelf, atomic=connection.transaction, named=named, now=now, older_than=hour)


def test_a_letter_comes_back_as_it_was_issued(desk, connection) -> None:
    issued = issue_one(desk, connection, CASE)
    assert (issued.case_number, issued.kind, issued.version, issued.issued_at) == (CASE, "signed", 1, NOW)
    assert issued_of(connection, CASE) == (issued,)
    assert len(read(connection, desk.shelf, issued.id)) == issued.size
    assert assert_right(desk)["letters"] == 1


def test_the_bytes_are_there_before_the_row_is(desk, connection) -> None:
    seen = []

    def record(issued: Issued) -> None:
        seen.append(desk.shelf.get(issued.sha256))

    plain(desk, connection, record=record)
    assert seen == [b"%PDF-1.7 notice 1"]


@pytest.mark.parametrize(
    ("second", "says", "why"),
    [
        ({"version": 1}, "Version 1 of the notice letter .* was issued on 2026-11-24", "issued before"),
        ({"version": 3}, "is version 2, not 3", "one is left out"),
        ({"version": 0}, "is version 2, not 0", "none has the number 0"),
        (
            {"kind": "correction", "version": 1},
            "has to name the letter that it corrects",
            "a correction of nothing",
        ),
        ({"version": 2, "supersedes": 999}, "is not a letter of CM26-0000007", "of another case, or of none"),
        ({"version": 2, "pdf": b"<html>"}, "is no PDF", "not a letter"),
    ],
)
def test_what_is_refused(desk, connection, second, says, why) -> None:
    plain(desk, connection)
    with pytest.raises(IssuingProblem, match=says):
        plain(desk, connection, **{"number": 2, "pdf": b"%PDF-1.7 second", **second})
    assert len(issued_of(connection, CASE)) == 1, why
    sweep_now(desk, connection)
    assert assert_right(desk)["letters"] == 1


@pytest.mark.parametrize(
    ("options", "says"),
    [({"kind": "draft"}, "no kind of letter 'draft'"), ({"issued_at": datetime(2026, 1, 1)}, "time zone")],  # noqa: DTZ001
)
def test_wrong_use(desk, connection, options, says) -> None:
    given = {"kind": "notice", "issued_at": NOW, **options}
    with pytest.raises(ValueError, match=says):
        issue(
            connection,
            desk.shelf,
            atomic=connection.transaction,
            case_number=CASE,
            version=1,
            pdf=b"%PDF-",
            determination=None,
            record=lambda _: None,
            **given,
        )
    assert not shelved(desk)


def test_a_letter_is_superseded_once(desk, connection) -> None:
    first = issue_one(desk, connection, CASE)
    second = issue_one(desk, connection, CASE, kind="correction", supersedes=first.id)
    with pytest.raises(IssuingProblem, match=r"superseded by version 1 \(correction\) already"):
        issue_one(desk, connection, CASE, kind="correction", version=2, supersedes=first.id)
    third = issue_one(desk, connection, CASE, kind="correction", version=2, supersedes=second.id)
    assert [one.supersedes for one in issued_of(connection, CASE)] == [None, first.id, second.id]
    assert third.version == 2
    with pytest.raises(IssuingProblem, match="is not a letter of CM26-0000008"):
        issue_one(desk, connection, "CM26-0000008", kind="correction", supersedes=third.id)


def test_a_refused_event_undoes_the_letter(desk, connection) -> None:
    def record(issued: Issued) -> None:
        raise RuntimeError("the ledger refuses")

    with pytest.raises(RuntimeError):
        plain(desk, connection, record=record)
    assert issued_of(connection, CASE) == ()
    assert len(shelved(desk)) == 1, "an orphan"
    assert plain(desk, connection).version == 1
    assert assert_right(desk) == {"letters": 1, "told": 0, "numbers": 0, "orphans": 0, "half": 0}


def test_the_callers_rollback_undoes_it_too(desk, connection) -> None:
    with connection.transaction(force_rollback=True):
        plain(desk, connection)
    assert issued_of(connection, CASE) == ()
    assert assert_right(desk)["orphans"] == 1


def test_of_two_who_issue_the_same_one_wins(desk) -> None:
    results: list[object] = []
    gate = threading.Barrier(8)

    def submit(number: int) -> None:
        with desk.connect() as connection:
            gate.wait()
            try:
                results.append(plain(desk, connection, pdf=b"%%PDF-1.7 by %d" % number))
            except AlreadyIssued as problem:
                results.append(problem.held)

    threads = [threading.Thread(target=submit, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 8
    assert len(set(results)) == 1, "all are told of the one that was issued"
    assert assert_right(desk)["orphans"] == 7


# Sweeping


def test_young_files_and_others_stay(desk, connection) -> None:
    plain(desk, connection)
    young = desk.shelf.put(b"%PDF-1.7 being issued")
    stranger = desk.folder / "ab" / "README"
    stranger.parent.mkdir(exist_ok=True)
    stranger.write_text("not a letter")
    assert sweep_now(desk, connection, now=datetime.now(UTC)) == ()
    assert sweep_now(desk, connection) == (f"{young[:2]}/{young[2:]}",)
    assert stranger.exists()


def test_sweeping_between_bytes_and_row_loses_nothing(desk, connection) -> None:
    """The bytes lie there from an earlier attempt, old enough to be swept, and are swept just then."""
    pdf = b"%PDF-1.7 once more"
    desk.shelf.put(pdf)

    class Slow(type(desk.shelf)):
        def put(self, data: bytes) -> str:
            sha256 = super().put(data)
            if not swept:
                with desk.connect() as other:
                    swept.extend(sweep_now(desk, other))
            return sha256

    swept: list[str] = []
    issued = plain(desk, connection, pdf=pdf, shelf=Slow(desk.folder))
    assert len(swept) == 1
    assert read(connection, desk.shelf, issued.id) == pdf


def test_sweeping_waits_for_who_is_issuing(desk, connection) -> None:
    """Between the row and its commit nobody else sees the row; the sweep does not take its bytes for an orphan."""
    done = threading.Event()

    def sweeping() -> None:
        with desk.connect() as other:
            sweep_now(desk, other)
        done.set()

    with connection.transaction():
        issued = plain(desk, connection)
        thread = threading.Thread(target=sweeping)
        thread.start()
        assert not done.wait(0.3)
    thread.join()
    assert read(connection, desk.shelf, issued.id) == b"%PDF-1.7 notice 1"


def test_what_others_name_stays(desk, connection) -> None:
    issued = plain(desk, connection)
    record, orphan = desk.shelf.put(b"%PDF-1.7 record"), desk.shelf.put(b"%PDF-1.7 orphan")
    asked = []

    def named(digests):
        asked.extend(digests)
        return [record]

    assert sweep_now(desk, connection, named=named) == (f"{orphan[:2]}/{orphan[2:]}",)
    assert set(asked) == {issued.sha256, record, orphan}
    assert shelved(desk) == {issued.sha256, record}


# The check of the storage


def test_every_bad_letter_is_named(desk, connection) -> None:
    issued = [plain(desk, connection, number) for number in range(1, 7)]
    path = [desk.folder / one.sha256[:2] / one.sha256[2:] for one in issued]
    path[0].unlink()
    path[1].write_bytes(b"")
    path[2].write_bytes(b"%PDF-1.7 notice 2")
    path[3].unlink()
    path[3].mkdir()
    bad = list(check_storage(connection, desk.shelf))
    assert [one.issued for one in bad] == issued[:4]
    for one, words in zip(
        bad, ("is not in the storage", "has 0 bytes", "that are not", "can't be read"), strict=True
    ):
        assert words in one.problem
        assert one.problem.startswith(f"Version {one.issued.version} of the notice letter of {CASE}")
    with pytest.raises(IssuingProblem, match="can't be shown: Version 1"):
        read(connection, desk.shelf, issued[0].id)
    with pytest.raises(KeyError, match="999"):
        read(connection, desk.shelf, 999)


# What the database forbids, whoever asks


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE issuing_letter SET sha256 = sha256",
        "UPDATE issuing_letter SET size = 1 WHERE false",
        "DELETE FROM issuing_letter",
        "TRUNCATE issuing_letter CASCADE",
    ],
)
def test_rows_are_final_even_for_their_owner(desk, connection, statement) -> None:
    plain(desk, connection)
    with pytest.raises(psycopg.errors.RestrictViolation, match="never changed or deleted"):
        connection.execute(statement)
    assert assert_right(desk)["letters"] == 1


_ROW = (
    "INSERT INTO issuing_letter (case_number, kind, version, sha256, size, issued_at, supersedes_id)"
    " VALUES ({case}, {kind}, {version}, {sha256}, {size}, now(), {supersedes})"
)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"version": "1", "kind": "'notice'", "case": f"'{CASE}'"}, "issued before"),
        ({"version": "0"}, "versions begin at 1"),
        ({"kind": "'draft'"}, "no such kind"),
        ({"kind": "'correction'"}, "a correction of nothing"),
        ({"sha256": "repeat('A', 64)"}, "no digest"),
        ({"size": "0"}, "no bytes"),
        ({"case": "''"}, "no case"),
        ({"supersedes": "(SELECT id FROM issuing_letter)"}, "a letter of another case"),
    ],
)
def test_rows_that_can_not_be(desk, connection, change, why) -> None:
    plain(desk, connection)
    row = {"case": "'CM26-1'", "kind": "'signed'", "version": "1", "sha256": "repeat('a', 64)", "size": "1"}
    with pytest.raises(psycopg.errors.IntegrityError):
        connection.execute(_ROW.format(**{**row, "supersedes": "NULL", **change}))
    assert why
    connection.execute(_ROW.format(**row, supersedes="NULL"))  # and without the change it can


def test_the_pages_may_issue_and_nothing_else(desk, database) -> None:
    with psycopg.connect(
        dbname=database.web.name, user=WEB, host=database.web.host, autocommit=True
    ) as connection:
        assert plain(desk, connection).version == 1
        sweep_now(desk, connection)
        for statement in (
            "UPDATE issuing_letter SET size = 2",
            "DELETE FROM issuing_letter",
            "TRUNCATE issuing_letter CASCADE",
            "ALTER TABLE issuing_letter DISABLE TRIGGER ALL",
            "DROP TRIGGER issuing_letter_is_final ON issuing_letter",
            "SELECT setval('issuing_case_number_2026', 1)",
            "SELECT nextval('issuing_case_number_2026')",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
