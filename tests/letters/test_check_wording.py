"""TEXT and PRIV: a planted error is found, and what only looks like one is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from openimr.letters.model import Determination
from tests.letters.checked import SUMMARY, block, found, letter


def saying(sentence: str) -> Determination:
    """The clean letter with a sentence put into its summary, blanks as they are."""
    clean = letter(SUMMARY, block())
    text = clean.summary.text.replace("On 01-10-2017", f"{sentence} On 01-10-2017")
    return replace(clean, summary=replace(clean.summary, text=text))


CASES = [
    # code, sentence, found, why
    ("TEXT-01", 'The note says, "no change since the last visit.', True, "opened and not closed"),
    ("TEXT-01", 'The note says, no change" since the last visit.', True, "closed and not opened"),
    ("TEXT-01", "The note says, “no change since the last visit.", True, "typographic marks"),
    ("TEXT-01", 'The note says, "no change" since the last visit.', False, "paired"),
    ("TEXT-01", 'It says, "after a "six-visit trial" one decides" there.', False, "a quotation within one"),
    ("TEXT-01", "She is 5'4\" tall.", False, "inches"),
    ("TEXT-02", "She was seen on [insert date].", True, "a bracket"),
    ("TEXT-02", "She was seen by <name>.", True, "an angle bracket"),
    ("TEXT-02", "She was seen on XXXX.", True, "crosses"),
    ("TEXT-02", "The {{treatment}} was discussed.", True, "braces"),
    ("TEXT-02", "The plan is ____ for now.", True, "a line to fill"),
    ("TEXT-02", "Lorem ipsum dolor sit amet.", True, "dummy text"),
    ("TEXT-02", "The plan was TBD.", True, "to be determined"),
    ("TEXT-02", "The note says that she was in [sic] pain.", False, "an editor's bracket"),
    ("TEXT-02", "The state wrote the section on compounds [DWC].", False, "the guideline's own mark"),
    ("TEXT-02", "Flexion was <90 degrees and >40 degrees.", False, "less and more"),
    ("TEXT-02", "She wears size XXL braces.", False, "a size"),
    ("TEXT-04", "The cast was changed by  and taken off later.", True, "a name taken out"),
    ("TEXT-04", "The cast was changed by and subsequently lost.", True, "the blanks were joined"),
    ("TEXT-04", "She was referred to Dr.  , who agreed.", True, "after a title"),
    ("TEXT-04", "The worker is a salaried  clerk.", True, "two blanks within a sentence"),
    ("TEXT-04", "She saw a specialist ( ) in town.", True, "empty brackets"),
    ("TEXT-04", "She rests.  She walks.", False, "two blanks between sentences"),
    ("TEXT-04", "The plan was gone over, and accepted.", False, "a preposition that ends a verb"),
    ("TEXT-05", "It followed loss of loss of motion.", True, "two words"),
    ("TEXT-05", "She was seen by the the nurse.", True, "one word"),
    ("TEXT-05", "She had had a fall.", False, "grammar"),
    ("TEXT-05", "It was said that that visit was short.", False, "grammar"),
    ("TEXT-05", "Pain was rated 10 out of 10, 10 being the worst.", False, "numbers"),
]


@pytest.mark.parametrize(("code", "sentence", "fires", "why"), CASES)
def test_wording(code: str, sentence: str, fires: bool, why: str) -> None:
    assert bool(found(saying(sentence), code)) is fires, why


PRIVATE = [
    ("PRIV-01", "The claim number is 2016-55-118244.", True, "a claim number"),
    ("PRIV-01", "Her number ends the form: 900-55-1234.", True, "Social Security"),
    ("PRIV-01", "She can be reached at (916) 555-0142.", True, "a telephone"),
    ("PRIV-01", "Mail went to a.b@example.com.", True, "e-mail"),
    ("PRIV-01", "The date of birth is 04/17/1971.", True, "birth date"),
    ("PRIV-01", "She lives at 418 Alder Street in town.", True, "an address"),
    ("PRIV-01", "Medical record number 00482177 is on the sheet.", True, "a record number"),
    ("PRIV-01", "She took Norco 10/325 #120, 30 of them by 12-08-2016.", False, "doses and dates"),
    ("PRIV-01", "Section 9792.24.2 and pages 1234-1240 apply.", False, "law and pages"),
    ("PRIV-02", "Dr. Example saw her.", True, "a doctor's name"),
    ("PRIV-02", "Ms. Example asked for it.", True, "a worker's name"),
    ("PRIV-02", "It is signed by Jane Example, M.D.", True, "before a degree"),
    ("PRIV-02", "The employer is Example Freight, Inc.", True, "an employer"),
    ("PRIV-02", "The treating physician, an M.D., saw her.", False, "a role"),
    ("PRIV-02", "The Expert Reviewer is a D.O.", False, "a role"),
    ("PRIV-02", "A positive O'Brien test and Lasegue sign were found.", False, "a test's name"),
]


@pytest.mark.parametrize(("code", "sentence", "fires", "why"), PRIVATE)
def test_public_copies(code: str, sentence: str, fires: bool, why: str) -> None:
    assert bool(found(saying(sentence), code, public=True)) is fires, why
