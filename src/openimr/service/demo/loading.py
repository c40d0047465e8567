"""Opening the demo office: people, panel and cases, played where they are missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from openimr import samples
from openimr.samples.authority import authority
from openimr.service import clock
from openimr.service.cases.models import CaseRow
from openimr.service.demo.fates import SCENES
from openimr.service.demo.people import People, people
from openimr.service.demo.play import Play
from openimr.service.home import Home

#: The docket's seed: everybody's demo has the same people and cases, at the days that fit theirs.
SEED = 7


@dataclass
class Opened:
    """What the demo office has now. ``failed`` are cases that could not be played, with the reason."""

    people: People
    played: int = 0
    failed: list[tuple[int, str, str]] = field(default_factory=list)


def open_office(count: int = 200, *, say: Callable[[int, int], None] | None = None) -> Opened:
    """Make the demo office, if this installation has none yet.

    Args:
        count: how many cases.
        say: is told how many cases are played, of how many.
    """
    now, today = clock.now(), clock.today()
    authority(Home().root / "authority", at=now - timedelta(days=400))
    opened = Opened(people(SEED, today))
    if CaseRow.objects.exists():
        return opened
    docket = samples.docket(SEED, count, today)
    numbers: dict[int, str] = {}
    for place, one in enumerate(_ordered(docket), start=1):
        play = Play(one, opened.people, now, numbers)
        try:
            for scene in SCENES[one.fate]:
                scene(play)
        except Exception as problem:
            opened.failed.append((one.number, one.fate, f"{type(problem).__name__}: {problem}"))
        if play.number:
            numbers[one.number] = play.number
            opened.played += 1
        if say is not None:
            say(place, len(docket))
    return opened


def _ordered(docket: tuple[samples.DocketCase, ...]) -> Iterator[samples.DocketCase]:
    """By the day they came in, so that numbers rise; those that belong to another case behind it."""
    alone = [one for one in docket if one.related is None]
    yield from sorted(alone, key=lambda one: (-one.age_days, one.number))
    yield from sorted(
        (one for one in docket if one.related is not None), key=lambda one: (-one.age_days, one.number)
    )
