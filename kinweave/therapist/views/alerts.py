"""One alert: read it, take it, reach the client, decide, close."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.jobs.queries import worker_is_late
from kinweave.people import queries as people
from kinweave.people import submissions
from kinweave.people.access import UserRequest, clinician
from kinweave.people.actions import Refused
from kinweave.safety import actions, queries, tiers
from kinweave.safety.actions.answer import missing_before_closing
from kinweave.safety.forms import ContactForm, DispositionForm, SnoozeForm
from kinweave.safety.plan import Plan
from kinweave.therapist.pages.alerts import AlertPage
from kinweave.therapist.pages.alerts_history import lines_of
from kinweave.web import words
from kinweave.web.show import show


@clinician
def alert(request: UserRequest, alert_id: UUID) -> HttpResponse:
    """Everything about one alert, on one page. Opening it is not taking it."""
    row = queries.alert(request.user, alert_id)
    audit.record(Act.RECORD_READ, by=request.user, client_id=row.client_id, reason="alert")
    return show(request, _page(request, alert_id))


def _page(
    request: UserRequest,
    alert_id: UUID,
    *,
    contact: ContactForm | None = None,
    disposition: DispositionForm | None = None,
    snooze: SnoozeForm | None = None,
    problem: str = "",
) -> AlertPage:
    row = queries.alert(request.user, alert_id)
    plan = queries.latest_plan(row.client)
    hours = tiers.hours_of(row.service)
    contact_by = row.contact_due_at.astimezone(hours.zone) if row.contact_due_at else None
    known = {
        "version": row.version,
        "disposition": row.disposition,
        "formulation": row.formulation,
        "plan": row.plan,
    }
    return AlertPage(
        row=queries.row_of(request.user, row),
        whereabouts=row.whereabouts,
        contact_by=words.moment_in_words(contact_by, clock.now().astimezone(hours.zone))
        if contact_by
        else "",
        reach=queries.reach_of(row),
        plan=Plan.from_json(plan.steps) if plan else Plan(),
        plan_saved_at=plan.created_at if plan else None,
        steps=lines_of(queries.history(row)),
        missing=missing_before_closing(row),
        closed_at=row.closed_at,
        contact=contact or ContactForm(),
        disposition=disposition or DispositionForm(initial=known),
        snooze=snooze or SnoozeForm(),
        may_snooze=row.snoozed_until is None and row.tier != "now",
        may_open_course=people.may_read(request.user, row.client),
        problem=problem,
        worker_late=worker_is_late(),
    )


def _carry_out(
    request: UserRequest, alert_id: UUID, act: Callable[[], object], **forms: object
) -> HttpResponse:
    """Do one thing once, and go back to the alert; what was refused stands on the page with what was typed."""
    try:
        with submissions.once(request) as submission:
            act()
            submission.leads_to(reverse("therapist:alert", args=[alert_id]))
    except Refused as refusal:
        page = _page(request, alert_id, problem=str(refusal), **forms)  # type: ignore[arg-type]
        return show(request, page, status=409)
    return redirect(submission.led_to)


@clinician
@require_POST
def take(request: UserRequest, alert_id: UUID) -> HttpResponse:
    """Take an alert: it is now the reader who answers it."""
    if done := submissions.led_to(request):
        return redirect(done)
    row = queries.alert(request.user, alert_id)
    return _carry_out(request, alert_id, lambda: actions.acknowledge(alert=row, by=request.user))


@clinician
@require_POST
def contact(request: UserRequest, alert_id: UUID) -> HttpResponse:
    """Write down an attempt to reach the client."""
    if done := submissions.led_to(request):
        return redirect(done)
    row = queries.alert(request.user, alert_id)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return show(request, _page(request, alert_id, contact=form), status=422)
    return _carry_out(
        request,
        alert_id,
        lambda: actions.log_contact(alert=row, by=request.user, **form.cleaned_data),
        contact=form,
    )


@clinician
@require_POST
def decide(request: UserRequest, alert_id: UUID) -> HttpResponse:
    """Write down what is going on and what was decided."""
    if done := submissions.led_to(request):
        return redirect(done)
    row = queries.alert(request.user, alert_id)
    form = DispositionForm(request.POST)
    if not form.is_valid():
        return show(request, _page(request, alert_id, disposition=form), status=422)

    def act() -> None:
        actions.record_disposition(alert=row, by=request.user, **form.cleaned_data)

    again = DispositionForm({**request.POST.dict(), "version": str(row.version)})
    return _carry_out(request, alert_id, act, disposition=again)


@clinician
@require_POST
def snooze(request: UserRequest, alert_id: UUID) -> HttpResponse:
    """Put an alert off, once, to the end of the next working day."""
    if done := submissions.led_to(request):
        return redirect(done)
    row = queries.alert(request.user, alert_id)
    form = SnoozeForm(request.POST)
    if not form.is_valid():
        return show(request, _page(request, alert_id, snooze=form), status=422)
    until = tiers.hours_of(row.service).end_of_next_working_day(clock.now())
    reason = form.cleaned_data["reason"]
    return _carry_out(
        request,
        alert_id,
        lambda: actions.snooze(alert=row, until=until, reason=reason, by=request.user),
        snooze=form,
    )


@clinician
@require_POST
def close(request: UserRequest, alert_id: UUID) -> HttpResponse:
    """Close an alert that was talked through."""
    if done := submissions.led_to(request):
        return redirect(done)
    row = queries.alert(request.user, alert_id)
    return _carry_out(request, alert_id, lambda: actions.close(alert=row, by=request.user))
