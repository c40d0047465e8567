"""Notices: what the office writes to the parties, from templates, with the content that the law wants.

`compose` makes a finished notice, `preview` the same without its PDF; both refuse what is incomplete. `kinds`
lists what there is. The outbox (:mod:`openimr.service.notices.outbox`) sends them; it alone knows Django.
"""

from openimr.service.notices.composing import draft as preview
from openimr.service.notices.making import compose
from openimr.service.notices.model import (
    Correction,
    Draft,
    Due,
    Merged,
    Notice,
    NoticeFacts,
    NoticeRefused,
    Organization,
    Party,
    Remand,
    Served,
    Service,
    TemplateError,
    Treatment,
)
from openimr.service.notices.template import kinds, template

__all__ = [
    "Correction",
    "Draft",
    "Due",
    "Merged",
    "Notice",
    "NoticeFacts",
    "NoticeRefused",
    "Organization",
    "Party",
    "Remand",
    "Served",
    "Service",
    "TemplateError",
    "Treatment",
    "compose",
    "kinds",
    "preview",
    "template",
]
