"""A client's safety plan, read and written by their therapist together with them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.people import submissions, unsaved
from kinweave.people.access import UserRequest, clinician
from kinweave.people.unsaved import Typed
from kinweave.safety import actions, queries
from kinweave.safety.actions.plan import PlanChanged
from kinweave.safety.forms import PlanForm
from kinweave.safety.plan import Plan
from kinweave.therapist.pages.alerts import SafetyPlanPage
from kinweave.therapist.pages.course_head import course_head
from kinweave.treatment.queries import course as courses
from kinweave.web.show import show

if TYPE_CHECKING:
    from kinweave.treatment.models import Course


FORM = "safety-plan"


@clinician
def safety_plan(request: UserRequest, client_id: UUID) -> HttpResponse:
    """The plan that holds, its versions, and past alerts."""
    course = courses.latest(request.user, client_id)
    audit.record(Act.RECORD_READ, by=request.user, client_id=client_id, reason="safety plan")
    return show(request, _page(request, course))


def _page(
    request: UserRequest,
    course: Course,
    *,
    form: PlanForm | None = None,
    version: int | None = None,
    conflict: bool = False,
    typed: Typed | None = None,
) -> SafetyPlanPage:
    rows = list(queries.plan_versions(request.user, course.client))
    plan = Plan.from_json(rows[0].steps) if rows else Plan()
    if typed is not None:
        form = PlanForm(typed.data, plan=plan).as_typed()
        conflict = typed.seen != (rows[0].version if rows else 0)
    return SafetyPlanPage(
        head=course_head(request.user, course, tab="safety"),
        plan=plan,
        versions=[(row.created_at, str(row.created_by or "")) for row in rows],
        form=form,
        version=version if version is not None else rows[0].version if rows else 0,
        other=plan if conflict else None,
        alerts=[
            (each.pk, each.get_tier_display(), each.raised_at, each.is_open)
            for each in queries.alerts_of(request.user, course.client)
        ],
        typed=typed,
    )


@clinician
def safety_plan_edit(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Write the plan with the client, in their words."""
    if done := submissions.led_to(request):
        return redirect(done)
    course = courses.writable(request.user, client_id)
    if typed := unsaved.typed(request, course.client, FORM):
        return show(request, _page(request, course, typed=typed))
    form = PlanForm(request.POST or None, plan=queries.plan_of(course.client))
    posted = request.POST.get("version", "")
    seen = int(posted) if posted.isascii() and posted.isdigit() and len(posted) < 9 else None
    if not form.is_valid():
        return show(
            request, _page(request, course, form=form, version=seen), status=422 if form.is_bound else 200
        )
    try:
        with submissions.once(request) as submission:
            actions.save_plan(client=course.client, plan=form.plan, seen_version=seen or 0, by=request.user)
            unsaved.saved(request, course.client, FORM)
            submission.leads_to(reverse("therapist:safety-plan", args=[client_id]))
    except PlanChanged:
        return show(request, _page(request, course, form=form, conflict=True), status=409)
    return redirect(submission.led_to)
