"""The living style page: every part of the office with made-up data, for designers, screenshots and tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openimr.law.model import Clock, Evidence, Law
from openimr.service.office import drawings
from openimr.service.office.clocks import Chip, chip, due_chip
from openimr.service.office.months import Due, month
from openimr.service.office.navigation import office_nav
from openimr.service.office.parts import (
    Answer,
    Badge,
    Card,
    CaseHead,
    Cell,
    Column,
    Confirm,
    Crumb,
    Event,
    Filter,
    Finding,
    Lane,
    Question,
    Row,
    Step,
    Tab,
)

#: The page always looks the same: it is the afternoon of one day.
_NOW = datetime(2026, 4, 16, 22, 30, tzinfo=UTC)
_TODAY = date(2026, 4, 16)
_RECORDS = Law("LC 4610.5(l)", Evidence.STATUTE)


class _Form(forms.Form):
    claim = forms.CharField(
        label="Claim number", help_text="As the claims administrator writes it.", max_length=30
    )
    injury = forms.DateField(
        label="Date of injury",
        error_messages={
            "invalid": "February 30, 2025 is no date; look at box 4 of the form and type it again."
        },
        widget=forms.DateInput(attrs={"class": "short"}),
    )
    service = forms.ChoiceField(
        label="How the decision was served", choices=[("mail", "Mail"), ("fax", "Fax"), ("", "Not stated")]
    )
    priority = forms.ChoiceField(
        label="Priority",
        choices=[("standard", "Standard"), ("expedited", "Expedited, with the physician’s certification")],
        widget=forms.RadioSelect,
    )
    enclosed = forms.BooleanField(label="The application form was enclosed, filled in", required=False)
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """The style page: in a demonstration, in debug mode, and for administrators; for nobody else it is not there."""
    must_be_shown(request)
    return render(request, "office/style.html", _context(request))


def must_be_shown(request: HttpRequest) -> None:
    """Let through whoever may see made-up data.

    Raises:
        Http404: they may not.
    """
    office = office_nav(request).get("office", {})
    administrator = bool(office) and office["may"]("users.manage")
    if not (settings.DEBUG or getattr(settings, "OPENIMR_DEMO", False) or administrator):
        raise Http404("The style page is for administrators.")


def _context(request: HttpRequest) -> dict[str, object]:
    form = _Form(
        data={"claim": "WC-2025-004417", "injury": "02/30/2025", "service": "mail", "priority": "standard"}
    )
    number = request.GET.get("page", "2")
    return {
        "crumbs": [Crumb("Work", "/office/"), Crumb("CM26-0004417")],
        "head": _head(),
        "chips": _chips(),
        "badges": [
            Badge("Standard"),
            Badge("Expedited", "warn", "timer"),
            Badge("Eligible", "good"),
            Badge("Late", "bad"),
            Badge("In review", "info", "visibility"),
            Badge("Unknown", "quiet"),
        ],
        "columns": _columns(),
        "rows": _rows(),
        "actions": [("claim", "Claim"), ("return", "Return to the queue"), ("escalate", "Escalate")],
        "page_obj": Paginator(range(412), 25).get_page(number if number.isdecimal() else "2"),
        "filters": [
            Filter("state", "State", [("C1", "In review", 41), ("C3", "Quality", 9)], "C1"),
            Filter("priority", "Priority", [("standard", "Standard", 187), ("expedited", "Expedited", 13)]),
            Filter("due", "Due", [("late", "Late", 4), ("soon", "In three days", 11)]),
        ],
        "form": form,
        "form_fields": [form["claim"], form["injury"], form["service"]],
        "events": _events(),
        "facts": [
            ("Received", "April 1, 2026, by mail"),
            ("Claims administrator", "Golden State Mutual Indemnity"),
            ("EAMS number", ""),
            ("Treatment denied", "March 12, 2026"),
        ],
        "questions": _questions(),
        "findings": [
            Finding(
                "error",
                "DECISION-02",
                "Item 2 has no decision.",
                "Item 2, trigger point injection",
                "choose one and give its rationale.",
                "#item-2",
            ),
            Finding("warning", "CITE-04", "The guideline’s year is not stated.", "Item 1, rationale"),
            Finding("note", "DOCS-01", "Three pages have not been opened."),
        ],
        "confirm": Confirm(
            title="End the case",
            sentence="End case CM26-0004417 because the treatment has been authorized?",
            button="End the case",
            back="#confirm",
            consequences=[
                "All parties get a notice of termination today.",
                "The reviewer R-0042 is told to stop; the fee after a reviewer’s appointment is due.",
            ],
            danger=True,
            law="LC 4610.5(g)",
        ),
        "lanes": _lanes(),
        "month": month(
            2026,
            4,
            [
                Due(date(2026, 4, 14), "Records", "#", "bad", 2),
                Due(date(2026, 4, 16), "Determinations", "#", "warn", 12),
                Due(date(2026, 4, 16), "Assignment notices", "#", "warn", 3),
                Due(date(2026, 4, 17), "Determinations", "#", "plain", 5),
                Due(date(2026, 4, 20), "Records", "#", "plain", 31),
                Due(date(2026, 4, 20), "Determinations", "#", "plain", 9),
                Due(date(2026, 4, 20), "Appeals", "#", "info", 1),
                Due(date(2026, 4, 20), "Answers from parties", "#", "plain", 2),
                Due(date(2026, 4, 20), "Invoices", "#", "plain", 4),
                Due(date(2026, 4, 28), "Determinations", "#", "plain", 7),
            ],
            today=_TODAY,
            closed={date(2026, 4, 3): "Example holiday"},
            before="?month=2026-03",
            after="?month=2026-05",
        ),
        "charts": drawings.samples(),
    }


def _head() -> CaseHead:
    clock = Clock(
        "determination.standard",
        "Determination due",
        date(2026, 4, 1),
        date(2026, 4, 18),
        "running",
        (_RECORDS,),
        (),
    )
    return CaseHead(
        number="CM26-0004417",
        address="#",
        state=Badge("In review", "info", "visibility"),
        code="C1",
        priority=Badge("Standard"),
        employee="Maria Sample",
        claim_number="WC-2025-004417",
        items=[
            ("Valium 10 mg #60", None),
            ("Trigger point injection, left trapezius", Badge("Ineligible: not denied", "warn")),
        ],
        clock=chip(clock, _NOW),
        holder="Reviewer R-0042",
        facts=[("Received", "Apr 1, 2026"), ("Injured", "")],
        tabs=[
            Tab("Case", "#", current=True),
            Tab("Application", "#"),
            Tab("Eligibility", "#"),
            Tab("File", "#", count=214),
            Tab("Review", "#"),
            Tab("Letters", "#", count=3),
            Tab("History", "#", count=27),
        ],
        steps=[
            Step("Application", "done", "Apr 1"),
            Step("Eligibility", "done", "Apr 2"),
            Step("Records", "done", "Apr 8"),
            Step("Review", "current"),
            Step("Quality", "todo"),
            Step("Letter", "todo", "by Apr 18"),
        ],
    )


def _chips() -> list[Chip]:
    def clock(title: str, due: date | datetime | None, state: str, **more: object) -> Chip:
        made = Clock("x", title, date(2026, 4, 1), due, state, (_RECORDS,), (), **more)  # type: ignore[arg-type]
        return chip(made, _NOW)

    working = (
        "Assigned on April 1, 2026: day 0.",
        "15 calendar days: April 16, 2026, a Thursday.",
        "Served by mail in California: 5 more days, April 21, 2026.",
    )
    return [
        Chip(
            "Records from the claims administrator",
            date(2026, 4, 21),
            "ok",
            "5 days left",
            (_RECORDS, Law("CCP 1013", Evidence.RECALLED)),
            working,
            asks="Whether mail adds five days here stands in no source that was read.",
            consequence="the review goes on without them.",
            duty_of="the claims administrator",
        ),
        clock("Determination", date(2026, 4, 17), "running", consequence="the regulator is told."),
        clock("Determination, expedited", _NOW + timedelta(hours=7), "running"),
        clock(
            "Assignment notice",
            date(2026, 4, 14),
            "missed",
            consequence="it is counted in the monthly report.",
        ),
        clock("Application", None, "not started", asks="The date the decision was served is unknown."),
        clock("Utilization review", None, "tolled"),
        clock("Answer to the request for information", date(2026, 4, 9), "met", met_at=date(2026, 4, 8)),
    ]


def _columns() -> list[Column]:
    return [
        Column("Case", "?sort=case"),
        Column("Treatments", narrow=True),
        Column("State"),
        Column("Due by law", "?sort=due", "ascending"),
        Column("Service level", "?sort=level", narrow=False),
        Column("Pages", "?sort=pages", numeric=True, narrow=False),
        Column("With"),
    ]


def _rows() -> list[Row]:
    given = [
        ("CM26-0004391", "Acupuncture 2 x 4", "Quality", -2, "L. Ortiz", 88, "bad"),
        ("CM26-0004402", "Urine drug screen", "In review", 0, "R-0017", 1204, "warn"),
        ("CM26-0004417", "Valium 10 mg #60; trigger point injection", "In review", 2, "R-0042", 214, "warn"),
        ("CM26-0004430", "Lumbar MRI", "Records pending", 9, "", 0, "plain"),
        (
            "CM26-0004433",
            "Functional restoration program, 80 hours",
            "Eligibility",
            17,
            "T. Nguyen",
            12,
            "plain",
        ),
    ]
    return [
        Row(
            [
                Cell(number, note="Maria Sample"),
                Cell(text),
                Cell(badge=Badge(state)),
                Cell(clock=due_chip("Determination", _TODAY + timedelta(days=days), _NOW)),
                Cell(f"Due {4 + days} April" if days > 0 else "Today", note="2 business days"),
                Cell(f"{pages:,}"),
                Cell(holder or "Nobody"),
            ],
            address=f"#{number}",
            key=number,
            label=number,
            claim="" if holder else f"/office/style/?claim={number}",
            tone=tone,  # type: ignore[arg-type]
        )
        for number, text, state, days, holder, pages, tone in given
    ]


def _events() -> list[Event]:
    return [
        Event(
            "Reviewer chosen: R-0042, pain medicine",
            datetime(2026, 4, 9, 17, 5, tzinfo=UTC),
            "Panel scheduler",
            (("License", "California, expires June 30, 2027"), ("Conflicts declared", "none")),
            "2026.1",
            12,
            "9f3c1ad2c04b77ea",
            "info",
            "person",
        ),
        Event(
            "Records complete: 214 pages",
            datetime(2026, 4, 8, 20, 41, tzinfo=UTC),
            "Records",
            number=11,
            hash="1b77e0aa23c9d1f0",
            tone="good",
            icon="check",
        ),
        Event(
            "Records are late; the claims administrator was reminded",
            datetime(2026, 4, 7, 16, 0, tzinfo=UTC),
            "System",
            number=10,
            hash="c0ffee1234567890",
            tone="warn",
            icon="warning",
        ),
        Event(
            "Application received by mail",
            datetime(2026, 4, 1, 18, 12, tzinfo=UTC),
            "Intake",
            number=1,
            hash="0a1b2c3d4e5f6071",
            icon="mail",
        ),
    ]


def _questions() -> list[Question]:
    return [
        Question(
            "Is the application timely?",
            Answer("Yes", "T. Nguyen", date(2026, 4, 2)),
            Answer(None),
            "LC 4610.5(h)(1)",
            working=("Decision served by mail on March 12, 2026.", "30 days and 5 for mail: April 16, 2026."),
            code="timely",
        ),
        Question(
            "Is it a copy of an application on file?",
            Answer("No", "T. Nguyen", date(2026, 4, 2), "The other case is about another body part."),
            Answer("Yes", "Regulator", date(2026, 4, 3)),
            code="duplicate",
        ),
        Question(
            "Does the claims administrator dispute liability?",
            Answer(None),
            Answer(None),
            "LC 4610(l)",
            asks="The letter names a dispute, and does not say of which body part.",
            code="liability",
        ),
    ]


def _lanes() -> list[Lane]:
    rows = _rows()
    cards = [
        Card(
            row.key,
            f"#{row.key}",
            row.cells[1].text,
            row.cells[3].clock,
            [row.cells[2].badge],
            row.cells[6].text if row.cells[6].text != "Nobody" else "",
        )
        for row in rows
    ]
    return [
        Lane("Intake", cards[4:], 23, address="#"),
        Lane("Eligibility", cards[3:], 31, jeopardy=2, address="#"),
        Lane("Records", cards[2:4], 64, jeopardy=5, late=1, address="#"),
        Lane("Review", cards[1:3], 41, jeopardy=4, address="#"),
        Lane("Quality", cards[:1], 9, late=1, address="#"),
        Lane("Issuing", [], 0, address="#"),
    ]
