"""From facts to words: the values of a template's placeholders and groups, as a notice prints them.

A value that is not known is not in the mapping; what is needed and missing is refused where it is used.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openimr.law.calendars import PACIFIC
from openimr.law.forms import Person
from openimr.law.model import Clock, Law, Reason
from openimr.letters.writing.content import one_line
from openimr.service.notices.model import NoticeFacts, NoticeRefused, Party
from openimr.service.notices.template import words

_DATES = (
    "injury_date", "rfa_date", "ur_decision_date", "received", "decided", "change_effective", "sent",
)  # fmt: skip
_TEXTS = (
    "case_number", "priority", "claim_number", "old_priority", "new_priority", "termination_reason", "fee_tier",
    "duplicate_of",
)  # fmt: skip


_COMPANIES = ("claims_administrator", "former_claims_administrator", "employer", "regulator")


@dataclass(frozen=True, slots=True)
class Values:
    """Placeholders by name; groups by name, each entry a mapping of its own.

    ``doubtful`` is the law of clocks that ask, as far as it is not verified.
    ``asking`` are the due dates of clocks that want a person's word, ``asks`` those that have not got it, with why.
    """

    plain: dict[str, str]
    groups: dict[str, tuple[dict[str, str], ...]]
    asks: dict[str, str]
    asking: frozenset[str]
    spoken: tuple[str, ...]
    reasons: tuple[Reason, ...]
    doubtful: Mapping[str, tuple[Law, ...]]


def values(facts: NoticeFacts, recipient: Party, language: str, confirmed: Collection[str]) -> Values:
    """What the templates may say of ``facts`` to ``recipient``.

    Raises:
        NoticeRefused: a reason rests on a rule that is not verified and that nobody confirmed.
    """
    plain: dict[str, str] = {}
    phrases = words(language).phrases
    asks: dict[str, str] = {}
    asking: set[str] = set()
    doubtful: dict[str, tuple[Law, ...]] = {}

    def put(name: str, value: Any) -> None:
        if isinstance(value, date):
            plain[name] = printed(value)
        elif isinstance(value, int):
            plain[name] = str(value)
        elif isinstance(value, str) and one_line(value):
            plain[name] = one_line(value)

    for name in _TEXTS + _DATES:
        put(name, getattr(facts, name))
    if facts.organization:
        for name in ("name", "phone", "fax", "email", "portal", "signs"):
            put(f"organization.{name}", getattr(facts.organization, name))
        put("organization.address", ", ".join(lines(facts.organization)))
    for party in reversed(facts.parties):
        put(party.role, party.code or known_as(party))
    put("recipient", recipient.code or called(recipient.person))
    put("link", recipient.link)
    if facts.asked:
        asked = [one for one in (facts.party(role) for role in facts.asked) if one]
        if recipient.role in facts.asked:
            plain["asks_you"] = phrases["yes"]
        else:
            put("asks_others", phrases["and"].join(filter(None, (known_as(one) for one in asked))))
    if facts.priority:
        plain["priority_printed"] = facts.priority.capitalize()
    for prefix in ("remand", "correction", "merged", "service"):
        part = getattr(facts, prefix)
        for name in part.__dataclass_fields__ if part else ():
            put(f"{prefix}.{name}", getattr(part, name))
    if facts.service and facts.service.method:
        plain["service.method"] = phrases[f"by {facts.service.method}"]
    for due in facts.due:
        name = f"due.{due.clock if isinstance(due, Clock) else due.id}"
        put(name, due.due if isinstance(due, Clock) else due.date)
        if isinstance(due, Clock) and due.asks:
            asking.add(name)
            doubtful[name] = tuple(one for one in due.law if not one.evidence.acts)
            if due.clock not in confirmed:
                asks[name] = due.asks
    for reason in facts.reasons:
        if reason.asks and reason.code not in confirmed:
            raise NoticeRefused(
                f"The reason {reason.code} ({reason.title}) rests on a rule that is not verified: {reason.asks} "
                "Let somebody confirm it before it goes into a notice."
            )
    if facts.merged:
        put("merged.cases", phrases["and"].join(facts.merged.cases))
    spoken = tuple(filter(None, (one_line(line) for line in (facts.words or "").split("\n"))))
    if spoken:
        plain["words"] = " ".join(spoken)
    groups = _groups(facts, phrases)
    groups["dues"] = tuple(_dues(facts, words(language).dues, plain, asks))
    return Values(plain, groups, asks, frozenset(asking), spoken, facts.reasons, doubtful)


def _dues(
    facts: NoticeFacts, titles: Mapping[str, str], plain: Mapping[str, str], asks: Mapping[str, str]
) -> Iterator[dict[str, str]]:
    """The dates that a party must know of and that still run, in the order of their titles' list."""
    for id_, title in titles.items():
        for due in facts.due:
            if isinstance(due, Clock) and due.clock == id_ and due.state == "running":
                name = f"due.{id_}"
                if name in plain and name not in asks:
                    yield {"title": title, "entry": plain[name]}


def _groups(facts: NoticeFacts, phrases: Any) -> dict[str, tuple[dict[str, str], ...]]:
    return {
        "reasons": tuple(_reason(one, phrases) for one in facts.reasons),
        "treatments": tuple(
            {"number": str(one.number), "entry": one_line(one.text)} for one in facts.treatments
        ),
        "missing": tuple({"entry": one_line(one)} for one in facts.missing),
        "documents": tuple({"entry": one_line(one)} for one in facts.documents),
        "penalty": tuple({"entry": one_line(one)} for one in facts.penalty),
        "served": tuple(_served(facts, phrases)),
        "ways": tuple(
            {"title": phrases[f"how {one}"], "entry": phrases[f"way {one}"]} for one in _ways(facts)
        ),
    }


def _reason(reason: Reason, phrases: Any) -> dict[str, str]:
    entry = {
        "title": one_line(reason.title).rstrip("."),
        "message": _sentence(reason.message or reason.title),
        "law": "; ".join(law.cite for law in reason.law),
    }
    if reason.how:
        entry["how"] = _sentence(reason.how)
    entry["about"] = (
        phrases["whole application"] if reason.item is None else f"{phrases['item']} {reason.item}"
    )
    return entry


def _served(facts: NoticeFacts, phrases: Any) -> Iterator[dict[str, str]]:
    """Those who were served, each with the way; of older papers everybody in the case, by the one way that is known."""
    service = facts.service
    if service and service.served:
        for one in service.served:
            address = one_line(", ".join((one.name, *one.to)))
            yield {"role": phrases[one.role], "address": address, "method": phrases[f"how {one.method}"]}
        return
    if service is None or service.method is None:
        return
    for party in facts.parties:
        if party.role != "reviewer":
            address = ", ".join(addressed(party.person))
            if party.person.email:
                address = "; ".join(filter(None, (address, party.person.email)))
            yield {
                "role": phrases[party.role],
                "address": address,
                "method": phrases[f"how {service.method}"],
            }


def _ways(facts: NoticeFacts) -> tuple[str, ...]:
    """The methods by which somebody was served, each once."""
    service = facts.service
    if service is None:
        return ()
    found: list[str | None] = [one.method for one in service.served] or [service.method]
    return tuple(dict.fromkeys(one for one in found if one))


def called(person: Person) -> str | None:
    """How a person is called: by name, else by organization."""
    return person.name or person.organization


def known_as(party: Party) -> str | None:
    """How others speak of a party: a company by its own name, not by who works there."""
    person = party.person
    return (person.organization if party.role in _COMPANIES else None) or called(person)


def addressed(person: Person) -> tuple[str, ...]:
    """The lines of a person's address block, name first."""
    names = [one for one in (person.name, person.organization) if one]
    return tuple(one_line(line) for line in (*names, *lines(person)))


def lines(one: Any) -> tuple[str, ...]:
    """Street and city lines of a person or an organization."""
    region = " ".join(filter(None, (one.state, one.zip)))
    town = ", ".join(filter(None, (one.city, region)))
    return tuple(filter(None, (*one.address, town)))


def printed(value: date) -> str:
    """``March 3, 2026``; a moment also has its time in California."""
    if isinstance(value, datetime):
        local = value.astimezone(PACIFIC)
        hour = local.hour % 12 or 12
        half = "a.m." if local.hour < 12 else "p.m."
        return f"{printed(local.date())}, {hour}:{local.minute:02d} {half} Pacific time"
    return f"{value:%B} {value.day}, {value.year}"


def _sentence(text: str) -> str:
    line = one_line(text)
    return line if line.endswith((".", "!", "?")) else f"{line}."
