"""What the parts of a page are given: plain shapes that say what they show, with nothing left to guess.

Every part takes one of these or a dictionary with the same keys. Texts are plain text; templates escape them.
Tones are ``plain``, ``info``, ``good``, ``warn``, ``bad`` and ``quiet``: a tone always comes with a word or an
icon, so that nothing is told by color alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Tone = Literal["plain", "info", "good", "warn", "bad", "quiet"]


@dataclass(frozen=True, slots=True)
class Badge:
    """A word in a pill (``office/_badge.html``)."""

    text: str
    tone: Tone = "plain"
    icon: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way to this page; the last one, the page itself, has no address."""

    title: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab, which is a link (``office/_tabs.html``). ``count`` is shown behind its title where it is given.

    ``why`` says why it is not open now; it is no link then.
    """

    title: str
    address: str
    current: bool = False
    count: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the way of a case (``office/_steps.html``)."""

    title: str
    state: Literal["done", "current", "todo", "skipped"]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``address`` sorts by it; ``sorted`` is the direction it is sorted in now."""

    title: str
    address: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    numeric: bool = False
    narrow: bool = True  #: whether it is still shown on a phone


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table: text, a day or moment (``when``), a badge, or a clock; ``note`` in small below it.

    ISO dates in ``note`` are shown in the office's form; ``note_title`` is what pointing at it tells.
    """

    text: str = ""
    note: str = ""
    badge: Any = None
    clock: Any = None
    badges: Sequence[Any] = ()
    when: Any = None
    note_title: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. ``address`` opens it; ``key`` is what bulk actions and the key ``c`` send.

    ``claim`` is the address that the key ``c`` posts to ("" where the row can't be claimed).
    """

    cells: Sequence[Cell]
    address: str = ""
    key: str = ""
    label: str = ""
    claim: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of a case's history (``office/_timeline.html``).

    ``who`` is a role, a shown name of staff, or a reviewer's code; never a reviewer's name. ``hash`` is the
    entry's digest; its first characters are shown. ``details`` are pairs (title, value).
    """

    what: str
    when: datetime
    who: str
    details: Sequence[tuple[str, Any]] = ()
    rule: str = ""
    number: int | None = None
    hash: str = ""
    tone: Tone = "plain"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One side's answer to a question of eligibility. ``value`` is ``None`` while there is none."""

    value: str | None
    who: str = ""
    when: date | datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that staff and the regulator answer each (``office/_question.html``).

    ``asks`` says why a person must decide it; ``control`` is a bound form field where the reader may answer.
    """

    title: str
    staff: Answer
    regulator: Answer
    law: str = ""
    hint: str = ""
    asks: str = ""
    working: Sequence[str] = ()
    code: str = ""
    control: Any = None

    @property
    def differs(self) -> bool:
        """Whether both have answered, and not the same."""
        given = (self.staff.value, self.regulator.value)
        return None not in given and given[0] != given[1]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found (``office/_findings.html``). ``address`` leads to the place it concerns."""

    severity: Literal["error", "warning", "note"]
    code: str
    message: str
    where: str = ""
    fix: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice of the filter bar: ``options`` are (value, title, count or ``None``)."""

    name: str
    title: str
    options: Sequence[tuple[str, str, int | None]]
    value: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A case on the board. ``who`` holds it."""

    title: str
    address: str
    text: str = ""
    clock: Any = None
    badges: Sequence[Any] = ()
    who: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """A column of the board: how many cases are in it, how many of them are in jeopardy and late."""

    title: str
    cards: Sequence[Card]
    count: int
    jeopardy: int = 0
    late: int = 0
    address: str = ""


@dataclass(frozen=True, slots=True)
class CaseHead:
    """What stands above every page of a case (``office/_case_header.html``).

    Attributes:
        number: the case number.
        address: the case's own page.
        state: a badge for its state, in words; ``code`` is the state's code.
        priority: a badge (standard, expedited), or ``None`` while it is unknown.
        employee: shown as it may be to this reader.
        claim_number: of the claims administrator, or "".
        items: the disputed treatments, as (text, badge or ``None``).
        clock: the next legal clock, a :class:`~openimr.service.office.clocks.Chip`, or ``None``.
        holder: who has the case now (a shown name, a role or a reviewer's code); "" is nobody.
        tabs: the case's pages.
        steps: the way of the case.
        flags: badges such as "Consolidated", "Remand", "Sample".
        facts: further (title, value) pairs.
    """

    number: str
    address: str
    state: Any
    code: str = ""
    priority: Any = None
    employee: str = ""
    claim_number: str = ""
    items: Sequence[tuple[str, Any]] = ()
    clock: Any = None
    holder: str = ""
    tabs: Sequence[Tab] = ()
    steps: Sequence[Step] = ()
    flags: Sequence[Any] = ()
    facts: Sequence[tuple[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Confirm:
    """A page that asks before something is done (``office/confirm.html``).

    ``consequences`` say what will happen; ``form`` is a bound Django form or ``None``; ``hidden`` are fields
    that are sent along.
    """

    title: str
    sentence: str
    button: str
    back: str
    consequences: Sequence[str] = ()
    form: Any = None
    hidden: Mapping[str, str] = field(default_factory=dict)
    danger: bool = False
    law: str = ""
