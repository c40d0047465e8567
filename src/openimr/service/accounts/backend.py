"""Which accounts can sign in at all."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """By e-mail and password. It is asked on every request, so an account that was ended is out at once."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        """Active accounts of people; those of the demo only while the demo runs."""
        if user is None or not user.is_active or getattr(user, "service", False):
            return False
        return bool(settings.OPENIMR_DEMO) or not getattr(user, "demo", False)
