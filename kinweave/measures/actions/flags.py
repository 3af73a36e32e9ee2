"""Flags become alerts in the same transaction as the answer that raised them (S-41)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from kinweave.core import clock
from kinweave.core.answers import Answers
from kinweave.core.instruments import Instrument
from kinweave.core.scoring import raised_flags
from kinweave.measures.models import Assignment, FlagRaised, Response
from kinweave.measures.queries.flags import DueFlag, due_flags, in_words, may_rise
from kinweave.people.models import User
from kinweave.safety import actions as safety
from kinweave.web.prepared import Prepared

STILL_SPEAKS_OF_NOW = timedelta(days=14)
"""Answers brought in from elsewhere raise an alert only within the two weeks most instruments ask about."""


def raise_flags(
    *,
    about: Assignment | Response,
    instrument: Instrument,
    answers: Answers,
    response: Response | None,
    by: User | None,
    client_is_held: bool = False,
) -> tuple[FlagRaised, ...]:
    """Keep each flag once for its source and tier, and alert a person of the new ones.

    The same or a lighter answer adds nothing; a worse one adds the sooner tier. Call it with the source
    locked; `client_is_held` says that the client's row is locked with it.
    """
    if not raised_flags(instrument, answers):
        return ()
    before = _answers_before(about) if may_rise(instrument, answers) else {}
    flags = due_flags(instrument, answers, before)
    known = (_of_assignment if isinstance(about, Assignment) else _of_response)(about.pk)
    new = [flag for flag in flags if not any(flag.is_covered_by(*one) for one in known)]
    return tuple(_raise(flag, about, instrument, answers, response, by, client_is_held) for flag in new)


_of_assignment = Prepared(
    lambda pk: FlagRaised.objects.filter(assignment=pk).values_list("code", "tier"), UUID
)
_of_response = Prepared(lambda pk: FlagRaised.objects.filter(response=pk).values_list("code", "tier"), UUID)


def _raise(
    due: DueFlag,
    about: Assignment | Response,
    instrument: Instrument,
    answers: Answers,
    response: Response | None,
    by: User | None,
    client_is_held: bool,
) -> FlagRaised:
    now = clock.now()
    raised = FlagRaised.objects.create(
        service_id=about.service_id, client_id=about.client_id, created_at=now, created_by=by, raised_at=now,
        assignment=about if isinstance(about, Assignment) else None, response=response,
        code=due.flag.code, points=due.flag.points, tier=due.tier,
    )  # fmt: skip
    if _speaks_of_now(about):
        safety.raise_alert(
            client=about.client, flag_code=due.flag.code, tier=due.tier, source_type=about._meta.label_lower,
            source_id=about.pk, by=by, summary=in_words(instrument, due.flag, answers),
            client_is_held=client_is_held,
        )  # fmt: skip
    return raised


def _speaks_of_now(about: Assignment | Response) -> bool:
    return isinstance(about, Assignment) or clock.now() - about.answered_at <= STILL_SPEAKS_OF_NOW


def _answers_before(about: Assignment | Response) -> Answers:
    earlier = Response.objects.filter(client=about.client_id, code=about.code, superseded_by=None)
    own = Q(assignment=about) if isinstance(about, Assignment) else Q(answered_at__gte=about.answered_at)
    return earlier.exclude(own).order_by("-answered_at").values_list("answers", flat=True).first() or {}
