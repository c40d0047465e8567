"""The forms of the eligibility review."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from openimr.law.questions import Question
from openimr.service.cases.commands.answering import field
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Side
from openimr.service.cases.forms import CaseForm
from openimr.service.office.dates import said

_YES_NO = {"yes": True, "no": False}


def day(label: str, *, required: bool = True, hint: str = "") -> forms.DateField:
    """A field for a day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        error_messages={"invalid": "This is no date; give one such as 2026-03-03."},
    )


def words(label: str, *, required: bool = True, hint: str = "", rows: int = 3) -> forms.CharField:
    """A field for some sentences."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=hint,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def choice(
    label: str, choices: Sequence[tuple[str, str]], *, required: bool = True, hint: str = ""
) -> forms.ChoiceField:
    """One of a few, none of them chosen beforehand."""
    return forms.ChoiceField(
        label=label, choices=list(choices), required=required, help_text=hint, widget=forms.RadioSelect
    )


class AnswerWidget(forms.RadioSelect):
    """Yes or no, and a note beside it; the note is sent as the field's name with ``-note``."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """(answer, note), each "" where it was not sent."""
        return data.get(name, "") or "", data.get(f"{name}-note", "") or ""

    def use_required_attribute(self, initial: Any) -> bool:
        """Not every question has to be answered at once."""
        return False

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether neither was sent."""
        return name not in data and f"{name}-note" not in data

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The choices, and the note below them."""
        answer, note = value or ("", "")
        choices = super().render(name, answer, attrs, renderer)
        id_ = f"{(attrs or {}).get('id', name)}_note"
        box = (
            '{}<span class="answer-note"><label for="{}">Note</label>'
            '<input class="usa-input" type="text" id="{}" name="{}-note" value="{}" maxlength="2000"></span>'
        )
        return format_html(box, choices, id_, id_, name, note)


class AnswerField(forms.Field):
    """An answer to one question: ``(holds or None, note)``."""

    widget = AnswerWidget

    def __init__(self, yes: str, no: str, **more: Any) -> None:
        choices = [("yes", f"Yes. {yes}"), ("no", f"No. {no}")]
        # Not to be read as "optional": a question that nobody answers stays open.
        super().__init__(required=True, widget=AnswerWidget(choices=choices), **more)

    def clean(self, value: Any) -> tuple[bool | None, str | None]:
        """The answer; a note without an answer is refused.

        Raises:
            forms.ValidationError: there is a note and no answer, or the answer is neither.
        """
        answer, note = value or ("", "")
        if answer and answer not in _YES_NO:
            raise forms.ValidationError("Choose yes or no.")
        if not answer and note.strip():
            raise forms.ValidationError("Choose yes or no; a note alone is no answer.")
        return _YES_NO.get(answer), note.strip()[:2000] or None


class AnswersForm(CaseForm):
    """Every question, with what one's own side answered so far."""

    def __init__(
        self, *given: Any, case: Case, questions: Iterable[Question], side: Side, **more: Any
    ) -> None:
        super().__init__(*given, case=case, **more)
        own = {(one.code, one.item): getattr(one, side) for one in case.questions}
        self.asked: list[tuple[str, Question]] = []
        for one in questions:
            name = field(one.code, one.item)
            given_answer = own.get((one.code, one.item)) or own.get((one.code, None))
            initial = None
            if given_answer is not None:
                initial = ("yes" if given_answer.holds else "no", given_answer.note or "")
            where = f", treatment {one.item}" if one.item is not None else ""
            label = format_html('Your answer<span class="usa-sr-only">: {}{}</span>', one.title, where)
            self.fields[name] = AnswerField(one.yes, one.no, label=label, initial=initial)
            self.asked.append((name, one))

    def answers(self) -> list[tuple[str, int | None, bool, str | None]]:
        """What was answered, as the command takes it."""
        found = []
        for name, one in self.asked:
            holds, note = self.cleaned_data[name]
            if holds is not None:
                found.append((one.code, one.item, holds, note))
        return found


class AttestForm(CaseForm):
    """No to all that is open."""

    attest = forms.BooleanField(
        label="I looked at each of these questions in this case, and none of them applies."
    )


class NoteForm(CaseForm):
    """A note on the way to somebody else."""

    note = words("What the other side should know or do")

    def __init__(self, *given: Any, required: bool, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["note"].required = required


class InformationForm(CaseForm):
    """A request for information."""

    rules = {"to": "8 CCR 9792.10.3(b)", "means": "8 CCR 9792.10.3(b)", "text": "8 CCR 9792.10.3(b)"}

    to = forms.MultipleChoiceField(label="Whom to ask", widget=forms.CheckboxSelectMultiple)
    means = choice(
        "How it goes out",
        [
            ("electronic", "By e-mail or the portal"),
            ("phone", "By phone, and in writing"),
            ("fax", "By fax"),
            ("mail", "By mail"),
        ],
        hint="By the most efficient means (8 CCR 9792.10.3(b)). By mail those asked are taken to have it five "
        "days later: our own presumption.",
    )
    text = words("What is needed, in words that everybody understands", rows=5)

    def __init__(self, *given: Any, parties: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["to"].choices = list(parties)  # type: ignore[attr-defined]


class ReceivedForm(CaseForm):
    """An answer to a request."""

    needed = ("text", "documents")

    text = words(
        "What was answered", required=False, rows=5, hint="Or name the papers below; one of both is needed."
    )
    documents = forms.MultipleChoiceField(
        label="Papers that came with it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Papers of this case; what is not there yet is added on the page Records first.",
    )

    def __init__(self, *given: Any, case: Case, **more: Any) -> None:
        super().__init__(*given, case=case, **more)
        self.fields["documents"].choices = papers(case)  # type: ignore[attr-defined]


def papers(case: Case) -> list[tuple[str, str]]:
    """The papers of a case to choose from."""
    return [(one.id, f"{one.title} ({said(one.dated or one.received)})") for one in case.documents]


class WithoutForm(CaseForm):
    """Going on without an answer."""

    needed = ("received",)

    received = day(
        "The day on which those asked had the request",
        required=False,
        hint="Only where it was not recorded.",
    )


class DeferForm(CaseForm):
    """Deferral."""

    rules = {"disputed": "LC 4610.5(k)"}

    disputed = words("What the claims administrator disputes")


class ResumeForm(CaseForm):
    """Resuming after a deferral."""

    rules = {"served": "LC 4610.5(h)(2)"}

    served = day("The day on which the notice was served")
    service = forms.ChoiceField(
        label="How it was served",
        required=False,
        choices=[
            ("", "Not known"),
            ("mail", "Mail"),
            ("electronic", "Electronically"),
            ("fax", "Fax"),
            ("personal", "In person"),
            ("express", "Express"),
        ],
    )


class RefuseForm(CaseForm):
    """The reasons of an ineligibility, one box each."""

    needed = ("codes",)

    codes = forms.MultipleChoiceField(
        label="Reasons that you confirm",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None is taken as given. What you choose here stands in the notice.",
    )

    def __init__(self, *given: Any, reasons: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["codes"].choices = list(reasons)  # type: ignore[attr-defined]


class FindForm(CaseForm):
    """The finding that the application is eligible; nothing in it is chosen beforehand."""

    needed = ("priority_reason", "formulary_reason")
    rules = {"priority": "LC 4610.6(d)"}

    priority = choice("Priority of the review", [("standard", "Standard"), ("expedited", "Expedited")])
    priority_reason = words(
        "Why that priority",
        required=False,
        rows=2,
        hint="Needed where the rules beside do not say the same.",
    )
    formulary = choice(
        "Is this a dispute on the drug formulary?",
        [("yes", "Yes: 5 working days to decide"), ("no", "No: 30 days to decide")],
        hint="Where such a dispute ends is not settled (V4): exempt, non-exempt and unlisted drugs. Nobody but "
        "you decides it.",
    )
    formulary_reason = words(
        "Why",
        required=False,
        rows=2,
        hint="Needed for yes, and for no where a drug is in dispute.",
    )

    def clean(self) -> dict[str, Any]:
        """The reason that the answer on the formulary wants."""
        data: dict[str, Any] = super().clean() or {}
        drugs = any(
            one.normalised is None
            or one.normalised.category in (None, "Pharmaceuticals")
            or one.normalised.drugs
            for one in self.case.items
        )
        if data.get("formulary") == "no" and drugs and not (data.get("formulary_reason") or "").strip():
            self.add_error(
                "formulary_reason", "A drug is in dispute: say why its clocks are not the formulary's."
            )
        return data
