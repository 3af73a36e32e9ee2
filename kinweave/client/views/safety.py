"""Help, and the client's own safety plan. Nothing here is ever locked or taken away."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kinweave.client.pages.safety import HelpPage, PlanEditPage, PlanPage
from kinweave.people import submissions, unsaved
from kinweave.people.access import ClientRequest, client_only
from kinweave.people.models import Client
from kinweave.people.queries import therapist_of
from kinweave.safety import actions
from kinweave.safety.actions.plan import PlanChanged
from kinweave.safety.forms import PlanForm, ReplyForm
from kinweave.safety.plan import Plan
from kinweave.safety.queries import help_for, latest_plan, plan_of, when_answered, who_reads
from kinweave.web.show import show

_SENT = "sent"
PLAN = "safety-plan"


def _country(request: ClientRequest) -> str:
    """Where the client said they are, else where the service is."""
    return request.COOKIES.get("kinweave-country") or request.user.service.country


@client_only
def help_now(request: ClientRequest) -> HttpResponse:
    """Numbers, the own plan, and "are you safe?"; what is sent goes to the therapist."""
    if done := submissions.led_to(request):
        return redirect(done)
    form = ReplyForm(request.POST or None)
    if form.is_valid():
        with submissions.once(request) as submission:
            alert = actions.record_reply(client=request.client, by=request.user, **form.cleaned_data)
            submission.leads_to(f"{reverse('client:help')}?{_SENT}={alert.tier}")
        return redirect(submission.led_to)
    return show(request, _help_page(request, form), status=422 if form.is_bound else 200)


def _help_page(request: ClientRequest, form: ReplyForm) -> HelpPage:
    service = request.user.service
    name = getattr(therapist_of(request.client), "full_name", "")
    sent = request.GET.get(_SENT, "")
    return HelpPage(
        help=help_for(_country(request), plan_of(request.client)),
        reply=form,
        therapist=name,
        reads=who_reads(service, name),
        told=when_answered(service, sent) if sent in {"now", "today", "next-working-day"} else "",
    )


@client_only
def safety_plan(request: ClientRequest) -> HttpResponse:
    """The plan as it holds."""
    row = latest_plan(request.client)
    by = "" if row is None else "you" if row.created_by_id == request.user.pk else str(row.created_by or "")
    plan = Plan.from_json(row.steps) if row is not None else Plan()
    return show(request, PlanPage(plan=plan, saved_at=row.created_at if row else None, saved_by=by))


@client_only
def safety_plan_edit(request: ClientRequest) -> HttpResponse:
    """Write the plan. Whatever cannot be kept is shown again as it was typed."""
    if done := submissions.led_to(request):
        return redirect(done)
    row = latest_plan(request.client)
    held = Plan.from_json(row.steps) if row is not None else Plan()
    version = row.version if row is not None else 0
    if typed := unsaved.typed(request, request.client, PLAN):
        kept = PlanForm(typed.data, plan=held).as_typed()
        return show(request, PlanEditPage(kept, version, held if typed.seen != version else None, typed))
    form = PlanForm(request.POST or None, plan=held)
    if not form.is_valid():
        return show(
            request, PlanEditPage(form, _seen(request, version), None), status=422 if form.is_bound else 200
        )
    try:
        return _save(request, request.client, form)
    except PlanChanged:
        return show(request, PlanEditPage(form, version, held), status=409)


def _seen(request: ClientRequest, version: int) -> int:
    """The version the writer has before them."""
    posted = request.POST.get("version", "")
    return int(posted) if posted.isascii() and posted.isdigit() and len(posted) < 9 else version


def _save(request: ClientRequest, client: Client, form: PlanForm) -> HttpResponse:
    with submissions.once(request) as submission:
        actions.save_plan(client=client, plan=form.plan, seen_version=_seen(request, 0), by=request.user)
        unsaved.saved(request, client, PLAN)
        submission.leads_to(reverse("client:safety-plan"))
    return redirect(submission.led_to)
