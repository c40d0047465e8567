"""The registry: every change an event, past days can be told, and the sealed tables stay sealed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from openimr.law.reviewers import License
from openimr.samples import reviewers as samples
from openimr.service import clock
from openimr.service.cases.actors import Actor
from openimr.service.cases.refusals import Conflict, Forbidden, Refused
from openimr.service.cases.unit import Repeated
from openimr.service.ledger.models import Event
from openimr.service.reviewers import registry, sampling
from openimr.service.reviewers.facts import Absence, Identity, Registered
from openimr.service.reviewers.recording import change, register

from ..office_case import actor
from .panel import SECRET, fit, on_panel

pytestmark = pytest.mark.usefixtures("home")


def test_the_next_code_is_given_and_the_ledger_holds_everything_but_what_is_sealed():
    one = register(
        actor("panel_scheduler"), Registered(fit()), Identity(name=SECRET, license_numbers={"CA": "A1"})
    )
    events = list(Event.objects.filter(stream=f"reviewers:{one.code}").order_by("number"))
    assert [each.type for each in events] == ["reviewer.registered", "reviewer.identity_sealed"]
    assert events[1].data == {"fields": ["name", "license_numbers"]}
    assert SECRET not in str([each.data for each in events])
    assert registry.get(one.code).facts == one.facts
    assert SECRET not in repr(Identity(name=SECRET))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT name FROM reviewers_sealedidentity",
        "SELECT * FROM reviewers_sealedidentity",
        "SELECT email, phone FROM reviewers_sealedidentity",
        "UPDATE reviewers_sealedidentity SET phone = '1' RETURNING name",
        "SELECT code FROM reviewers_sealedidentity WHERE name LIKE 'O%'",
        "UPDATE reviewers_sealedidentity SET phone = name",
        "DELETE FROM reviewers_sealedidentity",
        "SELECT number FROM reviewers_sealedlicense",
        "COPY reviewers_sealedidentity TO STDOUT",
    ],
)
def test_the_pages_role_can_write_names_and_not_read_them(query):
    code = on_panel()
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(query)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT name FROM reviewers_sealedidentity WHERE code = %s", [code])
        assert cursor.fetchone() == (SECRET,)
    connections["owner"].close()


def test_what_was_known_on_a_past_day_can_be_told():
    day = clock.today() + timedelta(days=30)
    with clock.standing_at(clock.now() - timedelta(days=20)):
        code = on_panel()
    before = registry.get(code)
    new = replace(before.facts, licenses=(License("TX", None, "physician", "active", None, day),))
    changed = change(actor("panel_scheduler"), replace(before, facts=new), "moved to Texas")
    assert changed.version == before.version + 1
    then = registry.as_of(code, clock.now() - timedelta(days=10))
    assert [one.state for one in then.facts.licenses] == ["CA"]
    assert [one.state for one in registry.get(code).facts.licenses] == ["TX"]
    assert registry.as_of(code, clock.now() - timedelta(days=40)) is None
    event = registry.history(code)[0]
    assert (event.data["changed"], event.data["reason"]) == (["licenses"], "moved to Texas")


def test_refusals_of_a_change():
    code = on_panel()
    one = registry.get(code)
    other = replace(one, active=False)
    today = clock.today()
    with pytest.raises(Refused, match="Nothing was changed"):
        change(actor("panel_scheduler"), one, "why")
    with pytest.raises(Refused, match="Say why"):
        change(actor("panel_scheduler"), other, " ")
    with pytest.raises(Conflict, match="Somebody else changed"):
        change(actor("panel_scheduler"), other, "why", expected=one.version - 1)
    backwards = replace(one, absences=(Absence(today, today - timedelta(days=1)),))
    with pytest.raises(Refused, match="would end"):
        change(actor("panel_scheduler"), backwards, "why")
    for state, why in (("XX", "no state"), ("QC", "no state")):
        bad = replace(
            one, facts=fit(code, licenses=(License(state, None, "physician", "active", None, None),))
        )
        with pytest.raises(Refused, match=why):
            change(actor("panel_scheduler"), bad, "why")
    for role in ("intake", "clinical_consultant", "reviewer", "regulator", "party", "administrator"):
        with pytest.raises(Forbidden):
            change(Actor("user:1", role), other, "why")
    assert registry.get(code) == one, "nothing of it was recorded"


def test_a_double_click_records_once():
    one = register(actor("panel_scheduler"), Registered(fit()), submission="p3-twice")
    with pytest.raises(Repeated):
        register(actor("panel_scheduler"), Registered(fit()), submission="p3-twice")
    assert registry.history(one.code).count() == 1


def test_the_fictional_panel_is_loaded_by_the_same_command():
    today = clock.today()
    known = samples(7, 24, today)
    sampling.load(known)
    assert sampling.load(known) == (), "a second time nobody is added"
    for one in known:
        entry = registry.get(one.code)
        assert one.name not in str(registry.history(one.code)[0].data)
        assert (entry.facts.degree, entry.facts.qme) == (one.degree, one.qme)
    flawed = {one.flaw: one.code for one in known if one.flaw}
    assert registry.get(flawed["license lapsed"]).facts.licenses[0].expires < today
