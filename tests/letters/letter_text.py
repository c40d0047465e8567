"""A letter of our own wording as text, put together from its parts, for tests of the reader."""

from __future__ import annotations

from dataclasses import dataclass, field

HEADER = """Case Number: CM17-0123456
Date Assigned: 02/01/2017 Date of Injury: 11/09/2016
Decision Date: 02/24/2017 UR Denial Date: 01/25/2017
Priority: Standard Application
Received:
01/30/2017
"""
METHOD = """HOW THE IMR FINAL DETERMINATION WAS MADE
A physician without ties to any party read the complete file and decided on it.

The Expert Reviewer has the following credentials:
State(s) of Licensure: Oregon, New Mexico
Certification(s)/Specialty: Family Practice
"""
SUMMARY = "The worker is a 41-year-old woman who fell from a ladder on 11-09-2016."
CITATION = "Decision based on MTUS Low Back Complaints 2004, Section(s): Special Studies."


@dataclass
class Block:
    """One disputed item as printed."""

    heading: str = "Lumbar MRI"
    decision: str = "Upheld"
    administrator: str = CITATION
    reviewer: str = CITATION
    rationale: str = "No red flag is recorded. The request is not medically necessary."

    def text(self) -> str:
        return (
            f"{self.heading}: {self.decision}\n\n"
            f"Claims Administrator guideline: {self.administrator}\n\n"
            f"MAXIMUS guideline: {self.reviewer}\n\n"
            f"Decision rationale: {self.rationale}\n"
        )


@dataclass
class Letter:
    """A whole letter; every part may be replaced."""

    header: str = HEADER
    method: str = METHOD
    summary: str = SUMMARY
    blocks: list[Block] = field(default_factory=lambda: [Block()])

    def text(self) -> str:
        return (
            f"{self.header}\n{self.method}\nCLINICAL CASE SUMMARY\n"
            "The expert reviewer developed the following clinical case summary based on a review of the case file:\n\n"
            f"{self.summary}\n\nIMR ISSUES, DECISIONS AND RATIONALES\n"
            "The Final Determination was based on decisions for the disputed items/services set forth below:\n\n"
            + "\n".join(block.text() for block in self.blocks)
        )

    def bytes(self) -> bytes:
        return self.text().encode()
