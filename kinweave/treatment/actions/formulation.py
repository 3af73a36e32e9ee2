"""Writing, showing and answering a formulation. Once answered, a version stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.core.course import CourseRefusedError, change_focus, choose_areas
from kinweave.people.actions import Refused
from kinweave.people.models import User
from kinweave.treatment.actions.agreement import carry_new_focus
from kinweave.treatment.actions.course import mark_done
from kinweave.treatment.actions.rows import Overtaken, belonging, locked
from kinweave.treatment.models import AGREEING, Answer, Course, Formulation
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries.formulation import open_version, versions

AREAS_AT_MOST = 2  # Markowitz, Phases of treatment; Hinrichsen 2017
KEPT = (
    "areas", "subtypes", "why_these_areas", "weighing", "statement", "one_line", "illness_sentence",
    "symptoms_own_words", "onset_event_id", "onset", "people", "how_linked", "vulnerability_background",
    "strengths_supports", "what_we_will_do", "sessions", "ends_on", "hope_sentence",
)  # fmt: skip
"""What a therapist writes; also what a new version starts from."""
CLIENT_READS = (
    "statement", "one_line", "illness_sentence", "onset", "how_linked", "strengths_supports",
    "what_we_will_do", "hope_sentence",
)  # fmt: skip
OVER = "This course has ended. Its formulation stays as it is."
ANSWERED = "The client has answered this version, so it stays as it is. Write a new version instead."


@transaction.atomic
def start_version(*, course: Course, by: User, reason: str = "") -> Formulation:
    """Begin the first version, or the next one from the words of the last. Every later one needs a reason."""
    course = locked(course, ended=OVER)
    last = versions(course).first()
    if open_version(course) is not None:
        raise Refused("There is a version that waits for an answer. Change that one.")
    if last is not None and not reason.strip():
        raise Refused("Please say why there is a new version.")
    row = Formulation(
        **belonging(course, by),
        number=last.number + 1 if last else 1,
        reason=reason.strip(),
    )
    if last is not None:
        for field in KEPT:
            setattr(row, field, getattr(last, field))
        row.statement = last.words
    row.save(force_insert=True)
    audit.record(Act.FORMULATION_WRITTEN, by=by, on=row)
    return row


@transaction.atomic
def write(*, formulation: Formulation, values: Mapping[str, Any], seen: int, by: User) -> Formulation:
    """Save some of the fields in `KEPT`. `seen` is the version that was read; raises Overtaken otherwise."""
    row = _at(formulation, seen)
    for field in KEPT:
        if field in values:
            setattr(row, field, values[field])
    _check_areas(row.course, row.areas)
    row.version += 1
    row.save()
    audit.record(Act.FORMULATION_WRITTEN, by=by, on=row)
    return row


@transaction.atomic
def share(*, formulation: Formulation, seen: int, by: User) -> Formulation:
    """Show the version to the client. It needs a statement, a line, an area and the reason for the area."""
    row = _at(formulation, seen)
    lacking = [
        words
        for words, there in (
            ("the problem area", row.areas),
            ("why this area", row.why_these_areas.strip()),
            ("the statement", row.statement.strip()),
            ("the one line", row.one_line.strip()),
        )
        if not there
    ]
    if lacking:
        raise Refused(f"Before the client sees it, please write {', '.join(lacking)}.")
    if any("deficit" in getattr(row, field).lower() for field in CLIENT_READS):
        raise Refused(
            'The client reads these words. Please say "connecting with others" instead of "deficits".'
        )
    row.shared_at = clock.now()
    row.version += 1
    row.save()
    mark_done(course=row.course, check="area_chosen", by=by)
    audit.record(Act.FORMULATION_SHARED, by=by, on=row)
    return row


@transaction.atomic
def answer(
    *, formulation: Formulation, seen: int, response: Answer, by: User, said: str = "", edit: str = ""
) -> Formulation:
    """Record the client's own answer, by the client or together in the room. The version is then final.

    A yes, also one with a change, makes it the agreed formulation: focus and one line of the course follow.
    Words the client changed are kept with whatever answer was chosen: a yes to changed words is a yes with a change.
    """
    row = _at(formulation, seen)
    if row.shared_at is None:
        raise Refused("This version has not been shown to the client yet. Show it first.")
    edit = edit.strip() if edit.split() != row.statement.split() else ""
    if response is Answer.AGREES_WITH_CHANGES and not edit:
        raise Refused("Please make the change in the text, so that it says what you mean.")
    if response is Answer.AGREES and edit:
        response = Answer.AGREES_WITH_CHANGES
    now = clock.now()
    row.client_response, row.client_said = response.value, said.strip()
    row.client_edit = edit
    row.answered_at, row.answered_by = now, by
    row.agreed_at = now if response in AGREEING else None
    row.version += 1
    row.save()
    audit.record(Act.FORMULATION_ANSWERED, by=by, on=row, reason=response.value)
    if row.is_agreed:
        _take_up_focus(row, by)
    return row


def _take_up_focus(row: Formulation, by: User) -> None:
    """Let the course follow the agreed formulation. After an agreement a new focus is a dated change."""
    course = row.course
    changed = list(course.areas) != list(row.areas)
    if changed:
        state = courses.state(course)
        try:
            if state.agreements:
                change_focus(state, row.areas, on=clock.today(course.service.zone), reason=row.reason)
            else:
                choose_areas(state, row.areas)
        except CourseRefusedError as error:
            raise Refused(str(error)) from error
    had_agreement = course.agreed_on is not None
    course.areas, course.focus_line = list(row.areas), row.one_line
    course.save(update_fields=["areas", "focus_line"])
    audit.record(Act.FOCUS_CHOSEN, by=by, on=course, reason=", ".join(row.areas))
    mark_done(course=course, check="formulation_agreed", by=by)
    if changed:
        carry_new_focus(course=course, reason=row.reason if had_agreement else "", by=by)


def _at(formulation: Formulation, seen: int) -> Formulation:
    course = locked(formulation.course, ended=OVER)
    row = Formulation.objects.select_for_update().get(pk=formulation.pk)
    row.course = course
    if row.is_answered:
        raise Refused(ANSWERED)
    if row.version != seen:
        raise Overtaken(row)
    return row


def _check_areas(course: Course, areas: list[str]) -> None:
    protocol = courses.protocol(course)
    most = min(AREAS_AT_MOST, protocol.areas_at_most)
    if len(set(areas)) != len(areas) or len(areas) > most:
        raise Refused(f"Choose {most} problem areas at most, each once.")
    if strange := [area for area in areas if area not in protocol.problem_areas]:
        raise Refused(f"{protocol.title} does not work on {strange[0]}.")
