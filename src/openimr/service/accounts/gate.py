"""The gate in front of every view: closed unless the view says whom it is open to."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from openimr.service.accounts import cases, confirming, refusing, second_factor, sessions
from openimr.service.accounts.access import Access, access_of
from openimr.service.accounts.permissions import NotAllowed, Somebody, may, table

_log = logging.getLogger("openimr.accounts")


class Gate:
    """Middleware. It comes after the middlewares that know the session, the account and (portal) the party."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The view's response; what only signed-in people see is kept in no cache."""
        response = self.get_response(request)
        if getattr(request, "openimr_private", False) and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """``None`` lets the request pass to the view; a response answers instead of it.

        Raises:
            Http404: the address names a case that does not exist.
        """
        access = access_of(view)
        if access is None:
            name = f"{getattr(view, '__module__', '?')}.{getattr(view, '__qualname__', '?')}"
            _log.error("The view %s does not say whom it is open to, so it stays closed.", name)
            return refusing.refuse(request, "This page does not say whom it is open to, so it stays closed.")
        if access.audience == "public":
            return None
        request.openimr_private = True  # type: ignore[attr-defined]
        ended = sessions.check(request)
        party: Somebody | None = getattr(request, "party", None)
        if access.audience == "party":
            if party is not None:
                return None
            return refusing.refuse(request, "This page is for parties: open it by the link to your case.")
        if not request.user.is_authenticated:
            if party is not None and access.audience == "action":
                return self._by_table(request, party, access, kwargs)
            return to_sign_in(request, ended)
        if access.setting_up:
            return None
        if not second_factor.present(request):
            return _go(request, resolve_url("accounts-second-factor"))
        if access.audience == "signed in":
            return None
        return self._by_table(request, request.user, access, kwargs)  # type: ignore[arg-type]

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A command that raised :class:`NotAllowed` becomes the page that says no."""
        return refusing.refuse(request, str(exception)) if isinstance(exception, NotAllowed) else None

    @staticmethod
    def _by_table(
        request: HttpRequest, somebody: Somebody, access: Access, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        assert access.action is not None
        verdict = may(somebody, access.action)
        if not verdict:
            return refusing.refuse(request, verdict.why, action=access.action)
        number = kwargs.get(access.case)
        if number is not None:
            standing = cases.standing(somebody, str(number))
            if standing is None:
                raise Http404(f"There is no case {number}.")
            verdict = may(somebody, access.action, standing.state, own=standing.own, done=standing.done)
            if not verdict:
                refusal = verdict.why
                shown = request.POST.get("expected", "") if request.method == "POST" else ""
                late = (
                    shown.isascii() and shown.isdigit() and len(shown) < 10 and int(shown) < standing.version
                )
                if late and may(somebody, access.action, own=standing.own, done=standing.done):
                    # Only the state is against it, and the page showed an older one: somebody moved the case.
                    refusal = f"{cases.moved(somebody, str(number), standing.state, int(shown))}{verdict.why}"
                return refusing.refuse(request, refusal, action=access.action)
            if why := standing.not_yet.get(access.action):
                if standing.first and request.method in ("GET", "HEAD") and request.accepts("text/html"):
                    messages.info(request, why)
                    return _go(request, standing.first)
                return refusing.refuse(request, why, action=access.action)
        fresh = table().actions[access.action].fresh
        if fresh and request.method == "POST" and not confirming.recently_authenticated(request):
            return confirming.ask_on_the_way(request, access.action)
        return None


def to_sign_in(request: HttpRequest, why: str = "") -> HttpResponseBase:
    """To the sign-in page, and back here afterwards. ``why`` is the reason that a session ended, if one did."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    query = {key: value for key, value in (("next", back), ("ended", why)) if value}
    return _go(request, resolve_url(settings.LOGIN_URL) + (f"?{urlencode(query)}" if query else ""))


def _go(request: HttpRequest, address: str) -> HttpResponseBase:
    """There, with the whole page: htmx would put the answer into a part of it."""
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(address)
    return redirect(address)
