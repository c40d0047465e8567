"""Accounts: sign-in by e-mail, password and a second factor; lockout; the length of sessions; the demo."""

import os
from datetime import timedelta

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "openimr.service.accounts.backend.Backend",
]
LOGIN_URL = "account_login"
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
#: How long a link to set a password works.
PASSWORD_RESET_TIMEOUT = int(timedelta(days=3).total_seconds())

#: Sessions of staff and reviewers. A visitor's session (for what was dropped on the page) has the cookie's age.
OPENIMR_SESSION_IDLE = timedelta(minutes=30)
OPENIMR_SESSION_LONGEST = timedelta(hours=10)
OPENIMR_SESSIONS_PER_ACCOUNT = 3
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())

#: The demo lists one sign-in per role that works with one click. Never where visitors come by HTTPS.
OPENIMR_DEMO = os.environ.get("OPENIMR_DEMO", "") == "1"
if OPENIMR_DEMO and os.environ.get("OPENIMR_HTTPS", "") == "1":
    raise ValueError(
        "OPENIMR_DEMO=1 lets anybody sign in with one click and is refused together with OPENIMR_HTTPS=1: "
        "take one of the two away."
    )

# One memory for all web processes: rate limits, and codes that were used already.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# django-allauth
_HTTPS = os.environ.get("OPENIMR_HTTPS", "") == "1"
ACCOUNT_ADAPTER = "openimr.service.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# django-allauth's own would keep a second copy of every address.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _HTTPS else "http"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_FORMS = {
    "login": "openimr.service.accounts.forms.SignInForm",
    "reset_password": "openimr.service.accounts.forms.ForgottenForm",
    "reset_password_from_key": "openimr.service.accounts.forms.NewPasswordForm",
}
# Lockout by account and address is below; these stop floods. A whole office may come from one address.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "100/m/ip,50/h/key",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "60/m/ip",
}
MFA_ADAPTER = "openimr.service.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {"authenticate": "openimr.service.accounts.forms.CodeForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "OpenIMR"
#: A code of the half minute before or after works too: clocks of phones differ.
MFA_TOTP_TOLERANCE = 1

# django-axes: five wrong passwords or codes for an account from an address close sign-in for half an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_USERNAME_FORM_FIELD = "email"
# Neither table nor log holds an address by which a person could be named.
AXES_USERNAME_CALLABLE = "openimr.service.accounts.lockout.account_key"
AXES_CLIENT_IP_CALLABLE = "openimr.service.accounts.lockout.client_address"
AXES_LOCKOUT_CALLABLE = "openimr.service.accounts.lockout.page"
AXES_SENSITIVE_PARAMETERS = [
    "username", "ip_address", "email", "login", "password", "code", "confirm_password", "confirm_code", "next",
]  # fmt: skip
