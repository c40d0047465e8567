"""Addresses of accounts. Views of django-allauth are marked here; those that are not listed do not exist."""

from allauth.account import views as account
from allauth.mfa.base import views as factor_views
from django.conf import settings
from django.urls import path, re_path

from openimr.service.accounts.access import declared, open_to
from openimr.service.accounts.views import demonstration, factor, own

urlpatterns = [
    *declared(
        [
            path("sign-in/", account.login, name="account_login"),
            path("code/", factor_views.authenticate, name="mfa_authenticate"),
            path("sign-out/", account.logout, name="account_logout"),
            path("deactivated/", account.account_inactive, name="account_inactive"),
            path("password/forgotten/", account.password_reset, name="account_reset_password"),
            path("password/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
            re_path(
                r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
                account.password_reset_from_key,
                name="account_reset_password_from_key",
            ),
            path(
                "password/set/",
                account.password_reset_from_key_done,
                name="account_reset_password_from_key_done",
            ),
        ],
        open_to("public"),
    ),
    path("", own.home, name="mfa_index"),
    path("password/", own.password, name="account_change_password"),
    path("confirm/", own.confirm, name="accounts-confirm"),
    path("sessions/end/", own.end_sessions, name="accounts-end-sessions"),
    path("sessions/<int:number>/end/", own.end_session, name="accounts-end-session"),
    path("second-factor/", factor.set_up, name="accounts-second-factor"),
    path("second-factor/code.svg", factor.picture, name="accounts-second-factor-picture"),
    path("recovery-codes/", factor.recovery_codes, name="accounts-recovery-codes"),
]
if settings.OPENIMR_DEMO:
    urlpatterns += [
        path("demo/", demonstration.choices, name="accounts-demo"),
        path("demo/<int:number>/", demonstration.sign_in, name="accounts-demo-sign-in"),
    ]
