"""The verb: a finished notice to one recipient."""

from __future__ import annotations

from collections.abc import Collection

from openimr.service.notices import composing, paper, text
from openimr.service.notices.model import Notice, NoticeFacts, Party


def compose(
    kind: str,
    facts: NoticeFacts,
    recipient: Party | str,
    *,
    confirmed: Collection[str] = (),
    language: str = "en",
) -> Notice:
    """The notice of ``kind`` to ``recipient``, as PDF and as text; the same input gives the same bytes.

    ``recipient`` is a party or the role of one. For ``confirmed`` see :func:`openimr.service.notices.preview`.

    Raises:
        NoticeRefused: a value or a required content is missing, or the notice does not go to this recipient.
        TemplateError: there is no such notice.
    """
    draft = composing.draft(kind, facts, recipient, confirmed=confirmed, language=language)
    return Notice(
        kind=draft.kind,
        code=draft.code,
        title=draft.title,
        version=draft.version,
        case_number=facts.case_number or "",
        recipient=draft.recipient,
        recipients=(draft.recipient.role, *draft.copies),
        pdf=paper.render(draft, language=language),
        text=text.render(draft, language=language),
        contents=draft.contents,
        held_back=draft.held_back,
    )
