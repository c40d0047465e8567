"""Errors of a public copy: identifying data left in it, and the gap that a deletion leaves."""

from __future__ import annotations

import re

from openimr.letters.model import Determination
from openimr.samples.chance import Chance
from openimr.samples.model import Planted
from openimr.samples.planting import edits

_SUBJECTS = "injured worker|patient|applicant|claimant|worker"
_FIRST = ("Alan", "Priya", "Rosa", "Grace", "Dmitri", "Helen", "Samuel", "Yolanda", "Peter", "Mei")
_LAST = (
    "Whitcomb",
    "Raman",
    "Delgado",
    "Okafor",
    "Petrov",
    "Castellano",
    "Nguyen",
    "Harlow",
    "Brandt",
    "Lindqvist",
)
_STREETS = ("Alder Street", "Mission Avenue", "Cedar Lane", "Prospect Boulevard")
_TOWNS = ("Fresno, CA 93701", "Chico, CA 95926", "Salinas, CA 93901")
_SENTENCES = (
    "The report is signed by {first} {last}, M.D.",
    "Dr. {first} {last} will see the patient again.",
    "Dr. {last} asked for the study.",
    "The note was dictated by {first} {last}, PA-C.",
    "Mr. {last} asked for a second opinion.",
    "Ms. {last} was seen with an interpreter.",
    "Mrs. {last} stated that the pain had eased.",
    "The claim number is 2013-{n2}-{n6}.",
    "Claim number: WC{n6}.",
    "The patient can be reached at (916) 555-01{n2}.",
    "Call 209-555-01{n2} with questions.",
    "The date of birth is 0{n1}/1{n1}/19{n2}.",
    "DOB: 0{n1}/2{n1}/19{n2}.",
    "The social security number ends the form: 900-{n2}-{n4}.",
    "The patient lives at {n3} {street}, {town}.",
    "The report went to {first_lower}.{last_lower}@example.com.",
    "Medical record number 00{n6} is on the cover sheet.",
    "MRN {n6} was used for both visits.",
    "The employer is {last} Brothers Freight, Inc.",
)


def identifying(determination: Determination, chance: Chance) -> Planted | None:
    """A name, number or address that a public copy must not hold."""
    pointer, item, text = chance.pick(list(edits.texts(determination)))
    first, last = chance.pick(_FIRST), chance.pick(_LAST)
    slots = {
        "first": first,
        "last": last,
        "first_lower": first.lower(),
        "last_lower": last.lower(),
        "street": chance.pick(_STREETS),
        "town": chance.pick(_TOWNS),
        "n1": str(chance.between(1, 9)),
        "n2": str(chance.between(50, 98)),
        "n3": str(chance.between(101, 989)),
        "n4": str(chance.between(1001, 9898)),
        "n6": str(chance.between(100203, 989796)),
    }
    sentence = chance.pick(_SENTENCES).format(**slots)
    stops = edits.sentences(text)
    position = chance.pick([s for s, _ in stops[1:]] or [len(text)])
    changed = edits.with_text(determination, item, edits.insert(text, position, sentence))
    return Planted(
        "identifying-data", changed, item.number if item else None, sentence, "public copy", pointer,
        "This identifies a person and must not stand in a public copy.",
    )  # fmt: skip


def gap(determination: Determination, chance: Chance) -> Planted | None:
    """A name taken out, and the hole that it leaves."""
    pointer, item, text = chance.pick(list(edits.texts(determination)))
    blanks = " " * chance.between(2, 5)
    if chance.yes(0.5):
        sentence = chance.pick(
            (
                f"The patient was seen by Dr.{blanks}on referral.",
                f"The patient works for{blanks}and was sent for evaluation.",
                f"Care was given at{blanks}in the same month.",
                f"Records from{blanks}were also reviewed.",
                f"The patient, {blanks}, agreed with the plan.",
            )
        )
        stops = edits.sentences(text)
        position = chance.pick([s for s, _ in stops[1:]] or [len(text)])
        changed = edits.with_text(determination, item, edits.insert(text, position, sentence))
        return Planted(
            "deletion-gap", changed, item.number if item else None, sentence, "", pointer,
            "A deletion left a hole in this sentence.",
        )  # fmt: skip
    spots = list(re.finditer(rf"(?<=[a-z]) (?:the )?(?:{_SUBJECTS}) (?=[a-z])", text))
    if not spots:
        spots = list(re.finditer(r"(?<=[a-z]) (?:of|by|from) [a-z]+ (?=[a-z])", text))
    if not spots:
        return None
    spot = chance.pick(spots)
    changed_text = text[: spot.start()] + blanks + text[spot.end() :]
    around = changed_text[max(0, spot.start() - 15) : spot.start() + len(blanks) + 15]
    changed = edits.with_text(determination, item, changed_text)
    return Planted(
        "deletion-gap", changed, item.number if item else None, around, "", pointer,
        "A deletion left a hole in this sentence.",
    )  # fmt: skip
