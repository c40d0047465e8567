"""The expert reviewer's licenses and certifications, and the paragraph on how the letter was made."""

from __future__ import annotations

from openimr.letters.model import Layout, Reviewer
from openimr.samples.chance import Chance
from openimr.samples.stock import Library
from openimr.samples.wording import listed

_STATES = {
    "CA": "California", "TX": "Texas", "NY": "New York", "NJ": "New Jersey", "AZ": "Arizona", "NV": "Nevada",
    "OH": "Ohio", "PA": "Pennsylvania", "NC": "North Carolina", "WV": "West Virginia", "WA": "Washington",
    "OR": "Oregon", "FL": "Florida", "IL": "Illinois", "MD": "Maryland", "CO": "Colorado",
}  # fmt: skip
_SPECIALTIES = (
    ("Family Practice",),
    ("Physical Medicine & Rehabilitation",),
    ("Physical Medicine & Rehabilitation", "Pain Management"),
    ("Preventive Medicine", "Occupational Medicine"),
    ("Preventive Medicine", "Occupational Medicine", "Public Health & General Preventive Medicine"),
    ("Orthopedic Surgery",),
    ("Orthopedic Surgery", "Hand Surgery", "Sports Medicine"),
    ("Anesthesiology", "Pain Management", "Hospice & Palliative Medicine"),
    ("Physical Medicine & Rehabilitation", "Neuromuscular Medicine"),
    ("Internal Medicine",),
    ("Neurological Surgery",),
    ("Emergency Medicine", "Medical Toxicology"),
    ("Psychiatry",),
)


def reviewer(chance: Chance, library: Library, layout: Layout) -> Reviewer:
    """A reviewer's credentials in the manner of the layout."""
    states = ["CA", *chance.some([s for s in _STATES if s != "CA"], chance.pick((0, 0, 0, 1, 1, 2)))]
    if chance.yes(0.3) and len(states) > 1:
        states = states[1:]
    if chance.yes(0.4):
        states.reverse()
    boards = chance.pick(_SPECIALTIES)
    if layout == "2015":
        return Reviewer(tuple(states), boards, " ".join(library.voices["statement"][0].split()))
    if layout == "2013-professional-review":
        sentence = credentials_sentence(tuple(states), boards, "reviewer")
        return Reviewer(tuple(states), boards, sentence)
    sentence = credentials_sentence(tuple(states), boards, "expert reviewer")
    if layout == "2013-notice":
        return Reviewer(tuple(states), boards, sentence)
    statement = " ".join(library.voices["statement_2014"][0].split())
    return Reviewer(tuple(states), boards, statement.replace("{credentials}", sentence))


def credentials_sentence(states: tuple[str, ...], boards: tuple[str, ...], who: str) -> str:
    """The one sentence that states credentials in letters before 2015."""
    names = listed([_STATES[s] for s in states])
    if len(boards) == 2:
        return (
            f"The {who} is Board Certified in {boards[0]}, has a subspecialty in {boards[1]} and is licensed to "
            f"practice in {names}."
        )
    return f"The {who} is Board Certified in {', '.join(boards)} and is licensed to practice in {names}."


def state_names(states: tuple[str, ...]) -> tuple[str, ...]:
    """The full names of states given by their postal codes."""
    return tuple(_STATES[s] for s in states)
