"""The description of the archive's calls is complete: every parameter, every field, an example of every answer."""

from __future__ import annotations

import jsonschema
import pytest

from openimr.service.api.interface import api, schema
from openimr.service.api.reference import operations

OPEN = [one for one in operations(api) if one.public]


def described(one) -> dict:
    return schema()["paths"][one.path]["get"]


@pytest.mark.parametrize("one", OPEN, ids=lambda one: one.path)
def test_every_call_and_parameter_is_described(one):
    call = described(one)
    assert call["summary"]
    assert call["description"].endswith(".")
    assert call["security"] == [{}, {"TokenAuth": []}]
    for parameter in call["parameters"]:
        about = parameter.get("description") or parameter["schema"].get("description")
        assert about or parameter["name"] in ("limit", "sort", "name"), parameter["name"]
        assert not isinstance(parameter.get("examples"), list)


@pytest.mark.parametrize("one", [one for one in OPEN if one.name != "export"], ids=lambda one: one.path)
def test_every_example_is_as_described(one):
    answer = described(one)["responses"]["200"]["content"]["application/json"]
    jsonschema.Draft202012Validator(
        {**answer["schema"], "components": schema()["components"]},
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    ).validate(answer["example"])


def test_every_reference_of_the_description_leads_somewhere():
    shapes = schema()["components"]["schemas"]

    def look(value):
        if isinstance(value, list):
            for one in value:
                look(one)
        elif isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                assert value["$ref"].removeprefix("#/components/schemas/") in shapes
            for one in value.values():
                look(one)

    look(schema()["paths"])
    look(shapes)
