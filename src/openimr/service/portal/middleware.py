"""Who a party is: known from the session before the gate looks, on the portal's own addresses alone."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from openimr.service.portal.access import actor_of, of_session


class KnowsParty:
    """Middleware. Sets ``request.party`` (an actor) and ``request.invitation`` where a code was given."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set both, then go on; nothing of a case is kept in any cache, nor followed by robots."""
        if not request.path.startswith("/portal/"):
            return self.get_response(request)
        invitation = of_session(request.session)
        if invitation is not None:
            request.invitation = invitation  # type: ignore[attr-defined]
            request.party = actor_of(invitation)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "no-store, private"
        # The code stands in the address of the first page: no other page, not even our own, is told that address.
        # (Were nothing told at all, browsers would send the form with "Origin: null", and it would be refused.)
        response["Referrer-Policy"] = "strict-origin" if "/open/" in request.path else "same-origin"
        return response
