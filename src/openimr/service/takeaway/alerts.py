"""Alerts: asked for, confirmed from the mail, sent when something came, stopped with one click.

Nobody is written to but to be asked once, until they say yes. A row goes when it is stopped, and after three days
without a yes.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction

from openimr.archive.answers import permalink
from openimr.archive.connection import Connection
from openimr.archive.exporting import arrivals
from openimr.archive.exporting.selecting import among
from openimr.archive.query.tree import QueryProblem
from openimr.archive.searching import Archive, Hit, with_filters
from openimr.service import clock
from openimr.service.accounts import mailing
from openimr.service.library.asking import Asked
from openimr.service.rates.counting import count
from openimr.service.takeaway.codes import code
from openimr.service.takeaway.limits import MOST_ALERTS, QUESTIONS
from openimr.service.takeaway.models import Alert

_log = logging.getLogger("openimr.alerts")
#: How long a yes is waited for.
WAITED = timedelta(days=3)
#: Items written out in one mail; the rest is counted, with a link.
_SHOWN = 20
Filters = Sequence[tuple[str, str]]


def ask(address: str, text: str, filters: Filters, *, site: str) -> None:
    """Write to ``address`` whether it wants to be told of new items of a search.

    What happens is told to nobody but the address: an alert that is there, and one too many, change nothing and send
    nothing.
    """
    pairs = [list(pair) for pair in filters]
    held = Alert.objects.filter(address__iexact=address)
    row = held.filter(text=text, filters=pairs).first()
    if row is None:
        if held.count() >= MOST_ALERTS:
            return
        row = Alert(address=address, text=text, filters=pairs, site=site, made=clock.now())
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:  # asked for twice at the same moment
            return
    if row.confirmed is not None or count(QUESTIONS, address.lower()):
        return
    mailing.queue(
        EmailMessage(
            subject="Shall OpenIMR tell you of new decisions?",
            body=(
                "Somebody, probably you, asked that this address be told of new decisions in the OpenIMR archive "
                f"that match:\n\n    {named(row)}\n\n"
                f"If you want that, open this page within three days and say yes:\n\n    {link(row)}\n\n"
                "If not, do nothing: the address is forgotten then, and nothing more is sent.\n"
            ),
            to=[row.address],
        )
    )


def confirm(alert: Alert, connection: Connection, archive: Archive) -> None:
    """The address says yes: from now on it is told of what comes after this moment."""
    if alert.confirmed is None:
        Alert.objects.filter(pk=alert.pk, confirmed=None).update(
            confirmed=clock.now(), told=arrivals.newest(connection, archive.reader.revision())
        )


def stop(alert: Alert) -> None:
    """The alert goes."""
    alert.delete()


def forget(alert: Alert) -> int:
    """Everything of the alert's address goes; how many alerts."""
    return int(Alert.objects.filter(address__iexact=alert.address).delete()[0])


def sweep() -> int:
    """Forget those that nobody confirmed; how many."""
    return int(Alert.objects.filter(confirmed=None, made__lt=clock.now() - WAITED).delete()[0])


@dataclass
class Sent:
    """What a round did."""

    mails: int = 0
    items: int = 0
    failed: int = 0


@dataclass
class _News:
    """What came for one alert: the first keys of it, and how many in all."""

    keys: list[str] = field(default_factory=list)
    total: int = 0


def send(connection: Connection, archive: Archive) -> Sent:
    """Tell every alert what came for it since it was last told. Safe to repeat.

    A mail that was sent is noted at once; one that was sent just before this died goes out again under the same
    Message-ID. What could not be sent is tried in the next round.

    Args:
        archive: opened for this round, so that it holds what its revision says.
    """
    out = Sent()
    revision = archive.reader.revision()
    searcher = archive.reader.searcher()
    until = arrivals.newest(connection, revision)
    for told in sorted(
        set(Alert.objects.exclude(confirmed=None).filter(told__lt=until).values_list("told", flat=True))
    ):
        alerts = list(Alert.objects.exclude(confirmed=None).filter(told=told).order_by("pk"))
        queries = {}
        for alert in alerts:
            try:
                queries[alert.pk] = archive.matching(alert.text, _pairs(alert))
            except QueryProblem as problem:  # understood when it was asked for, by another version
                _log.warning("%s can't be searched for any more: %s", alert, type(problem).__name__)
        news = {pk: _News() for pk in queries}
        for keys in arrivals.arrived(connection, told, until):
            for pk, query in queries.items():
                match = among(searcher, query, keys)
                news[pk].total += len(match)
                room = _SHOWN - len(news[pk].keys)
                news[pk].keys += [key for key in keys if key in match][:room]
        for alert in alerts:
            one = news.get(alert.pk)
            if one is not None and one.total:
                try:
                    _mail(alert, one, archive.get(one.keys), until).send()
                except (OSError, SMTPException) as problem:
                    out.failed += 1
                    _log.warning("The mail of %s could not be sent: %s", alert, type(problem).__name__)
                    continue
                out.mails += 1
                out.items += one.total
            Alert.objects.filter(pk=alert.pk).update(told=until)
    return out


def named(alert: Alert) -> str:
    """The search in words."""
    return with_filters(alert.text, _pairs(alert)) or "everything"


def link(alert: Alert, verb: str = "") -> str:
    """The whole address of an alert's page, or of what ``verb`` does."""
    return f"{alert.site}/archive/alerts/{alert.pk}/{code(alert)}/{verb + '/' if verb else ''}"


def search_link(alert: Alert) -> str:
    """The whole address of its search, the latest first."""
    return f"{alert.site}/archive/{Asked(alert.text, _pairs(alert), 'date').query()}"


def _pairs(alert: Alert) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in alert.filters)


def _mail(alert: Alert, news: _News, hits: dict[str, Hit], until: int) -> EmailMessage:
    count_ = f"{news.total:,} new {'decision' if news.total == 1 else 'decisions'}"
    parts = [f"{count_} in the OpenIMR archive that match:\n\n    {named(alert)}\n"]
    for key in news.keys:
        if key in hits:
            held = hits[key].fields
            disputed = " ".join((held.get("disputed") or key).split())
            facts = ", ".join(str(one) for one in (held.get("case_number"), held.get("decided")) if one)
            fictional = " (fictional sample)" if held.get("origin") == "sample" else ""
            parts.append(
                f"{held['decision'].upper()}  {disputed[:200]}{fictional}\n    {facts}\n    {alert.site}{permalink(key)}\n"
            )
    if news.total > len(news.keys):
        parts.append(f"and {news.total - len(news.keys):,} more.\n")
    parts.append(
        f"All of the search: {search_link(alert)}\n\nStop this alert, or forget this address: {link(alert)}\n"
    )
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return EmailMessage(
        subject=f"{count_}: {' '.join(named(alert).split())[:80]}",
        body="\n".join(parts),
        to=[alert.address],
        headers={
            "Message-ID": f"<alert-{alert.pk}-{alert.told}-{until}@{domain}>",
            # RFC 2369 and RFC 8058: the mail program's own button, one click.
            "List-Unsubscribe": f"<{link(alert, 'stop')}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
