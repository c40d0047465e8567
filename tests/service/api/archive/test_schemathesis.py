"""Requests made from the description itself, right ones and wrong ones, to every call of the interface.

No answer is a failure of the server, and every answer is as described. Some 300 requests here, more than 10,000 with
OPENIMR_PROOF=1.
"""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ...office_case import a_case
from ..callers import caller

schemathesis = pytest.importorskip("schemathesis", reason="a dependency of developers")

from schemathesis import GenerationMode  # noqa: E402
from schemathesis.checks import not_a_server_error  # noqa: E402
from schemathesis.specs.openapi.checks import (  # noqa: E402
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from openimr.service.api.interface import api  # noqa: E402
from openimr.service.api.reference import operations  # noqa: E402

OPERATIONS = list(operations(api))
PROOF = os.environ.get("OPENIMR_PROOF") == "1"
REQUESTS, LEAST = (13_000, 10_000) if PROOF else (450, 300)
#: Statuses of the answers, by operation and mode.
ANSWERED: dict[str, Counter[int]] = {}
EACH = -(-REQUESTS // (2 * len(OPERATIONS)))
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
]  # fmt: skip
#: What people and their programs put into a search.
ODD = st.sampled_from(
    [
        "'; DROP TABLE archive.letter; --", "<script>alert(1)</script>", "\x00", "a\x00b", "(" * 200, '"', "a OR", "-",
        "NOT NOT x", "year:99999999999999999999", "age:-1..5", "date:2016-13", "decision:", "nosuch:field", "{" * 500,
        "case:CM16-0248698", "MTUS: Chronic Pain > Opioids", "\ud7ff\ufffe", "e\u0301" * 300, "  ", "🩺", "a" * 5_000,
        "therapy", "drug:diazepam OR class:Opioids", '"functional improvement"', "body:\"lumbar spine\" -surgery",
    ]
)  # fmt: skip


@pytest.fixture(scope="module")
def described(shelf, ready):
    """The description as the service itself gives it, in this process."""
    from django.core.wsgi import get_wsgi_application

    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture(scope="module")
def tokens(ready):
    """Of several kinds, and none."""
    return [
        "", "imr_wrong", caller("intake").token, caller("regulator").token, caller("medical_director").token,
        caller(party="employee").token,
    ]  # fmt: skip


@pytest.fixture(scope="module")
def places(shelf, ready):
    """Addresses that are there."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT key FROM archive.entry ORDER BY key")
        keys = [key.partition("#")[0] for (key,) in cursor.fetchall()]
    return {"address": keys, "case_number": [a_case(state).number for state in ("A0", "A2", "B1", "D0")]}


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch):
    from openimr.service.api import calling
    from openimr.service.api.archive import opening, taking

    for module in (calling, opening):
        monkeypatch.setattr(module, "count", lambda limit, who: 0)
        monkeypatch.setattr(module, "wait", lambda limit, who: 0)
    monkeypatch.setattr(taking, "too_often", lambda request, limit: 0)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: f"{one.method} {one.path}")
def test_every_answer_is_as_described(described, tokens, places, one, mode):
    operation = described[one.path][one.method]
    if mode is GenerationMode.NEGATIVE and not (
        operation.path_parameters or operation.query or operation.body
    ):
        pytest.skip("nothing of it can be wrong")
    answered = ANSWERED[f"{one.method} {one.path} {mode.name}"] = Counter()

    @settings(
        max_examples=EACH,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=operation.as_strategy(generation_mode=mode),
        seed=st.integers(0, 2**32),
        odd=ODD,
    )
    def ask(case, seed, odd):
        chance = random.Random(seed)
        for name, known in places.items():
            if name in (case.path_parameters or {}) and chance.random() < 0.6:
                case.path_parameters[name] = chance.choice(known)
                if "number" in case.path_parameters:
                    case.path_parameters["number"] = chance.choice([1, 1, 2, 0])
        if "q" in {each.name for each in operation.query} and chance.random() < 0.5:
            case.query = {**({} if chance.random() < 0.7 else dict(case.query or {})), "q": odd}
        token = chance.choice(tokens)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        response = case.call(headers=headers)
        answered[response.status_code] += 1
        case.validate_response(response, checks=CHECKS, headers=headers)

    ask()
    assert answered


def test_enough_was_sent_and_much_of_it_was_answered():
    if len(ANSWERED) < 2 * len(OPERATIONS) - 1:
        pytest.skip("not all of this file was run")
    total = sum(ANSWERED.values(), Counter())
    assert total.total() >= LEAST, total
    assert total[200] >= total.total() / 10, total
