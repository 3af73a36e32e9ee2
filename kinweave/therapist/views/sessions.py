"""Planning and moving sessions, and saying what became of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.core.course import Attendance
from kinweave.people import submissions
from kinweave.people.access import UserRequest, clinician
from kinweave.people.actions import Refused
from kinweave.therapist.pages.sessions import session_page, sessions_page
from kinweave.treatment.actions import sessions as acting
from kinweave.treatment.forms.sessions import AttendanceForm, SessionForm, session_initial
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import sessions as reading
from kinweave.web.show import show

if TYPE_CHECKING:
    from kinweave.treatment.models import Course, Session


@clinician
def sessions(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Every session of the course, with its note."""
    course = courses.latest(request.user, client_id)
    audit.record(Act.RECORD_READ, by=request.user, on=course, reason="sessions")
    return show(request, sessions_page(request.user, course))


@clinician
def new_session(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Plan one more session."""
    if done := submissions.led_to(request):
        return redirect(done)
    course = courses.writable(request.user, client_id)
    zone = ZoneInfo(course.service.time_zone)
    first = {"minutes": course.session_minutes, "mode": "in-person", "day": clock.today(zone)}
    form = SessionForm(request.POST or None, initial=first)
    plan = lambda: acting.plan_session(  # noqa: E731 - the act itself, carried out once by `_carried_out`
        course=course, starts_at=form.starts_at(zone), minutes=form.cleaned_data["minutes"],
        mode=form.cleaned_data["mode"], by=request.user,
    )  # fmt: skip
    if form.is_valid() and _carried_out(request, course, form, plan):
        return redirect("therapist:sessions", client_id)
    page = session_page(request.user, course, None, form=form)
    return show(request, page, status=422 if form.is_bound else 200)


@clinician
def session(request: UserRequest, client_id: UUID, session_id: UUID) -> HttpResponse:
    """Move a planned session, or say what became of it. Which form was sent, its own name says."""
    if done := submissions.led_to(request):
        return redirect(done)
    row = reading.writable(request.user, session_id)
    if row.client_id != client_id:
        raise Http404
    zone = ZoneInfo(row.service.time_zone)
    which = request.POST.get("which", "")
    form = SessionForm(request.POST if which == "when" else None, initial=session_initial(row, zone))
    outcome = AttendanceForm(request.POST if which == "outcome" else None, initial=_outcome(row))
    act = _moving(row, form, zone, request) if which == "when" else _telling(row, outcome, request)
    sent: SessionForm | AttendanceForm = form if which == "when" else outcome
    if sent.is_bound and sent.is_valid() and _carried_out(request, row.course, sent, act):
        return redirect("therapist:sessions", client_id)
    planned = row.attendance == Attendance.PLANNED
    page = session_page(
        request.user, row.course, row, form=form if planned else None,
        attendance=outcome if row.signed_at is None else None,
    )  # fmt: skip
    return show(request, page, status=422 if sent.is_bound else 200)


def _moving(row: Session, form: SessionForm, zone: ZoneInfo, request: UserRequest) -> Callable[[], object]:
    return lambda: acting.move_session(
        session=row, starts_at=form.starts_at(zone), minutes=form.cleaned_data["minutes"],
        mode=form.cleaned_data["mode"], by=request.user,
    )  # fmt: skip


def _telling(row: Session, outcome: AttendanceForm, request: UserRequest) -> Callable[[], object]:
    return lambda: acting.set_attendance(
        session=row, attendance=Attendance(outcome.cleaned_data["attendance"]), reason=outcome.cleaned_data["reason"],
        called=outcome.rang, by=request.user,
    )  # fmt: skip


def _outcome(row: Session) -> dict[str, str]:
    called = {True: "yes", False: "no"}.get(row.called, "") if row.called is not None else ""
    return {"attendance": row.attendance, "reason": row.attendance_reason, "called": called}


def _carried_out(
    request: UserRequest, course: Course, form: SessionForm | AttendanceForm, act: Callable[[], object]
) -> bool:
    try:
        with submissions.once(request) as submission:
            act()
            submission.leads_to(reverse("therapist:sessions", args=[course.client_id]))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
