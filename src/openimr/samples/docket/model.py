"""A case of the demo office: what came in, what a reviewer would write, and what has become of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from openimr.law.forms import Application
from openimr.letters.model import Determination
from openimr.samples.casefile.chart import Chart
from openimr.samples.casefile.model import DocumentInfo


@dataclass(frozen=True)
class DocketCase:
    """One fictional case.

    Attributes:
        number: its place in the docket, from 1.
        fate: what has become of it, one of ``openimr.samples.docket.fates.fates()``.
        state: the code of the case's state that goes with the fate; ``None`` while its envelope is unopened.
        age_days: how many days before ``today`` the application was received.
        application: the form as it came, with its flaws where the fate wants some.
        determination: the letter that a reviewer would write. It has no case number and, in its header, no
            days of assignment and decision: those are the office's.
        milestones: the steps that the case has taken (``received``, ``eligible``, ``assigned``, ``records``,
            ``complete``, ``reviewer``, ``preliminary``, ``signed``, ``released``, ``issued``, ``authorized``,
            ``published``, ``petition``, ``petition decided``), each with its day, in order, none after today.
        title: for the curated cases what they are about, else ``None``.
        related: the number of the case that a duplicate repeats or a consolidated case goes into.
        seed: what the papers are made from, besides what stands here.
    """

    number: int
    fate: str
    state: str | None
    age_days: int
    application: Application
    determination: Determination
    milestones: Mapping[str, date]
    title: str | None = None
    related: int | None = None
    seed: str = ""
    chart: Chart | None = field(default=None, repr=False)

    def application_pdf(self, *, scanned: bool = False) -> bytes:
        """The application on paper; ``scanned`` as the slightly turned gray picture that a scanner gives.

        Raises:
            ModuleNotFoundError: ``scanned`` is wanted and Pillow is not installed (it comes with
                ``openimr[service]``).
        """
        from openimr.samples.casefile import papers

        return papers.application_pdf(self.application, scanned=scanned)

    def denial_pdf(self) -> bytes:
        """The utilization review decision, whether or not the worker enclosed it."""
        from openimr.samples.casefile import papers

        return papers.of(self.determination, self.application, self.seed, self.chart).denial()[1]

    def records(self) -> list[tuple[DocumentInfo, bytes]]:
        """The medical records, oldest first, each as a PDF of its own."""
        from openimr.samples.casefile import papers

        return papers.of(self.determination, self.application, self.seed, self.chart).records()
