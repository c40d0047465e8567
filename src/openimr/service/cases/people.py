"""How an actor of the ledger is shown: staff by name, reviewers by code, parties by their part in the case."""

from __future__ import annotations

from collections.abc import Iterable

from openimr.service.accounts.models import User
from openimr.service.accounts.permissions import Somebody, sees


def shown(actors: Iterable[str | None], *, to: Somebody | None = None) -> dict[str, str]:
    """Each actor id as people read it; never a reviewer's name.

    ``to`` is who reads: whoever may not know reviewers' codes reads "A reviewer". Without it codes are shown.
    """
    wanted = {one for one in actors if one}
    ids = [int(one.removeprefix("user:")) for one in wanted if one.startswith("user:")]
    names = {f"user:{one.pk}": one.shown_as for one in User.objects.filter(pk__in=ids)} if ids else {}
    codes = to is None or bool(sees(to, "reviewer.code"))
    return {one: names.get(one) or _other(one, codes) for one in wanted}


def _other(actor: str, codes: bool) -> str:
    kind, _, rest = actor.partition(":")
    if kind == "reviewer":
        return rest if codes else "A reviewer"
    if kind == "party":
        return rest.partition(":")[2].replace("_", " ").capitalize() or "A party"
    if kind == "system":
        return "OpenIMR"
    return f"Account {rest}"
