"""The organization that runs the office, as its letterhead names it. All of it comes from the environment."""

import os

_DEMO = os.environ.get("OPENIMR_DEMO", "") == "1"


def _or(said: str | None, demo: str) -> str | None:
    return (said or "").strip() or (demo if _DEMO else None)


#: The independent medical review organization.
OPENIMR_ORGANIZATION = os.environ.get("OPENIMR_ORGANIZATION", "").strip() or (
    "Sierra Independent Medical Review (a demonstration)" if _DEMO else "Independent Medical Review"
)
OPENIMR_LETTERHEAD = {
    "name": OPENIMR_ORGANIZATION,
    "address": tuple(
        line.strip()
        for line in (_or(os.environ.get("OPENIMR_ORGANIZATION_ADDRESS"), "P.O. Box 5500") or "").split("|")
        if line.strip()
    ),
    "city": _or(os.environ.get("OPENIMR_ORGANIZATION_CITY"), "Sacramento"),
    "state": _or(os.environ.get("OPENIMR_ORGANIZATION_STATE"), "CA"),
    "zip": _or(os.environ.get("OPENIMR_ORGANIZATION_ZIP"), "95800"),
    "phone": _or(os.environ.get("OPENIMR_ORGANIZATION_PHONE"), "(916) 555-0100"),
    "fax": _or(os.environ.get("OPENIMR_ORGANIZATION_FAX"), "(916) 555-0101"),
    "email": _or(os.environ.get("OPENIMR_ORGANIZATION_EMAIL"), "office@example.org"),
    "portal": _or(os.environ.get("OPENIMR_ORGANIZATION_PORTAL"), "http://localhost:8000/portal/"),
    "signs": "Independent Medical Review Unit",
}
#: How the regulator is addressed on notices that go to it.
OPENIMR_REGULATOR = os.environ.get("OPENIMR_REGULATOR", "").strip() or (
    "Administrative Director, Division of Workers' Compensation"
)
#: Where those notices go by e-mail; without it they wait for a person.
OPENIMR_REGULATOR_EMAIL = _or(os.environ.get("OPENIMR_REGULATOR_EMAIL"), "imr.unit@example.org")

# Outgoing mail. The demonstration writes it to files below $OPENIMR_HOME and sends nothing.
DEFAULT_FROM_EMAIL: str = (
    os.environ.get("OPENIMR_MAIL_FROM", "").strip()
    or _or(os.environ.get("OPENIMR_ORGANIZATION_EMAIL"), "office@example.org")
    or "imr@localhost"
)
EMAIL_HOST = os.environ.get("OPENIMR_MAIL_HOST", "").strip()
EMAIL_PORT = int(os.environ.get("OPENIMR_MAIL_PORT", "25") or 25)
EMAIL_HOST_USER = os.environ.get("OPENIMR_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("OPENIMR_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("OPENIMR_MAIL_TLS", "") == "1"
EMAIL_TIMEOUT = 20
if EMAIL_HOST and not _DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
else:
    from openimr.service.home import Home

    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH: str = str(Home().folder("outbox"))
