"""What somebody has typed so far, kept with the visit: it survives a refusal, a reload and a lost connection.

A draft stands in the visitor's session and nowhere else; it goes when the application is filed, when the visitor
says so, and with the session. Papers that came with a draft are kept under their digest, and named here.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.http import HttpRequest, QueryDict

from openimr.service.cases.domain.parts import Document
from openimr.service.cases.filed import WITHHELD
from openimr.service.cases.papers import Kept, document, keep
from openimr.service.cases.refusals import Refused

_KEY = "application-drafts"
#: Papers of one application, and characters of a draft.
MOST_PAPERS = 10
_LARGEST = 60_000
#: Drafts of one visit; more are drafts of mail that nobody went on with.
_MOST = 20


class Draft:
    """The draft of one place: ``public``, ``staff``, or the number of a paper of the mail room."""

    def __init__(self, request: HttpRequest, place: str) -> None:
        self._session = request.session
        self._place = place
        found = self._session.get(_KEY, {}).get(place, {})
        self.typed: dict[str, str] = found.get("typed", {})
        self.papers: list[dict[str, Any]] = found.get("papers", [])

    def __bool__(self) -> bool:
        """Whether something is in it."""
        return bool(self.typed or self.papers)

    def type_in(self, data: QueryDict) -> None:
        """Keep what stands in the form."""
        left_out = ("csrfmiddlewaretoken", "papers", "website")
        typed = {key: str(data[key]) for key in data if key not in left_out}
        if typed != self.typed and sum(map(len, typed.values())) <= _LARGEST:
            self.typed = typed
            self._save()

    def add(self, data: bytes | Path, name: str) -> Kept:
        """Keep a paper with the draft.

        Raises:
            Refused: it is no sound PDF, or there are too many.
        """
        if len(self.papers) >= MOST_PAPERS:
            raise Refused(f"{name} is one paper too many; {MOST_PAPERS} can be sent with one application.")
        kept = keep(data, name)
        if kept.sha256 not in {one["sha256"] for one in self.papers}:
            self.papers.append(
                {"sha256": kept.sha256, "size": kept.size, "pages": kept.pages, "name": name[:150]}
            )
            self._save()
        return kept

    def remove(self, sha256: str) -> None:
        """Take a paper out again."""
        self.papers = [one for one in self.papers if one["sha256"] != sha256]
        self._save()

    def documents(self, *, received: date, added_by: str, types: dict[str, str]) -> tuple[Document, ...]:
        """The papers as documents; ``types`` gives the type of each by its digest."""
        from openimr.law import documents as law_documents

        titles = law_documents.types()
        added = []
        for one in self.papers:
            kind = types.get(one["sha256"]) or "other"
            added.append(
                document(
                    Kept(one["sha256"], one["size"], one["pages"]),
                    type=kind,
                    title=titles[kind] if kind != "other" else one["name"],
                    received=received,
                    channel="web",
                    added_by=added_by,
                    in_file=kind not in WITHHELD,
                )
            )
        return tuple(added)

    def forget(self) -> None:
        """Forget the draft."""
        drafts = self._session.get(_KEY, {})
        drafts.pop(self._place, None)
        self._session[_KEY] = drafts
        self.typed, self.papers = {}, []

    def _save(self) -> None:
        drafts = self._session.get(_KEY, {})
        drafts[self._place] = {"typed": self.typed, "papers": self.papers}
        while len(drafts) > _MOST:
            drafts.pop(next(iter(drafts)))
        self._session[_KEY] = drafts
