"""The organization's electronic signature on a letter: sign it, and say whether a signature holds.

Signatures are PAdES (ETSI EN 319 142-1): level B-B, or B-T where a time-stamp authority is named; ECDSA on
P-256 with SHA-256; certifying, and forbidding every later change (DocMDP 1). The signer that a letter names
is the organization that issues it, never the physician who decided.

The room needs the package ``pyhanko`` (``pip install 'openimr[service]'``), which the other rooms do not.
"""

from openimr.letters.signing.credential import Credential, CredentialProblem
from openimr.letters.signing.sealing import SigningProblem, sign
from openimr.letters.signing.verifying import Verification, verify, verify_bytes

__all__ = [
    "Credential",
    "CredentialProblem",
    "SigningProblem",
    "Verification",
    "sign",
    "verify",
    "verify_bytes",
]
