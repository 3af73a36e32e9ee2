"""Writing, signing and changing the agreement."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.core.course import days_between, may_stay_open, most_sessions
from kinweave.people import submissions, unsaved
from kinweave.people.access import UserRequest, clinician
from kinweave.people.actions import Refused
from kinweave.people.unsaved import Typed
from kinweave.therapist.pages import agreement as pages
from kinweave.therapist.pages.course_head import course_head
from kinweave.treatment.actions import agreement as actions
from kinweave.treatment.actions.rows import Overtaken
from kinweave.treatment.forms.agreement import AgreementForm, SignForm, first, initial, rhythm_of
from kinweave.treatment.queries import agreement as agreements
from kinweave.treatment.queries import course as courses
from kinweave.web.show import show

if TYPE_CHECKING:
    from kinweave.treatment.models import Agreement, Course


FORM = "agreement"


def _read(request: UserRequest, client_id: UUID) -> Course:
    course = courses.latest(request.user, client_id)
    audit.record(Act.RECORD_READ, by=request.user, client_id=client_id, reason="agreement")
    return course


@clinician
def agreement(request: UserRequest, client_id: UUID) -> HttpResponse:
    """The agreement in force, the one that waits, goals and versions."""
    return show(request, pages.agreement_page(request.user, _read(request, client_id)))


@clinician
def version(request: UserRequest, client_id: UUID, number: int) -> HttpResponse:
    """One version as it stands."""
    course = _read(request, client_id)
    head = course_head(request.user, course, tab=pages.TAB)
    shown = pages.agreement_words(agreements.numbered(course, number), course)
    return show(request, pages.VersionPage(head, shown))


@clinician
def write(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Write the first version, change the one that waits, or begin a dated change of the one in force."""
    course = courses.writable(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    if not course.is_open:
        return redirect("therapist:agreement", client_id)
    row = agreements.open_version(course)
    if typed := unsaved.typed(request, course.client, FORM):
        return _typed_page(request, course, row, typed)
    form = _form(request, course, row)
    if not form.is_valid():
        return _write_page(request, course, form, row, status=422 if form.is_bound else 200)
    try:
        with submissions.once(request) as submission:
            _save(form, course, row, request)
            unsaved.saved(request, course.client, FORM)
            submission.leads_to(reverse("therapist:agreement", args=[client_id]))
    except Overtaken as overtaken:
        other = cast("Agreement", overtaken.row)
        again = _form(request, course, other, version=other.version)
        again.add_error(None, str(overtaken))
        return _write_page(request, course, again, other, status=409, other=other)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _write_page(request, course, form, row, status=422)
    return redirect(submission.led_to)


def _typed_page(request: UserRequest, course: Course, row: Agreement | None, typed: Typed) -> HttpResponse:
    """What was typed before and not saved, with what stands there now if that is another version."""
    version = row.version if row else 0
    form = unsaved.as_typed(_form(request, course, row, data=typed.on_version(version)))
    other = row if row is not None and typed.seen != version else None
    return _write_page(request, course, form, row, status=200, other=other, typed=typed)


@clinician
@require_POST
def sign(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Sign as the therapist; with `together`, take the client's signature in the room as well."""
    course = courses.writable(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    row = agreements.open_version(course)
    form = SignForm(request.POST)
    if form.is_valid():
        try:
            if row is None:
                raise Refused("There is nothing to sign. Load the page again.")
            with submissions.once(request) as submission:
                signed = actions.sign(
                    agreement=row, seen=form.cleaned_data["version"], by=request.user,
                    together="together" in request.POST,
                )  # fmt: skip
                submission.leads_to(reverse("therapist:agreement", args=[client_id]))
            _say(request, signed)
            return redirect(submission.led_to)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    status = 409 if row is not None and form.data.get("version") != str(row.version) else 422
    return show(request, pages.agreement_page(request.user, course, form), status=status)


def _say(request: UserRequest, signed: Agreement) -> None:
    if signed.is_in_force:
        messages.success(request, "Both have signed. The sessions are planned.")
    else:
        messages.success(request, "You have signed. It waits for the client.")


def _form(
    request: UserRequest,
    course: Course,
    row: Agreement | None,
    version: int | None = None,
    data: QueryDict | None = None,
) -> AgreementForm:
    state = courses.state(course)
    protocol = state.protocol
    last = row or agreements.agreement_in_force(course)
    if request.method == "POST":
        data = request.POST.copy()
    if data is not None and version is not None:
        data["version"] = str(version)
    change = bool(last and (last.is_in_force or last.number > 1))
    start = initial(last, protocol) if last else _beginning(course)
    if last is not None and last.is_in_force:
        start |= {"reason": "", "version": 0} | _beginning(course, only_next=True)
        if state.open_end:  # each stretch to a review has the rhythm of its part of the course
            start["days_between"] = rhythm_of(days_between(state))
    return AgreementForm(
        data, protocol=protocol, change=change, initial=start, may_stay_open=may_stay_open(state),
        most=most_sessions(state),
    )  # fmt: skip


def _beginning(course: Course, *, only_next: bool = False) -> dict[str, object]:
    """How the form begins: the next planned session, else a week from today at ten."""
    zone = ZoneInfo(course.service.time_zone)
    ahead = courses.sessions(course).filter(starts_at__gte=clock.now(), attendance="planned").first()
    at = ahead.starts_at.astimezone(zone) if ahead else None
    on = at.date() if at else clock.today(zone) + timedelta(days=7)
    if only_next:
        return {"starts_on": on}
    return first(course, courses.protocol(course), on, at.time() if at else time(10))


def _save(form: AgreementForm, course: Course, row: Agreement | None, request: UserRequest) -> Agreement:
    reason = form.cleaned_data.get("reason")
    if row is None:
        return actions.start_version(
            course=course, by=request.user, values=form.values(), reason=reason or ""
        )
    return actions.write(
        agreement=row, values=form.values(), seen=form.cleaned_data["version"], by=request.user, reason=reason
    )


def _write_page(
    request: UserRequest,
    course: Course,
    form: AgreementForm,
    row: Agreement | None,
    *,
    status: int,
    other: Agreement | None = None,
    typed: Typed | None = None,
) -> HttpResponse:
    page = pages.WritePage(
        head=course_head(request.user, course, tab=pages.TAB),
        form=form,
        change="reason" in form.fields,
        may_stay_open="open_end" in form.fields,
        signed_by_one=bool(row and row.is_signed_by_one),
        other=pages.agreement_words(other, course) if other else None,
        typed=typed,
    )
    return show(request, page, status=status)
