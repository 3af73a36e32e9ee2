"""Asking for an instrument, saving single answers, setting it aside."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.core.answers import Answers, find_answer_errors
from kinweave.core.instruments import Instrument
from kinweave.measures.actions.flags import raise_flags
from kinweave.measures.models import Assignment, FlagRaised, State, Why
from kinweave.measures.models.assignment import OPEN
from kinweave.measures.queries import due
from kinweave.measures.queries.responses import instrument_of
from kinweave.people.actions import Refused
from kinweave.people.models import User
from kinweave.people.queries import language_of
from kinweave.shelf import actions as shelf
from kinweave.shelf.queries import in_language
from kinweave.treatment.models import Course, Session
from kinweave.web.prepared import Prepared

CLOSED_WORDS = {
    State.DONE: "These answers were already sent. If one is wrong, tell your therapist: it can be put right.",
    State.WITHDRAWN: "These questions are no longer asked. Newer ones may be waiting on your first page.",
}


@transaction.atomic
def ensure_due(*, course: Course, session: Session | None = None, by: User | None) -> list[Assignment]:
    """Ask for everything the protocol wants before `session` (the next one, with or without a date).

    Idempotent. An older question about the same instrument that nobody answered is no longer asked.
    """
    number = due.number_before(course, session)
    asked = [
        _ask_before(course, session, number, each, by) for each in due.instruments_before(course, number)
    ]
    stale = Assignment.objects.filter(
        course=course, why=Why.PROTOCOL, state__in=OPEN, code__in=[each.code for each in asked]
    ).exclude(pk__in=[each.pk for each in asked])
    for old in stale:
        withdraw(assignment=old, by=by, reason="a newer one is asked")
    return asked


def _ask_before(
    course: Course, session: Session | None, number: int, instrument: Instrument, by: User | None
) -> Assignment:
    undated = Assignment.objects.filter(
        course=course, code=instrument.code, why=Why.PROTOCOL, before_number=number, session=None
    )
    if session is not None:
        dated = Assignment.objects.filter(session=session, code=instrument.code, why=Why.PROTOCOL)
        if (found := dated.first()) is not None:
            return found
    if (waiting := undated.first()) is not None:
        if session is not None:
            waiting.session, waiting.due_at = session, session.starts_at
            waiting.save(update_fields=["session", "due_at"])
            audit.record(Act.MEASURE_ASKED, by=by, on=waiting, reason=instrument.code)
        return waiting
    at = session.starts_at if session else clock.now()
    return _create(course, instrument, at, Why.PROTOCOL, by, session=session, number=number)


def _create(
    course: Course,
    instrument: Instrument,
    due_at: datetime,
    why: Why,
    by: User | None,
    *,
    session: Session | None = None,
    number: int | None = None,
) -> Assignment:
    if why is not Why.ENTERED:  # what is written in from paper is read by the therapist
        instrument = in_language(instrument, language_of(course.client_id))
    assignment = Assignment.objects.create(
        service_id=course.service_id, client_id=course.client_id, created_at=clock.now(), created_by=by,
        instrument_id=shelf.freeze(instrument), code=instrument.code, course=course, session=session,
        before_number=number, due_at=due_at, why=why,
    )  # fmt: skip
    audit.record(Act.MEASURE_ASKED, by=by, on=assignment, reason=instrument.code)
    return assignment


@transaction.atomic
def ask(
    *, course: Course, instrument: Instrument, by: User, due_at: datetime | None = None, why: Why = Why.ASKED
) -> Assignment:
    """Ask for one instrument besides the protocol's. One that is already waiting is not asked twice."""
    waiting = Assignment.objects.filter(course=course, code=instrument.code, state__in=OPEN).first()
    if waiting is not None:
        return waiting
    if why is Why.ASKED and not instrument.has_text:
        raise Refused(f"The words of {instrument.title} are not here. Enter its total instead.")
    number = due.number_before(course, None)
    return _create(course, instrument, due_at or clock.now(), why, by, number=number)


@transaction.atomic
def save_item(*, assignment: Assignment, item: str, value: int | None, by: User) -> tuple[FlagRaised, ...]:
    """Save one answer as it is given, and return the flags it newly raised, sent or not (S-45).

    The same answer again changes nothing. None says the question is left out, or takes an answer back. Raises
    AnswerError for what may not be answered, Refused once the answers are sent.
    """
    return save_items(assignment=assignment, answers={item: value}, by=by)


@audit.together()
def save_items(*, assignment: Assignment, answers: Answers, by: User) -> tuple[FlagRaised, ...]:
    """Save several answers at once, as from a page with every question; else like `save_item`."""
    row = locked(assignment)
    instrument = instrument_of(row)
    for error in find_answer_errors(instrument, answers):
        raise error
    if any(code not in row.answers or row.answers[code] != value for code, value in answers.items()):
        row.answers = {**row.answers, **answers}
        row.state, row.saved_at = State.STARTED, clock.now()
        row.save(update_fields=["answers", "state", "saved_at"])
        audit.record(Act.ANSWER_SAVED, by=by, on=row)
    assignment.answers, assignment.state, assignment.saved_at = row.answers, row.state, row.saved_at
    return raise_flags(
        about=row, instrument=instrument, answers=row.answers, response=None, by=by, client_is_held=True
    )  # fmt: skip


@audit.together()
def heed(*, assignment: Assignment, answers: Answers, by: User) -> tuple[FlagRaised, ...]:
    """Alert a person of an answer that came from another window after the form was sent or closed.

    The form stays as it was sent; only what must not be overheard is taken from the late answers.
    """
    row = held(assignment)
    raised = raise_flags(
        about=row, instrument=instrument_of(row), answers=answers, response=None, by=by, client_is_held=True
    )  # fmt: skip
    if raised:
        audit.record(Act.ANSWER_SAVED, by=by, on=row, reason="after the form was closed")
    return raised


def held(assignment: Assignment) -> Assignment:
    """The row as it stands, held until the transaction ends, and its client's row with it.

    So two answers of one client at the same moment wait for one another before any alert is looked for.
    """
    row: Assignment | None = next(iter(_held(assignment.pk)), None)
    if row is None:
        raise Assignment.DoesNotExist
    if row.course is not None:
        row.course.service = row.client.service
    return row


def _to_hold(assignment_id: UUID) -> QuerySet[Assignment]:
    rows = Assignment.objects.select_for_update(of=("self", "client")).filter(pk=assignment_id)
    return rows.select_related("client__service__duty_user", "course")


_held = Prepared(_to_hold, UUID)


def locked(assignment: Assignment) -> Assignment:
    """The row as it stands, held until the transaction ends. Raises Refused when it takes no answers."""
    row = held(assignment)
    refuse_closed(row)
    return row


def refuse_closed(row: Assignment) -> None:
    """Raise Refused, with the reason in words, when a form takes no more answers."""
    if (why := CLOSED_WORDS.get(State(row.state))) is not None:
        raise Refused(why)


@transaction.atomic
def skip(*, assignment: Assignment, by: User) -> None:
    """The client says "not today". Answers given so far stay, and the questions may still be taken up."""
    row = locked(assignment)
    if row.state != State.SKIPPED:
        _close(row, State.SKIPPED)
        audit.record(Act.MEASURE_SKIPPED, by=by, on=row)


@transaction.atomic
def withdraw(*, assignment: Assignment, by: User | None, reason: str = "") -> None:
    """Stop asking. Raises Refused for what was already answered."""
    row = locked(assignment)
    _close(row, State.WITHDRAWN)
    audit.record(Act.MEASURE_WITHDRAWN, by=by, on=row, reason=reason)


def _close(row: Assignment, state: State) -> None:
    row.state, row.closed_at = state, clock.now()
    row.save(update_fields=["state", "closed_at"])
