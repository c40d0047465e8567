"""One case of the docket being played: who it is, how far it has come, and what time it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from openimr.samples import DocketCase
from openimr.service import clock
from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.selectors import get
from openimr.service.clock import PACIFIC, standing_at
from openimr.service.demo.people import People

#: The office opens at nine; each step of a case takes some minutes.
_OPENS = time(9, 4)
_STEP = timedelta(minutes=11)


@dataclass
class Play:
    """A case that is being played.

    ``numbers`` has the case numbers of the docket's cases that were played before, for those that belong to
    another one.
    """

    one: DocketCase
    people: People
    now: datetime
    numbers: dict[int, str]
    number: str = ""
    _last: datetime | None = field(default=None)

    @property
    def case(self) -> Case:
        """The case as it stands."""
        return get(self.number)

    def actor(self, role: str, place: int = 0) -> Actor:
        """Somebody of the office."""
        return self.people.actor(role, place)

    def day(self, milestone: str) -> date:
        """The day of a step; today where the docket gives none."""
        return self.one.milestones.get(milestone, self.now.astimezone(PACIFIC).date())

    @contextmanager
    def at(self, day: date) -> Iterator[None]:
        """The clock stands on ``day``, some minutes after the last step and never after now."""
        wanted = datetime.combine(day, _OPENS, PACIFIC)
        if self._last is not None and wanted <= self._last:
            wanted = self._last + _STEP
        if wanted >= self.now:
            # What happens today happened within the last hour.
            floor = self._last or self.now - timedelta(hours=1)
            wanted = floor + (self.now - floor) / 8
        self._last = wanted
        with standing_at(wanted):
            yield

    def later(self, milestone: str, days: int) -> date:
        """Some days after a step, but not after today."""
        return min(self.day(milestone) + timedelta(days=days), clock.today())
