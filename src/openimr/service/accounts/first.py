"""The first administrator of an installation: ``python -m openimr.service.accounts.first EMAIL "NAME"``.

Every later account is made by an administrator on the pages. Whoever can run this on the machine could write to
the database anyway; it works only while there is no administrator who could invite another.
"""

from __future__ import annotations

import sys

from django.db import transaction


def administrator(email: str, name: str) -> str:
    """Make the first administrator; gives the path of the link to set a password, which works for three days.

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

    if User.objects.filter(role="administrator", is_active=True, demo=False).exists():
        raise NotAllowed("There is an administrator already: ask them for an invitation.")
    with transaction.atomic():
        user = User.objects.create_user(email, "administrator", name=name)
        about = {"account": user.pk, "shown_as": user.shown_as, "role": user.role}
        record("account.invited", about, None)
    token = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), token])


def main() -> int:
    """Make it and print where to go."""
    if len(sys.argv) != 3:
        print('Give an address and a name: EMAIL "NAME".', file=sys.stderr)  # noqa: T201
        return 2
    from openimr.service import bootstrap

    with bootstrap.database():
        bootstrap.prepare()
        from django.core.exceptions import ValidationError
        from django.db import connections

        from openimr.service.accounts.permissions import NotAllowed
        from openimr.service.accounts.recording import NothingRecords

        try:
            print(f"Set the password at this path of the site: {administrator(*sys.argv[1:])}")  # noqa: T201
        except (NotAllowed, NothingRecords) as problem:
            print(problem, file=sys.stderr)  # noqa: T201
            return 1
        except ValidationError as problem:
            print(" ".join(problem.messages), file=sys.stderr)  # noqa: T201
            return 1
        finally:
            connections.close_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
