"""Which scenes lead to which fate of the docket."""

from __future__ import annotations

from collections.abc import Callable

from openimr.service.demo import scenes, turns, writing
from openimr.service.demo.play import Play

Scene = Callable[[Play], object]

_REVIEW: tuple[Scene, ...] = (scenes.filed, scenes.looked_at)
_ANSWERED: tuple[Scene, ...] = (*_REVIEW, scenes.answered)
_ROUTED: tuple[Scene, ...] = (*_ANSWERED, scenes.routed)
_DECIDED: tuple[Scene, ...] = (*_ROUTED, scenes.decided_by_regulator)
_FOUND: tuple[Scene, ...] = (*_DECIDED, scenes.found)
_ASSIGNED: tuple[Scene, ...] = (*_FOUND, scenes.notified)
_RECORDS: tuple[Scene, ...] = (*_ASSIGNED, scenes.received)
_COMPLETE: tuple[Scene, ...] = (*_RECORDS, scenes.complete)
_CHOOSING: tuple[Scene, ...] = (*_COMPLETE, scenes.prepared)
_WITH_REVIEWER: tuple[Scene, ...] = (*_CHOOSING, scenes.assigned, scenes.accepted)
_PRELIMINARY: tuple[Scene, ...] = (*_WITH_REVIEWER, writing.recorded)
_SIGNED: tuple[Scene, ...] = (*_PRELIMINARY, writing.signed)
_ISSUED: tuple[Scene, ...] = (*_SIGNED, writing.released, writing.issued)
_PETITION: tuple[Scene, ...] = (*_ISSUED, writing.published, writing.petitioned)
_INELIGIBLE: tuple[Scene, ...] = (*_DECIDED, turns.refused)

#: Fate to its scenes; a case in the mail room has no number yet.
SCENES: dict[str, tuple[Scene, ...]] = {
    "mail room": (scenes.posted,),
    "received": (scenes.filed,),
    "duplicate": (scenes.filed, turns.merged),
    "eligibility": _REVIEW,
    "information requested": (*_REVIEW, turns.asked_for_information),
    "with the regulator": _ROUTED,
    "deferred": (*_DECIDED, turns.deferred),
    "ineligible: LATE": _INELIGIBLE,
    "ineligible: UNSIGNED": _INELIGIBLE,
    "ineligible: NO_UR_COPY": _INELIGIBLE,
    "ineligible: CNC": _INELIGIBLE,
    "ineligible: WRONG_FILER": _INELIGIBLE,
    "ineligible: NOT_UR_NECESSITY": _INELIGIBLE,
    "assigned": _FOUND,
    "records pending": _ASSIGNED,
    "records insufficient": (*_ASSIGNED, turns.insufficient),
    "records complete": _COMPLETE,
    "choosing a reviewer": _CHOOSING,
    "in review": _WITH_REVIEWER,
    "reviewer asked": (*_WITH_REVIEWER, turns.question_asked),
    "preliminary recorded": _PRELIMINARY,
    "signed, in quality": _SIGNED,
    "returned for clarification": (*_SIGNED, writing.returned),
    "with the medical director": (*_SIGNED, writing.escalated),
    "issued": _ISSUED,
    "issued, overturned, waiting for authorization": (*_ISSUED, writing.delivered),
    "authorized": (*_ISSUED, writing.delivered, writing.authorized),
    "not authorized": (*_ISSUED, writing.delivered, writing.not_authorized),
    "corrected": (*_ISSUED, writing.corrected),
    "published": (*_ISSUED, writing.published),
    "petition pending": _PETITION,
    "petition denied": (*_PETITION, writing.petition_denied),
    "remanded": (*_PETITION, writing.remanded),
    "terminated before reviewer": (*_ASSIGNED, turns.terminated),
    "terminated after reviewer": (*_WITH_REVIEWER, turns.terminated),
    "consolidated": (*_ASSIGNED, turns.consolidated),
    "second reviewer": (*_WITH_REVIEWER, turns.second_reviewer),
    "extension approved": (*_WITH_REVIEWER, turns.extended),
    "converted to expedited": (*_RECORDS, turns.expedited, scenes.complete, scenes.prepared),
}
