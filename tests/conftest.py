"""What all tests share: where the real letters are, and the settings of Hypothesis."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("OPENIMR_SHARED", ROOT.parent / "shared"))

settings.register_profile(
    "openimr", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("openimr")


@pytest.fixture(scope="session")
def real_letters() -> Path:
    """The folder of real letters; the test is skipped, saying so, where it is missing."""
    folder = SHARED / "letters"
    if not (folder / "pdf").is_dir():
        pytest.skip(
            f"the real letters are not here: {folder} (set OPENIMR_SHARED to the folder that holds letters/)"
        )
    return folder


def pytest_configure(config: pytest.Config) -> None:
    """Temporary files of each run in a folder of its own.

    pytest's own folder is one for all runs of a user, and every run takes its search permission from
    other accounts again; a database that another run keeps there under its own account would lose its files.
    """
    if config.option.basetemp is None and not hasattr(config, "workerinput"):
        config.option.basetemp = tempfile.mkdtemp(prefix="openimr-tests-")
        config.stash[_OWN_FOLDER] = Path(config.option.basetemp)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Nothing stays behind."""
    folder = config.stash.get(_OWN_FOLDER, None)
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


_OWN_FOLDER = pytest.StashKey[Path]()
