"""Disputed treatments: headings in their many forms, with what each of them asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from openimr.letters.model import Drug, Side
from openimr.samples import pharmacy, visiting
from openimr.samples.chance import Chance
from openimr.samples.dating import printed
from openimr.samples.stock import Library, Region, Topic
from openimr.samples.wording import capital, fill, in_words, lower


@dataclass(frozen=True, slots=True)
class Request:
    """A heading and its truth, with the words that sentences about it use.

    ``name`` is what sentences call the treatment ("Norco 10/325mg", "the physical therapy"), ``site``
    the body part as printed with its side, ``level`` a level of the spine where the request has one.
    """

    topic: Topic
    region: Region | None
    heading: str
    disputed: str
    name: str
    site: str = ""
    level: str = ""
    original: str | None = None
    authorized: str | None = None
    retrospective: bool = False
    drugs: tuple[Drug, ...] = ()
    visits: int | None = None
    frequency: int | None = None
    weeks: int | None = None
    parts: tuple[str, ...] = ()
    side: Side | None = None
    notes: tuple[str, ...] = ()


#: Body parts that stand in headings of treatments for no particular region.
_PARTS_IN_HEADINGS = {"Associated surgical service: Shoulder sling": ("shoulder",)}
_PLURALS = {"foot": "feet"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where it hurts: the region, its side, and the words for both."""

    region: Region
    side: Side | None
    site: str


def place(chance: Chance, region: Region, side: Side | None, *, both: bool = False) -> Place:
    """The words for a region and side, "bilateral knees" now and then where ``both`` is allowed."""
    name = chance.pick(region.printed)
    if not region.sided:
        return Place(region, None, name)
    if both and chance.yes(0.08):
        return Place(region, "bilateral", f"bilateral {_PLURALS.get(name, name + 's')}")
    return Place(region, side, f"{side} {name}")


def request(chance: Chance, library: Library, topic: Topic, where: Place, dos: date) -> Request:
    """A request on ``topic``. ``dos`` is a date of service for retrospective requests."""
    if topic.key == "compound":
        return pharmacy_request(chance, topic, pharmacy.compound(chance, library))
    if topic.key in library.medications:
        return pharmacy_request(chance, topic, pharmacy.drug(chance, library, topic.key, dos))
    if topic.limb:
        return _limb(chance, topic, where)
    if topic.visits:
        return _visits(chance, library, topic, where)
    level = _level(chance, where.region)
    templates = topic.headings
    if topic.key == "sling":  # the shoulder needs a sling, the other parts something to lean on
        templates = tuple(t for t in templates if ("Shoulder" in t) == (where.region.key == "shoulder"))
    template = chance.pick(templates)
    heading = fill(
        template,
        {
            "site": where.site,
            "level": level,
            "n": str(chance.pick((2, 3, 4, 6))),
            "count": in_words(chance.between(2, 4)),
            "dos": printed(dos, "slashes"),
        },
    )
    regional = bool(topic.regions)
    out = Request(
        topic=topic,
        region=where.region if regional else None,
        heading=heading,
        disputed=heading,
        name=_name(topic, heading, where),
        site=where.site,
        level=level,
        retrospective="Retrospective" in heading,
        parts=(where.region.part,) if regional else _PARTS_IN_HEADINGS.get(heading, ()),
        side=where.side if regional else None,
        notes=_notes(heading),
    )
    if topic.key == "bed" and chance.yes(0.4):
        return _rental(out)
    return out


#: Treatments that sentences call by their heading, since the topic's own name is too general.
_BY_HEADING = {
    "arthroscopy", "spine_surgery", "sling", "clearance", "assistant", "labs", "consult", "bed", "home_health",
    "frp", "joint_injection", "cold_unit",
}  # fmt: skip


def _name(topic: Topic, heading: str, where: Place) -> str:
    """What sentences call the treatment: "the shoulder sling" for "Associated surgical service: Shoulder sling"."""
    plain = heading.removeprefix("Associated surgical service: ")
    if topic.key in _BY_HEADING and not any(c in plain for c in ":0123456789,"):
        return lower(plain) if plain.startswith(("One ", "Purchase ")) else f"the {lower(plain)}"
    return topic.short.replace("{site}", where.site)


def _notes(heading: str) -> tuple[str, ...]:
    notes = []
    if ":" in heading:
        notes.append("colon in heading")
    if "Retrospective" in heading:
        notes.append("retrospective")
    return tuple(notes)


def pharmacy_request(chance: Chance, topic: Topic, asked: pharmacy.Prescription) -> Request:
    """A request for a drug."""
    return Request(
        topic=topic,
        region=None,
        heading=asked.heading,
        disputed=asked.disputed,
        name=asked.name,
        original=asked.original,
        authorized=asked.authorized,
        retrospective="Retrospective" in asked.heading,
        drugs=asked.drugs,
        notes=(*asked.notes, *_notes(asked.heading)),
    )


def _level(chance: Chance, region: Region) -> str:
    return chance.pick(
        ("C4-C5", "C5-C6", "C6-C7") if region.key == "cervical" else ("L3-L4", "L4-L5", "L5-S1")
    )


def _limb(chance: Chance, topic: Topic, where: Place) -> Request:
    arm = where.region.key != "lumbar"
    part = "upper extremity" if arm else "lower extremity"
    side: Side = where.side if where.side else chance.pick(("left", "right", "bilateral", "bilateral"))
    limb = f"bilateral {part[:-1]}ies" if side == "bilateral" else f"{side} {part}"
    heading = fill(chance.pick(topic.headings), {"limb": limb})
    return Request(topic, where.region, heading, heading, topic.short, where.site, parts=(part,), side=side)


def _visits(chance: Chance, library: Library, topic: Topic, where: Place) -> Request:
    """Therapy by visits: a course, a count, several body parts, or what is left of a partial approval."""
    regional = bool(topic.regions)
    parts: tuple[str, ...] = (where.region.part,) if regional else ()
    site, notes = where.site, []
    side = where.side if regional else None
    if regional and chance.yes(0.12):
        others = [r for key, r in library.regions.items() if not r.sided and key in topic.regions]
        others = [r for r in others if r.part != where.region.part]
        added = chance.some(others, chance.between(1, 2))
        names = [chance.pick(r.printed) for r in added]
        site = f"{', '.join(names)} and {where.site}"
        parts = (*(r.part for r in added), *parts)
        notes.append("several body parts")
    if regional and chance.yes(0.22):
        return _partial(chance, topic, where.region, where.site, parts[-1:], side)
    template = chance.pick(topic.headings)
    course = visiting.course(chance)
    counted, count = visiting.number(chance)
    f, w = chance.between(1, 3), chance.pick((3, 4, 6))
    slots = {
        "visits": course.text,
        "count": counted,
        "site": site,
        "grid": visiting.grid(chance, f, w),
    }
    heading = fill(template, slots)
    visits, frequency, weeks = course.visits, course.frequency, course.weeks
    if "{grid}" in template:
        visits, frequency, weeks = f * w, f, w
    elif "{count}" in template or "{Count}" in template:
        visits, frequency, weeks = count, None, None
    return Request(
        topic, where.region if regional else None, heading, heading, topic.short, where.site,
        visits=visits, frequency=frequency, weeks=weeks, parts=parts, side=side,
        notes=(*notes, "visits worded"),
    )  # fmt: skip


def _partial(
    chance: Chance, topic: Topic, region: Region, site: str, parts: tuple[str, ...], side: Side | None
) -> Request:
    """A partial approval: only the remainder is in dispute."""
    f, w = chance.pick(((2, 4), (2, 6), (3, 4), (2, 5), (1, 10)))
    total = f * w
    given = chance.pick([n for n in (2, 3, 4, 6) if n < total])
    left = total - given
    kind = topic.kind or "therapy"
    often = f"{f} time{'s' if f > 1 else ''} a week for {w} weeks"
    original, authorized, disputed = chance.pick(
        (
            (f"{capital(kind)} {often} ({total} sessions) for the {site}",
             f"{capital(kind)} for {given} sessions", f"{left} sessions of {kind} for the {site}"),
            (f"{capital(kind)} for the {site}, {total} visits",
             f"{capital(kind)} for the {site}, {given} visits", f"{kind} for the {site}, {left} visits"),
            (f"{capital(in_words(total))} sessions of {kind} of the {site}",
             f"{capital(in_words(given))} sessions of {kind} of the {site}",
             f"{in_words(left)} sessions of {kind} of the {site}"),
        )
    )  # fmt: skip
    heading = (
        f"{original} was the original request.  {authorized} was authorized by the Claims Administrator.  "
        f"The remaining IMR eligible portion of the original request, {disputed} is"
    ).replace("  ", " ")
    return Request(
        topic, region, heading, disputed, f"the remaining {left} sessions", site,
        original=original, authorized=authorized, visits=left, parts=parts, side=side,
        notes=("partial approval",),
    )  # fmt: skip


def _rental(asked: Request) -> Request:
    """The other wording of a partial approval: a rental was allowed, the whole purchase stays in dispute."""
    thing = asked.heading.removeprefix("Purchase of a ").removeprefix("Purchase of an ")
    thing = thing[:1].lower() + thing[1:]
    article = "an" if thing[0] in "aeiou" else "a"
    original = f"Purchase of {article} {thing}"
    authorized = f"{article} {thing} for 1 month"
    disputed = f"purchase of {article} {thing}"
    heading = (
        f"{original} was the original request. The Claims Administrator authorized {authorized}, leaving the "
        f"original request IMR eligible. The original request, {disputed} is"
    )
    return replace(
        asked, heading=heading, disputed=disputed, original=original, authorized=authorized,
        notes=("partial approval, whole request left",),
    )  # fmt: skip
