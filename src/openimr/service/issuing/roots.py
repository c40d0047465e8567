"""Which root certificates this installation trusts when it looks at a letter's signature."""

from __future__ import annotations

import os
from pathlib import Path

from openimr.letters.signing import CredentialProblem
from openimr.service.issuing.credential import DEMONSTRATION


def roots(home: Path) -> tuple[bytes, ...]:
    """The certificates (PEM) that letters are verified by: ``OPENIMR_SIGNING_ROOTS``, else the demonstration's.

    Args:
        home: the folder of the installation (``OPENIMR_HOME``).

    Raises:
        CredentialProblem: none is set, or the file can't be read.
    """
    given = os.environ.get("OPENIMR_SIGNING_ROOTS")
    path = Path(given) if given else home / DEMONSTRATION / "root.pem"
    try:
        return (path.read_bytes(),)
    except OSError as problem:
        raise CredentialProblem(
            "No root certificate to verify letters by: set OPENIMR_SIGNING_ROOTS to a file (PEM) with the root of the "
            "certificate that letters are signed with."
        ) from problem
