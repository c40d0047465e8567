"""Projections of the cases: rows that can be made again from the ledger at any time.

``CaseRow.data`` is the whole case as JSON text; the other columns are what lists sort, filter and count by.
Nothing here depends on today's date, so that a rebuild gives the same rows on any day.
"""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models

#: The words of the employee's name, as they are indexed and looked for.
WORDS = SearchVector("employee_key", config="simple")


class CaseRow(models.Model):
    """One case."""

    number: models.CharField[str, str] = models.CharField(max_length=16, primary_key=True)
    version: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    state: models.CharField[str, str] = models.CharField(max_length=4)
    state_since: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    opened: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    received: models.DateField[date, date] = models.DateField()
    channel: models.CharField[str, str] = models.CharField(max_length=20)
    priority: models.CharField[str | None, str | None] = models.CharField(max_length=10, null=True)
    formulary: models.BooleanField[bool | None, bool | None] = models.BooleanField(null=True)
    employee: models.CharField[str | None, str | None] = models.CharField(max_length=200, null=True)
    #: The name in one form (see duplicates), for finding the same worker again.
    employee_key: models.CharField[str | None, str | None] = models.CharField(max_length=200, null=True)
    date_of_birth: models.DateField[date | None, date | None] = models.DateField(null=True)
    claim_number: models.CharField[str | None, str | None] = models.CharField(max_length=80, null=True)
    claim_key: models.CharField[str | None, str | None] = models.CharField(max_length=80, null=True)
    injury_date: models.DateField[date | None, date | None] = models.DateField(null=True)
    ur_decision_date: models.DateField[date | None, date | None] = models.DateField(null=True)
    claims_administrator: models.CharField[str | None, str | None] = models.CharField(
        max_length=200, null=True
    )
    physician: models.CharField[str | None, str | None] = models.CharField(max_length=200, null=True)
    #: Codes of the reviewers who hold the case, separated by blanks, with one before and after.
    reviewers: models.CharField[str | None, str | None] = models.CharField(max_length=80, null=True)
    #: The earliest due moment of an unmet clock whose duty is the organization's or the regulator's.
    due: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    due_clock: models.CharField[str | None, str | None] = models.CharField(max_length=12, null=True)
    assigned: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    records_complete: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    issued: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    published: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    outcome: models.CharField[str | None, str | None] = models.CharField(max_length=24, null=True)
    closed: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    data: models.TextField[str, str] = models.TextField()

    class Meta:
        """Indexes for what lists and duplicates ask."""

        indexes = [
            models.Index(fields=["state", "due"], name="case_state_due"),
            models.Index(fields=["-received", "-number"], name="case_received"),
            models.Index(fields=["claim_key"], name="case_claim", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["employee_key"], name="case_employee", opclasses=["text_pattern_ops"]),
            models.Index(fields=["closed", "due"], name="case_closed_due"),
            models.Index(fields=["issued"], name="case_issued"),
            # For lists: everything by what is due, and what is open, the latest first.
            models.Index(fields=["due", "number"], name="case_due"),
            models.Index(
                fields=["-received", "number"], name="case_open", condition=models.Q(closed__isnull=True)
            ),
            # For finding people by the start of any word of their name; see selectors.
            GinIndex(WORDS, name="case_words"),
        ]


class ItemRow(models.Model):
    """One disputed treatment, for counting and for finding duplicates."""

    case: models.ForeignKey[CaseRow, CaseRow] = models.ForeignKey(
        CaseRow, models.CASCADE, related_name="items", db_constraint=False
    )
    number: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    text: models.TextField[str, str] = models.TextField()
    category: models.CharField[str | None, str | None] = models.CharField(max_length=40, null=True)
    drug: models.CharField[str | None, str | None] = models.CharField(max_length=120, null=True)
    eligible: models.BooleanField[bool | None, bool | None] = models.BooleanField(null=True)
    decision: models.CharField[str | None, str | None] = models.CharField(max_length=12, null=True)

    class Meta:
        """One row an item."""

        constraints = [models.UniqueConstraint(fields=["case", "number"], name="item_once")]


class TaskRow(models.Model):
    """One task. ``sla_due`` is the day by which the organization's service level wants it done."""

    case: models.ForeignKey[CaseRow, CaseRow] = models.ForeignKey(
        CaseRow, models.CASCADE, related_name="tasks", db_constraint=False
    )
    case_id: str
    task: models.CharField[str, str] = models.CharField(max_length=60)
    queue: models.CharField[str, str] = models.CharField(max_length=40)
    opened: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    claimed_by: models.CharField[str | None, str | None] = models.CharField(max_length=80, null=True)
    claimed: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    escalated: models.TextField[str | None, str | None] = models.TextField(null=True)
    done: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    sla_due: models.DateField[date | None, date | None] = models.DateField(null=True)
    jeopardy: models.DateField[date | None, date | None] = models.DateField(null=True)
    due: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    expedited: models.BooleanField[bool, bool] = models.BooleanField(default=False)

    class Meta:
        """Open tasks are found by queue, first the one that is due first."""

        constraints = [models.UniqueConstraint(fields=["case", "task"], name="task_once")]
        indexes = [
            models.Index(
                fields=["queue", "-expedited", "due", "opened"],
                name="task_open",
                condition=models.Q(done__isnull=True),
            ),
            models.Index(fields=["claimed_by"], name="task_claimed", condition=models.Q(done__isnull=True)),
            models.Index(fields=["queue", "done"], name="task_done"),
            models.Index(fields=["queue", "opened"], name="task_opened"),
        ]


class ClockRow(models.Model):
    """One legal clock that runs in a case that is not over, for the calendar and the board."""

    case: models.ForeignKey[CaseRow, CaseRow] = models.ForeignKey(
        CaseRow, models.CASCADE, related_name="clocks", db_constraint=False
    )
    case_id: str
    clock: models.CharField[str, str] = models.CharField(max_length=12)
    title: models.CharField[str, str] = models.CharField(max_length=200)
    due: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    duty_of: models.CharField[str | None, str | None] = models.CharField(max_length=60, null=True)

    class Meta:
        """Clocks are found by when they are due."""

        indexes = [
            models.Index(fields=["due"], name="clock_due"),
            models.Index(fields=["case"], name="clock_case"),
        ]
