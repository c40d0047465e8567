"""Alerts by e-mail: the form, and the page that a mail's link opens. None of it needs a cookie."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from openimr.archive.searching import with_filters
from openimr.service.bootstrap import wiring
from openimr.service.library import asking
from openimr.service.library.rendering import page
from openimr.service.takeaway import alerts, codes
from openimr.service.takeaway.downloading import limited
from openimr.service.takeaway.limits import ASKING, too_often
from openimr.service.takeaway.models import Alert
from openimr.service.takeaway.refusing import No, plainly, too_many

_GONE = (
    "This alert is not there any more: it was stopped, or nobody said yes to it within three days. Ask for it anew from "
    "the page of its search."
)


class _Form(forms.Form):
    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": "Give the address to write to.",
            "invalid": "This is no e-mail address: it should look like name@example.org.",
            "max_length": "An e-mail address has at most 254 characters.",
        },
    )


# No account and no cookie stands behind it, so a forged form can do no more than the form itself: have one question sent.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@plainly
def ask(request: HttpRequest) -> HttpResponse:
    """The form for a search (in the address), and what it was sent with."""
    asked = asking.read(request.GET)
    asking.understood(asked)
    wiring().archive.matching(asked.text, asked.filters)
    context = {
        "asked": asked,
        "search": with_filters(asked.text, asked.filters),
        "address": f"/archive/alerts/{asked.query()}",
        "back": f"/archive/{asked.query()}",
    }
    if request.method != "POST":
        return _own(page(request, "takeaway/alert.html", context))
    form = _Form(request.POST)
    if not form.is_valid():
        context |= {"problem": form.errors["email"][0], "typed": request.POST.get("email", "")[:300]}
        return _own(page(request, "takeaway/alert.html", context, status=400))
    if seconds := too_often(request, ASKING):
        raise too_many(seconds)
    alerts.ask(
        form.cleaned_data["email"],
        asked.text.strip(),
        asked.filters,
        site=request.build_absolute_uri("/").rstrip("/"),
    )
    return _own(page(request, "takeaway/asked.html", {**context, "email": form.cleaned_data["email"]}))


@require_http_methods(["GET", "HEAD"])
@plainly
def one(request: HttpRequest, number: int, given: str) -> HttpResponse:
    """An alert, for whoever has its mail. Opening it changes nothing: mail programs open links by themselves."""
    alert = _found(number, given)
    return _shown(request, alert)


@csrf_exempt
@require_POST
@plainly
def yes(request: HttpRequest, number: int, given: str) -> HttpResponse:
    """The address says yes."""
    alert = _found(number, given)
    alerts.confirm(alert, limited, wiring().archive)
    alert.refresh_from_db()
    return _shown(request, alert)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@plainly
def stop(request: HttpRequest, number: int, given: str) -> HttpResponse:
    """Stop it: with one POST, as RFC 8058 has it. Again is as good as once."""
    alert = codes.find(number, given)
    if request.method != "POST":
        return _shown(request, _found(number, given))
    if alert is not None:
        alerts.stop(alert)
    return _own(page(request, "takeaway/stopped.html", {"all": False}))


@csrf_exempt
@require_POST
@plainly
def forget(request: HttpRequest, number: int, given: str) -> HttpResponse:
    """Forget the address with all its alerts."""
    alerts.forget(_found(number, given))
    return _own(page(request, "takeaway/stopped.html", {"all": True}))


def _found(number: int, given: str) -> Alert:
    alert = codes.find(number, given)
    if alert is None:
        raise No("There is no such alert", _GONE, 404)
    return alert


def _shown(request: HttpRequest, alert: Alert) -> HttpResponse:
    context = {
        "alert": alert,
        "search": alerts.named(alert),
        "found": alerts.search_link(alert).removeprefix(alert.site),
        "here": alerts.link(alert).removeprefix(alert.site),
    }
    return _own(page(request, "takeaway/one.html", context))


def _own(response: HttpResponse) -> HttpResponse:
    """A page that is one person's: nobody keeps it, and its address goes nowhere."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
