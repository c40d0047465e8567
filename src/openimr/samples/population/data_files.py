"""The YAML files of the population's data."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml

from openimr.samples.stock import BadSampleData


def table(name: str) -> Any:
    """A YAML file of this folder's data.

    Raises:
        BadSampleData: the file is not YAML.
    """
    text = resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are safe loaders
    except yaml.YAMLError as fault:
        raise BadSampleData(f"samples/population/data/{name}: not valid YAML: {fault}") from fault
