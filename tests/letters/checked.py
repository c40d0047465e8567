"""A clean letter of our own wording, read by the real reader, in which the tests of checking plant an error."""

from __future__ import annotations

from openimr.letters import reading
from openimr.letters.checking import check
from openimr.letters.model import Determination, Finding
from tests.letters.letter_text import HEADER, Block, Letter

#: Agrees with the header: injury 11/09/2016, utilization review 01/25/2017, decision 02/24/2017.
SUMMARY = (
    "The injured worker is a 41-year-old female who hurt her left knee on 11-09-2016. She was treated with ice and "
    "medicine by mouth. On 12-08-2016 the injured worker reported left knee pain. The knee was swollen and its "
    "flexion was 100 degrees. On 01-10-2017 pain was lower and the gait was normal. The utilization review decision "
    "of 01-25-2017 denied the request."
)
KNEE = "Decision based on MTUS Knee Complaints 2004, Section(s): Special Studies."
CHRONIC = (
    "Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): Physical medicine treatment."
)
REASON = (
    "Imaging of this joint is reserved for red flags and for planning an operation. Neither is found in the notes of "
    "01-10-2017. Therefore, the request is not medically necessary."
)


def block(
    heading: str = "MRI of the left knee",
    rationale: str = REASON,
    decision: str = "Upheld",
    reviewer: str = KNEE,
    administrator: str = KNEE,
) -> Block:
    return Block(heading, decision, administrator, reviewer, rationale)


def letter(summary: str = SUMMARY, *blocks: Block, header: str = HEADER) -> Determination:
    text = Letter(header=header, summary=summary, blocks=list(blocks) or [block()])
    return reading.read(text.bytes(), name="letter.txt")


def found(determination: Determination, code: str, *, public: bool = False) -> list[Finding]:
    """The findings of one check. Every quote is an exact piece of the value that its pointer names."""
    out = check(determination, select=[code], public=public)
    for finding in out:
        assert finding.message.endswith(".")
        assert finding.pointer is not None
        if finding.quote:
            assert finding.quote in str(value(determination, finding.pointer)), finding
    return out


def value(determination: Determination, pointer: str) -> object:
    """The value that a JSON Pointer names."""
    from openimr.letters.codec import to_json

    here: object = to_json(determination)
    for name in pointer.split("/")[1:]:
        here = here[int(name)] if isinstance(here, list) else here[name]  # type: ignore[index]
    return here
