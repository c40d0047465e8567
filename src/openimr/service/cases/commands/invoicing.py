"""The fee of a case."""

from __future__ import annotations

from openimr.service.after.charging import NotYet, fee_of, outcome_of
from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import issuing as events
from openimr.service.cases.refusals import Refused
from openimr.service.cases.unit import work


def invoice(
    actor: Actor,
    number: str,
    *,
    amount: int | None = None,
    reason: str = "",
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Charge the fee to the claims administrator, once.

    Args:
        amount: in cents, only where the law's table and the price list give none; then with a reason.

    Raises:
        Refused: there is no fee, it was charged, or the amount must be, or must not be, entered by a person.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "finance.invoice", expected=expected)
        if case.invoices:
            raise Refused("The fee of this case was charged already.", law="LC 4610.6(l)")
        try:
            found = fee_of(case)
            outcome = outcome_of(case)
        except NotYet as problem:
            raise Refused(str(problem), law="LC 4610.6(l); 8 CCR 9792.10.8") from problem
        law = tuple(one.cite for one in found.law)
        if found.amount is not None:
            if amount is not None:
                raise Refused(f"The fee is ${found.amount:,}; it is not entered by hand.", field="amount")
            if found.amount == 0:
                raise Refused(f"No fee is charged: {found.working[-1]}.", law="; ".join(law))
            event = events.InvoiceRaised(
                amount=int(found.amount * 100), working=found.working, law=law, outcome=outcome
            )
        else:
            if amount is None or amount <= 0:
                raise Refused(found.asks or "Enter the amount.", law="8 CCR 9792.10.8", field="amount")
            if not reason.strip():
                raise Refused("Say where the amount was read.", law="8 CCR 9792.10.8", field="reason")
            working = (*found.working, f"entered by hand: ${amount / 100:,.2f} ({reason.strip()})")
            event = events.InvoiceRaised(
                amount=amount, working=working, manual=True, reason=reason.strip(), law=law, outcome=outcome
            )
        unit.emit(number, event)
    return unit.case(number)
