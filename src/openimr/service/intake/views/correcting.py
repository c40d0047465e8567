"""Putting the form of a case right: before and after are shown, and a reason is given, before anything changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from openimr.law.forms import Application
from openimr.service.accounts.access import requires
from openimr.service.cases.actors import acting
from openimr.service.cases.commands import intake as commands
from openimr.service.cases.domain import Case
from openimr.service.cases.pages import address, opened, page
from openimr.service.cases.refusals import Conflict, Refused
from openimr.service.cases.unit import Repeated
from openimr.service.intake.application.form import ApplicationForm, initial_of, split
from openimr.service.intake.application.layout import PERSONS
from openimr.service.intake.views.filing import put
from openimr.service.ledger.models import Event


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after, in words."""

    title: str
    before: str
    after: str


@requires("application.correct")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, case_number: str) -> HttpResponseBase:
    """The form as it is; after a look at what changes, the corrected form."""
    case = opened(case_number)
    initial = initial_of(case.application)
    initial |= {"received": initial.get("received") or case.received, "channel": case.channel}
    form = ApplicationForm(request.POST or None, staff=True, initial=initial, without=("treatments",))
    expected = request.POST.get("expected") or str(case.version)
    changes: list[Change] = []
    if request.method == "POST" and form.is_valid():
        new = form.application().to_dict()
        wanted = _wanted(case, new)
        changes = _changes(form, initial)
        if not wanted:
            form.add_error(None, "Nothing on the form was changed.")
        elif request.POST.get("step") == "record":
            try:
                commands.correct(
                    acting(request.user),
                    case_number,
                    wanted,
                    request.POST.get("reason", ""),
                    expected=int(expected) if expected.isdecimal() else None,
                    submission=form.cleaned_data["submission"],
                )
            except Repeated:
                messages.info(request, "This was recorded already; nothing was done twice.")
                return redirect(address(case_number, "items/"))
            except Conflict as problem:
                expected = str(opened(case_number).version)
                form.add_error(None, problem.message)
            except Refused as problem:
                put(form, problem)
            else:
                messages.success(request, "The form is corrected; as it came it stays in the history.")
                return redirect(address(case_number, "items/"))
    context = page(
        request,
        opened(case_number),
        "Treatments",
        form=form,
        expected=expected,
        changes=changes if not form.errors else [],
        reason=request.POST.get("reason", ""),
        no_reason=request.POST.get("step") == "record" and not request.POST.get("reason", "").strip(),
        corrections=corrections(case_number),
    )
    return render(request, "intake/correct.html", context, status=422 if form.errors else 200)


def _wanted(case: Case, new: dict[str, Any]) -> dict[str, Any]:
    """The fields of the form that differ, as the command takes them; empty parts of persons count for nothing."""
    old = Application.from_dict(case.application).to_dict()
    # Where the form does not say when it came in, the case does.
    old["received"] = old["received"] or case.received.isoformat()
    old["channel"] = old["channel"] or case.channel
    wanted = {}
    for key, value in new.items():
        if key == "treatments" or _bare(value) == _bare(old.get(key)):
            continue
        wanted[key] = _bare(value) if key in PERSONS else value
    return wanted


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: inner for key, inner in value.items() if inner} or None
    return value


def _changes(form: ApplicationForm, initial: dict[str, Any]) -> list[Change]:
    out = []
    for name, field in form.fields.items():
        if name == "submission":
            continue
        before, after = _shown(form, name, initial.get(name)), _shown(form, name, form.cleaned_data.get(name))
        if before != after:
            person, _ = split(name)
            title = f"{person.replace('_', ' ').capitalize()}: {field.label}" if person else str(field.label)
            out.append(Change(title, before or "Not stated", after or "Not stated"))
    return out


def _shown(form: ApplicationForm, name: str, value: Any) -> str:
    """A value as the form shows it."""
    prepared = form.fields[name].prepare_value(value)
    chosen = dict(getattr(form.fields[name], "choices", ()))
    if prepared in chosen and prepared != "":
        return str(chosen[prepared])
    return "" if prepared in (None, "") else str(prepared).replace("\n", ", ")


def corrections(case_number: str) -> list[tuple[Event, list[tuple[str, Any]]]]:
    """Corrections that were made before, the latest first."""
    entries = Event.objects.filter(stream=f"case:{case_number}", type="application.corrected")
    return [
        (one, [(key.replace("_", " ").capitalize(), value) for key, value in one.data["changes"].items()])
        for one in entries.order_by("-number")
    ]
