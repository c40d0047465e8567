"""The fee of a case, its invoice, and the price list."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from openimr.service.accounts.access import requires
from openimr.service.after import prices
from openimr.service.after.charging import NotYet, fee_of
from openimr.service.after.forms import EndForm, InvoiceForm, PriceForm
from openimr.service.after.models import PriceRow
from openimr.service.cases.actors import acting
from openimr.service.cases.commands.invoicing import invoice
from openimr.service.cases.domain import Case
from openimr.service.cases.pages import opened, page
from openimr.service.cases.people import shown
from openimr.service.cases.refusals import Refused
from openimr.service.cases.steps import sent, status
from openimr.service.cases.unit import Repeated
from openimr.service.office.parts import Crumb


@require_http_methods(["GET", "POST"])
@requires("finance.invoice")
def fees(request: HttpRequest, case_number: str) -> HttpResponse:
    """The fee with its working, and charging it."""
    case = opened(case_number)
    found, why = _fee(case)
    by_hand = found is not None and found.amount is None
    form = InvoiceForm(request.POST or None, case=case, by_hand=by_hand)
    if moved := sent(
        request,
        form,
        "Fees",
        "The invoice is there to be printed.",
        lambda actor, given: invoice(
            actor, case_number, amount=given.get("amount"), reason=given.get("reason", ""), **form.terms
        ),
    ):
        return moved
    case = form.case
    context: dict[str, Any] = {
        "form": form,
        "fee": found,
        "why": why,
        "by_hand": by_hand,
        "raised": _raised(case),
    }
    return render(request, "after/fees.html", page(request, case, "Fees", **context), status=status(form))


@require_safe
@requires("finance.invoice")
def bill(request: HttpRequest, case_number: str) -> HttpResponse:
    """The invoice, to be printed."""
    case = opened(case_number)
    raised = _raised(case)
    if raised is None:
        raise Http404(f"No fee was charged in case {case_number}.")
    payer = next((one for one in case.parties if one.role == "claims administrator"), None)
    context = {"raised": raised, "payer": payer, "organization": settings.OPENIMR_LETTERHEAD}
    return render(request, "after/bill.html", page(request, case, "Fees", **context))


def _fee(case: Case) -> tuple[Any, str]:
    try:
        return fee_of(case), ""
    except NotYet as problem:
        return None, str(problem)


def _raised(case: Case) -> dict[str, Any] | None:
    if not case.invoices:
        return None
    one = case.invoices[-1]
    return {
        **one,
        "dollars": f"{one['amount'] / 100:,.2f}",
        "who": shown([one["by"]])[one["by"]],
        "number": f"{case.number}-{len(case.invoices)}",
    }


@require_http_methods(["GET", "POST"])
@requires("finance.invoice")
def price_list(request: HttpRequest) -> HttpResponse:
    """The office's own prices, and adding one."""
    form = PriceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {key: value or None for key, value in form.cleaned_data.items()}
        try:
            prices.enter(acting(request.user), submission=request.POST.get("submission") or None, **given)
        except Repeated:
            messages.info(request, "This was recorded already; nothing was done twice.")
            return redirect("prices:list")
        except Refused as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        else:
            messages.success(request, "The price is in the list.")
            return redirect("prices:list")
    rows = list(PriceRow.objects.all())
    names = shown(one.entered_by for one in rows)
    context = {
        "form": form,
        "submission": uuid4().hex,
        "crumbs": [Crumb("Prices")],
        "prices": [(one, f"{one.amount / 100:,.2f}", names[one.entered_by]) for one in rows],
    }
    return render(request, "after/prices.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("finance.invoice")
def end_price(request: HttpRequest, number: int) -> HttpResponse:
    """Say until when a price holds."""
    row = PriceRow.objects.filter(pk=number).first()
    if row is None:
        raise Http404(f"There is no price {number}.")
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            prices.end(
                acting(request.user),
                number,
                form.cleaned_data["to"],
                submission=request.POST.get("submission") or None,
            )
        except Repeated:
            return redirect("prices:list")
        except Refused as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        else:
            messages.success(request, "The price ends on that day.")
            return redirect("prices:list")
    context = {
        "form": form,
        "submission": uuid4().hex,
        "price": row,
        "dollars": f"{row.amount / 100:,.2f}",
        "crumbs": [Crumb("Prices", "/office/prices/"), Crumb("End a price")],
    }
    return render(request, "after/end_price.html", context, status=422 if form.errors else 200)
