"""A notice from a template and facts: what applies is said, what is missing is refused by name.

A paragraph acts by itself where all the law that it states, and every required content that it fulfils, is
verified law or our own arrangement. Otherwise it is held back until the office confirms it by its id (or the id
of that content, or of the clock that gave its date), and the notice's ``held_back`` says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from openimr.law.model import Clock, Evidence, Law
from openimr.letters.writing.content import Bullets, Paragraph, Table, UnwritableText, one_line
from openimr.service.notices import elements
from openimr.service.notices.changing import from_setting
from openimr.service.notices.elements import Element
from openimr.service.notices.model import (
    Block,
    Content,
    Draft,
    HeldBack,
    NoticeFacts,
    NoticeRefused,
    Party,
    Quote,
)
from openimr.service.notices.template import (
    PLACEHOLDER,
    Entry,
    Template,
    When,
    Words,
    placeholders,
    template,
    words,
)
from openimr.service.notices.values import Values, known_as, values


def draft(
    kind: str,
    facts: NoticeFacts,
    recipient: Party | str,
    *,
    confirmed: Collection[str] = (),
    language: str = "en",
) -> Draft:
    """The notice of ``kind`` to ``recipient`` (a party, or the role of one of the facts' parties).

    ``confirmed`` holds the ids that the office has confirmed: of required contents and paragraphs that are not
    verified law, of clocks that ask, and codes of reasons that ask.

    Raises:
        NoticeRefused: it can't go to this recipient, a value is missing, or a required content would be.
        TemplateError: the template is not in order.
    """
    form = template(kind, language)
    party = _recipient(form, facts, recipient)
    fixed = words(language)
    try:
        known = values(facts, party, language, confirmed)
        return _Writer(form, fixed, facts, party, known, confirmed).draft()
    except UnwritableText as problem:
        raise NoticeRefused(f"The notice “{form.title}” can't be written: {problem}") from problem


def _recipient(form: Template, facts: NoticeFacts, recipient: Party | str) -> Party:
    party = facts.party(recipient) if isinstance(recipient, str) else recipient
    if party is None:
        raise NoticeRefused(
            f"The case has no {recipient}; name one before the notice “{form.title}” goes out."
        )
    if party.role not in form.recipients:
        raise NoticeRefused(
            f"The notice “{form.title}” ({form.code}) does not go to the {party.role.replace('_', ' ')}; "
            f"it goes to {', '.join(form.recipients).replace('_', ' ')}."
        )
    return party


@dataclass
class _Writer:
    """One notice being written."""

    form: Template
    words: Words
    facts: NoticeFacts
    party: Party
    known: Values
    confirmed: Collection[str]
    #: Required contents that paragraphs which are held back would fulfil.
    waiting: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)
    held: list[HeldBack] = field(default_factory=list)
    let_in: list[HeldBack] = field(default_factory=list)

    def draft(self) -> Draft:
        """All of it."""
        self._letterhead()
        required = {one.id: one for one in elements.required(self.form.law)}
        title = self._fill(self.form.title, {}, "its title")
        summary = tuple(self._summary())
        sections: list[tuple[str | None, list[Block]]] = [(None, [])]
        for entry in self.form.body:
            if not self._applies(entry.when, {}):
                continue
            if self._held_back(entry, required):
                self.waiting |= set(entry.fulfils)
                continue
            blocks = list(self._blocks(entry, {}))
            if not blocks:
                continue
            if entry.heading:
                sections.append((self._fill(entry.heading, {}, "a heading"), []))
            sections[-1][1].extend(blocks)
            self.met |= set(entry.fulfils)
        sections.append((self.words.phrases["help heading"], []))
        for entry in () if self.form.form == "declaration" else self.words.standing:
            if self._applies(entry.when, {}):
                sections[-1][1].extend(self._blocks(entry, {}))
        contents = tuple(self._check(one) for one in required.values() if self._called_for(one))
        return Draft(
            kind=self.form.kind,
            code=self.form.code,
            title=title,
            form=self.form.form,
            version=self.form.version,
            facts=self.facts,
            recipient=self.party,
            summary=summary,
            sections=tuple((heading, tuple(blocks)) for heading, blocks in sections if blocks),
            copies=self._copies(),
            contents=contents,
            held_back=tuple(self.held),
            let_in=tuple(
                dict.fromkeys(
                    one for one in self.let_in if one.text not in {still.text for still in self.held}
                )
            ),
        )

    def _letterhead(self) -> None:
        """What every notice stands on: who sends it, for which case, when, and where to."""
        for name in ("organization.name", "organization.address", "case_number", "sent", "recipient"):
            self._value((name,), {}, "every notice")
        self.met |= set(self.form.letterhead)

    def _copies(self) -> tuple[str, ...]:
        """The others who get this kind; only a letter names them."""
        if self.form.form != "letter":
            return ()
        others = (one for one in self.facts.parties if one.role in self.form.recipients and one != self.party)
        named = [(one.role, name) for one in others if one.role != "reviewer" and (name := known_as(one))]
        return tuple(
            name if role == "regulator" else f"{name} ({self.words.phrases[role].lower()})"
            for role, name in named
        )

    def _summary(self) -> Iterator[tuple[str, str]]:
        for row in self.form.summary:
            if row.optional and row.value not in self.known.plain:
                continue
            name = self._known_name(tuple(row.value.split("|")), {})
            label = self.words.labels.get(row.value.split("|")[0], row.value)
            if name in self.known.asking and self._waits(name, f"{label}: {self.known.plain[name]}"):
                self.waiting |= set(row.fulfils)
                continue
            yield label, self._value(tuple(row.value.split("|")), {}, row.fulfils)
            self.met |= set(row.fulfils)

    def _blocks(self, entry: Entry, scope: Mapping[str, str]) -> Iterator[Block]:
        if entry.each is None:
            if entry.bullets:
                yield Bullets(tuple(self._fill(one, scope, entry.fulfils) for one in entry.bullets))
            elif entry.quote:
                yield Quote(self.known.spoken or (self._value((entry.quote,), scope, entry.fulfils),))
            else:
                yield self._paragraph(entry, scope)
            return
        group = self.known.groups[entry.each]
        if not group:
            raise NoticeRefused(self._sentence(self.words.names[entry.each], entry.fulfils))
        if entry.table:
            rows = tuple(tuple(one.get(column, "") for column in entry.table) for one in group)
            header = tuple(self.words.phrases[f"column {column}"] for column in entry.table)
            yield Table(self.words.phrases[f"table {entry.each}"], header, rows, "recipients")
        elif entry.parts:
            for number, one in enumerate(group):
                for part in entry.parts:
                    if self._applies(part.when, one, number):
                        yield self._paragraph(part, one)
                        self.met |= set(part.fulfils)
        else:
            yield Bullets(tuple(self._fill(entry.text or "", one, entry.fulfils) for one in group))

    def _paragraph(self, entry: Entry, scope: Mapping[str, str]) -> Paragraph:
        text = self._fill(entry.text or "", scope, entry.fulfils or _cites(entry.law))
        label = self._fill(entry.label, scope, entry.fulfils) if entry.label else None
        # A labelled part of a reason carries the law of that reason.
        law = _cites(entry.law) or (scope.get("law") if entry.label else None)
        return Paragraph(text, label, f"({law})" if law else None)

    def _applies(self, when: When, scope: Mapping[str, str], number: int = 0) -> bool:
        def has(name: str) -> bool:
            return name in scope or any(
                one in self.known.plain or bool(self.known.groups.get(one)) for one in name.split("|")
            )

        reason = self.known.reasons[number] if self.known.reasons else None
        return (
            (not when.role or self.party.role in when.role)
            and (when.priority is None or self.facts.priority == when.priority)
            and all(has(name) for name in when.has)
            and not any(has(name) for name in when.lacks)
            and (when.curable is None or (reason is not None and reason.curable == when.curable))
            and (not when.outcome or (reason is not None and reason.outcome in when.outcome))
        )

    def _held_back(self, entry: Entry, required: Mapping[str, Element]) -> bool:
        """Whether the paragraph waits for somebody's word; notes it if so."""
        doubts = [
            (entry.id or "", f"{one.cite}: {one.evidence.meaning}", (one,))
            for one in entry.law
            if not one.evidence.acts
        ]
        dated = {self._known_name(one, {}) for one in placeholders(entry.text or "")}
        for name in () if dated & self.known.asking else entry.fulfils:
            element = required.get(name)
            # A paragraph that states verified law of its own, or a confirmed date, may stand.
            if element and not element.acts and not entry.law:
                rule = Law(element.law, Evidence(element.evidence))
                doubts.append((name, f"{element.law}: {element.meaning}", (rule,)))
        said = self._read(entry)
        for confirm, why, law in doubts:
            held = HeldBack(confirm, said, why, law)
            (self.let_in if confirm in self.confirmed else self.held).append(held)
        waits = [self._waits(name, said) for name in sorted(dated & self.known.asking)]
        if entry.each == "dues":
            for name in sorted(self.known.asking):
                title = self.words.dues.get(name.removeprefix("due."))
                if title and name in self.known.plain:
                    self._waits(name, f"{title}: {self.known.plain[name]}")
        return any(waits) or any(confirm not in self.confirmed for confirm, _, _ in doubts)

    def _waits(self, name: str, said: str) -> bool:
        """Whether words with this due date wait for somebody's word; notes it either way."""
        clock = name.removeprefix("due.")
        why = next(
            (one.asks for one in reversed(self.facts.due) if isinstance(one, Clock) and one.clock == clock),
            None,
        )
        held = HeldBack(clock, said, why or "", self.known.doubtful.get(name, ()))
        (self.let_in if clock in self.confirmed else self.held).append(held)
        return clock not in self.confirmed

    def _read(self, entry: Entry) -> str:
        """The words of a paragraph as they would be read, for whoever decides whether they go out."""
        known = {**self.known.plain}
        words = entry.text or "; ".join(entry.bullets) or entry.heading or ""
        return one_line(
            PLACEHOLDER.sub(
                lambda found: next((known[name] for name in found[1].split("|") if name in known), "…"), words
            )
        )

    def _called_for(self, element: Element) -> bool:
        when = self.form.only.get(element.id)
        return when is None or self._applies(when, {})

    def _check(self, element: Element) -> Content:
        met = element.id in self.met
        if not met and element.acts:
            do = "give the facts for it and try again"
            if element.id in self.waiting:
                whys = "; ".join(dict.fromkeys(one.why.rstrip(".") for one in self.held))
                do = f"its paragraph is not sent by itself ({whys}), so confirm it on the page that sends the notice"
            raise NoticeRefused(
                f"The notice “{self.form.title}” ({self.form.code}) would lack what {element.law} requires: "
                f"{element.text.rstrip('.')}; {do}."
            )
        return Content(element.id, element.text, element.law, element.evidence, met if met else None)

    def _fill(self, text: str, scope: Mapping[str, str], needed: Sequence[str] | str) -> str:
        return one_line(
            PLACEHOLDER.sub(lambda found: self._value(tuple(found[1].split("|")), scope, needed), text)
        )

    def _value(self, names: tuple[str, ...], scope: Mapping[str, str], needed: Sequence[str] | str) -> str:
        name = self._known_name(names, scope)
        if name:
            return scope.get(name) or self.known.plain[name]
        setting = self.words.settings.get(names[0])
        raise NoticeRefused(self._sentence(self.words.names.get(names[0], names[0]), needed, setting))

    def _known_name(self, names: tuple[str, ...], scope: Mapping[str, str]) -> str:
        """The first of ``names`` that has a value, or nothing."""
        return next((name for name in names if scope.get(name) or self.known.plain.get(name)), "")

    def _sentence(self, what: str, needed: Sequence[str] | str, setting: str | None = None) -> str:
        rule = needed if isinstance(needed, str) else ""
        for element in () if rule else elements.required(self.form.law):
            if element.id in needed and Evidence(element.evidence).verified:
                rule = element.law
                break
        return (
            f"The notice “{self.form.title}” ({self.form.code}) can't be written: {what} is missing, and "
            f"{rule or 'its own text'} needs it; {from_setting(setting) if setting else 'enter it in the case first'}."
        )


def _cites(laws: Sequence[Law]) -> str:
    """The citations as printed; our own arrangement is no law and is not printed as one."""
    return re.sub(r"\s+", " ", "; ".join(one.cite for one in laws if one.evidence is not Evidence.DESIGN))
