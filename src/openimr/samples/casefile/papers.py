"""All papers of one case as PDFs: application, denial, records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openimr.law.forms import Application
from openimr.letters.model import Determination
from openimr.samples.casefile import denial, form, reports
from openimr.samples.casefile.blocks import Block
from openimr.samples.casefile.chart import Chart
from openimr.samples.casefile.charting import chart as charted
from openimr.samples.casefile.model import DocumentInfo, DocumentType
from openimr.samples.casefile.scanning import scanned as as_scanned
from openimr.samples.casefile.typesetting import first_pages, typeset
from openimr.samples.chance import Chance


def application_pdf(application: Application, *, scanned: bool = False) -> bytes:
    """The application, one page. ``scanned`` as a picture without text.

    Raises:
        ModuleNotFoundError: ``scanned`` is wanted and Pillow is not installed.
    """
    title = (
        f"Application for Independent Medical Review, claim {application.claim_number or 'without number'}"
    )
    dated = application.received or _NO_DAY
    made = b""
    for scale in _SCALES:  # the form has one page, however many treatments stand in it
        made = typeset(title, [form.page(application, scale)], dated)
        if first_pages(made)[1] == 1:
            break
    return as_scanned(made, application.claim_number or "") if scanned else made


_NO_DAY = date(1970, 1, 1)
_SCALES = (1.0, 0.9, 0.8, 0.7, 0.6)


def of(
    determination: Determination, application: Application, seed: str, chart: Chart | None = None
) -> Papers:
    """The papers of a case; without a chart, one is made from the determination's facts.

    Raises:
        CaseFileError: the application lacks the date of the request or of the decision.
    """
    made = chart or charted(Chance(f"chart {seed}"), determination, application)
    return Papers(determination, application, seed, made)


@dataclass(frozen=True)
class Papers:
    """The papers of one case."""

    determination: Determination
    application: Application
    seed: str
    chart: Chart

    def denial(self, number: int = 1, file: str = "denial.pdf") -> tuple[DocumentInfo, bytes]:
        """The utilization review decision."""
        one = self.application
        block = denial.letter(Chance(f"denial {self.seed}"), self.determination, one, self.chart)
        served = one.ur_served_date or one.ur_decision_date or _NO_DAY
        made = typeset(f"{block['title']}, claim {one.claim_number}", [block], served)
        author = one.claims_administrator.organization or ""
        when = one.ur_decision_date or served
        info = DocumentInfo(
            number,
            "utilization_review_decision",
            block["title"],
            author,
            when,
            (1, first_pages(made)[1]),
            file,
        )
        return info, made

    def records(self) -> list[tuple[DocumentInfo, bytes]]:
        """The medical records, oldest first, each as a PDF of its own."""
        out = []
        for number, (kind, title, author, when, block) in enumerate(self._records(), start=1):
            made = typeset(title, [block], when)
            file = f"{number:02d}-{kind.replace('_', '-')}.pdf"
            out.append(
                (DocumentInfo(number, kind, title, author, when, (1, first_pages(made)[1]), file), made)
            )
        return out

    def bound(self, first: int = 1, file: str = "records.pdf") -> tuple[list[DocumentInfo], bytes]:
        """The medical records in one file, with the pages that each takes; numbered from ``first``."""
        listed = self._records()
        latest = max(row[3] for row in listed)
        made = typeset(
            f"Medical records, claim {self.application.claim_number}", [row[4] for row in listed], latest
        )
        starts, count = first_pages(made)
        ends = [start - 1 for start in starts[1:]] + [count]
        infos = [
            DocumentInfo(first + place, kind, title, author, when, (starts[place], ends[place]), file)
            for place, (kind, title, author, when, _) in enumerate(listed)
        ]
        return infos, made

    def _records(self) -> list[tuple[DocumentType, str, str, date, Block]]:
        one, chart = self.application, self.chart
        physician = one.physician.name or ""
        asked = one.rfa_date or _NO_DAY
        request = reports.request(self.determination, one)
        out: list[tuple[DocumentType, str, str, date, Block]] = [
            ("request_for_authorization", request["title"], physician, asked, request)
        ]
        for visit in chart.visits:
            block = reports.progress(self.determination, one, chart, visit)
            kind: DocumentType = "first_report" if reports.is_first(one, chart, visit) else "progress_report"
            out.append((kind, block["title"], physician, visit.day, block))
        for place, extra in enumerate(chart.extras):
            party, author = reports.author_of(Chance(f"author {self.seed} {place}"), extra, one)
            block = reports.other(self.determination, one, extra, party, author)
            out.append((extra.type, extra.title, author, extra.day, block))
        return sorted(out, key=lambda row: (row[3], row[0] == "request_for_authorization"))
