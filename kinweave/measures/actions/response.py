"""Keeping a completed instrument: response, scores, flags, alerts and audit in one transaction (S-41)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.core.answers import Answers, check_answers, is_asked
from kinweave.core.instruments import Instrument
from kinweave.core.scoring import score, tidy
from kinweave.measures.actions.assignment import ask, held, refuse_closed
from kinweave.measures.actions.flags import raise_flags
from kinweave.measures.models import AnsweredBy, Assignment, Response, Score, State, Why
from kinweave.measures.queries.responses import instrument_of
from kinweave.people.actions import Refused
from kinweave.people.models import Client, User
from kinweave.shelf import actions as shelf
from kinweave.treatment.actions.course import mark_done
from kinweave.treatment.models import Course

BASELINE = "baseline_measured"
NOTHING_ANSWERED = "No question has an answer yet. Answer at least one, or come back to it later."


@audit.together()
def record_response(
    *, assignment: Assignment, answers: Answers, by: User, answered_at: datetime | None = None
) -> Response:
    """Store one completed instrument with its scores, and raise what its flags demand.

    Sent twice, it is kept once: the second time returns the first response. `answered_at` is for answers
    given earlier, on paper. Raises AnswerError for answers that are not allowed, Refused for none at all.
    """
    row = held(assignment)
    if row.is_done:
        return Response.objects.get(assignment=row, supersedes=None)
    refuse_closed(row)
    instrument = instrument_of(row)
    given = asked_answers(instrument, answers)
    _refuse_nothing(given)
    at = answered_at or clock.now()
    response = Response.objects.create(
        service_id=row.service_id, client_id=row.client_id, created_at=clock.now(), created_by=by,
        assignment=row, instrument_id=row.instrument_id, code=row.code, course_id=row.course_id,
        session_id=row.session_id, answered_by=AnsweredBy.CLIENT if by.is_client else AnsweredBy.THERAPIST,
        answered_at=at, answers=given,
    )  # fmt: skip
    _write_scores(response, instrument, by)
    row.state, row.answers, row.closed_at = State.DONE, given, clock.now()
    row.save(update_fields=["state", "answers", "closed_at"])
    raise_flags(
        about=row, instrument=instrument, answers=given, response=response, by=by, client_is_held=True
    )  # fmt: skip
    audit.record(Act.RESPONSE_RECORDED, by=by, on=response, reason=row.code)
    if row.before_number == 1 and row.course is not None and BASELINE not in row.course.done:
        mark_done(course=row.course, check=BASELINE, by=by)
    return response


def asked_answers(instrument: Instrument, answers: Mapping[str, object]) -> dict[str, int | None]:
    """The answers with every code present, without those to questions that were rightly not asked."""
    given = check_answers(instrument, answers)
    unasked = {item.code for item in instrument.items if is_asked(instrument, item, given) is False}
    return {code: None if code in unasked else value for code, value in given.items()}


def _refuse_nothing(given: Mapping[str, int | None]) -> None:
    if all(value is None for value in given.values()):
        raise Refused(NOTHING_ANSWERED)


def _write_scores(response: Response, instrument: Instrument, by: User | None) -> None:
    scores = score(instrument, response.answers)
    Score.objects.bulk_create(
        Score(
            **_shared(response, by), scale=each.scale, main=each is scores.main, value=each.value,
            complete=each.complete, band=each.band or "", prorated=each.prorated,
        )
        for each in scores
    )  # fmt: skip


def _shared(response: Response, by: User | None) -> dict[str, object]:
    return {
        "service_id": response.service_id, "client_id": response.client_id, "created_at": response.created_at,
        "created_by": by, "response": response, "course_id": response.course_id, "code": response.code,
        "answered_at": response.answered_at,
    }  # fmt: skip


@transaction.atomic
def enter_response(
    *, course: Course, instrument: Instrument, answers: Answers, at: datetime, by: User
) -> Response:
    """Write in what the client answered on paper or by telephone, in place of what is waiting if it is."""
    assignment = ask(course=course, instrument=instrument, by=by, due_at=at, why=Why.ENTERED)
    return record_response(assignment=assignment, answers=answers, by=by, answered_at=at)


@audit.together()
def correct_response(*, response: Response, answers: Answers, reason: str, by: User) -> Response:
    """Put a response right: a new one stands in its place, both are kept. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused("Say why the answers are changed. Both forms are kept.")
    first = (
        Response.objects.select_for_update(of=("self",))
        .select_related("assignment__client", "client")
        .get(pk=response.pk)
    )
    if Response.objects.filter(supersedes=first).exists():
        raise Refused("These answers were already corrected. Open the newest form and correct that one.")
    instrument = instrument_of(first)
    given = asked_answers(instrument, answers)
    _refuse_nothing(given)
    corrected = Response.objects.create(
        service_id=first.service_id, client_id=first.client_id, created_at=clock.now(), created_by=by,
        assignment_id=first.assignment_id, instrument_id=first.instrument_id, code=first.code,
        course_id=first.course_id, session_id=first.session_id, answered_by=first.answered_by,
        answered_at=first.answered_at, answers=given, supersedes=first, correction_reason=reason.strip(),
    )  # fmt: skip
    _write_scores(corrected, instrument, by)
    about = first.assignment or corrected
    raise_flags(about=about, instrument=instrument, answers=given, response=corrected, by=by)
    audit.record(Act.RESPONSE_CORRECTED, by=by, on=corrected)
    return corrected


@transaction.atomic
def record_past_score(
    *,
    client: Client,
    instrument: Instrument,
    at: datetime,
    by: User | None,
    total: float | None = None,
    answers: Answers | None = None,
    course: Course | None = None,
) -> Response:
    """Bring in one score from elsewhere: the answers where there are any, else only the total.

    Raises Refused when the total is off the scale, when there is nothing, or when this client already has a
    score of that instrument at that moment; AnswerError for answers that are not allowed.
    """
    given = check_answers(instrument, answers) if answers is not None else {}
    if total is None:
        _refuse_nothing(given)
    response = Response(
        service_id=client.service_id, client=client, created_at=clock.now(), created_by=by, course=course,
        instrument_id=shelf.freeze(instrument), code=instrument.code, answered_by=AnsweredBy.IMPORTED,
        answered_at=at, answers=given,
    )  # fmt: skip
    try:
        with transaction.atomic():
            response.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            f"There is already a score of {instrument.title} for this person on that day."
        ) from error
    if answers is None and total is not None:
        _write_total(response, instrument, total, by)
    else:
        _write_scores(response, instrument, by)
        raise_flags(about=response, instrument=instrument, answers=given, response=response, by=by)
    audit.record(Act.RESPONSE_IMPORTED, by=by, on=response, reason=instrument.code)
    return response


def _write_total(response: Response, instrument: Instrument, total: float, by: User | None) -> None:
    scale = instrument.main_scale
    if not scale.minimum <= total <= scale.maximum:
        raise Refused(
            f"A total of {instrument.title} lies from {scale.minimum} to {scale.maximum}, not {total}."
        )
    band = scale.band(total)
    Score.objects.create(
        **_shared(response, by), scale=scale.code, main=True, value=tidy(total), complete=True,
        band=band.label if band else "",
    )  # fmt: skip
