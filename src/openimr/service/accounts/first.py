"""The first administrator of an installation; ``openimr administrator`` prints the link.

Every later account is made by an administrator on the pages. Whoever can run this on the machine could write to
the database anyway; it works only while there is no administrator who could invite another.
"""

from __future__ import annotations

from django.db import transaction


def administrator(email: str, name: str) -> str:
    """Make the first administrator; gives the path of the link to set a password, which works once, for three days.

    While nobody has set that password, the same address gets another link.

    Raises:
        NotAllowed: there is an administrator already.
        ValidationError: an address or a name that can't be.
        NothingRecords: nothing would record it; no account was made.
    """
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str
    from django.urls import reverse

    from openimr.service.accounts.models import User
    from openimr.service.accounts.permissions import NotAllowed
    from openimr.service.accounts.recording import record

    there = User.objects.filter(role="administrator", is_active=True, demo=False)
    if any(one.has_usable_password() for one in there):
        raise NotAllowed("There is an administrator already: ask them for an invitation.")
    with transaction.atomic():
        user = there.filter(email=email.strip().lower()).first()
        if user is None and there.exists():
            raise NotAllowed(
                "The first administrator has not set a password yet: give the same address again for another link."
            )
        type_ = "account.invited_again" if user else "account.invited"
        user = user or User.objects.create_user(email, "administrator", name=name)
        record(type_, {"account": user.pk, "shown_as": user.shown_as, "role": user.role}, None)
    token = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), token])
