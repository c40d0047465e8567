"""The worker's part: alerts, once a day."""

from __future__ import annotations

import logging

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from openimr.archive.index.reader import NoIndex, Reader
from openimr.archive.searching import Archive
from openimr.service.home import Home
from openimr.service.takeaway import alerts

_log = logging.getLogger("openimr.alerts")
_AGAIN = RetryStrategy(max_attempts=3, exponential_wait=60)


@app.periodic(cron="20 13 * * *")
@app.task(name="send_alerts", queueing_lock="send_alerts", lock="send_alerts", retry=_AGAIN)
def send_alerts(timestamp: int = 0) -> dict[str, int]:
    """Forget addresses that said nothing, then tell those that said yes what came. In the morning in California."""
    forgotten = alerts.sweep()
    try:
        sent = alerts.send(connection, Archive(Reader(Home().index)))
    except NoIndex:
        return {"forgotten": forgotten, "mails": 0, "failed": 0}
    if sent.mails or sent.failed:
        _log.info("Alerts: %s mails of %s items, %s could not be sent.", sent.mails, sent.items, sent.failed)
    return {"forgotten": forgotten, "mails": sent.mails, "failed": sent.failed}
