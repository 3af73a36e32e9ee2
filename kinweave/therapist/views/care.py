"""Who takes part in a client's care, how to reach the client, and handing over."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core.course import unsigned
from kinweave.people import actions, queries, submissions
from kinweave.people.access import UserRequest, clinician
from kinweave.people.actions import ChangedMeanwhile, Refused
from kinweave.people.forms import ContactDetailsForm, HandOverForm, SupervisorForm
from kinweave.people.models import ConsentScope, Part, Role
from kinweave.people.texts import consent_text
from kinweave.safety.queries import open_alerts
from kinweave.therapist.pages import care as pages
from kinweave.therapist.pages.course_head import course_head
from kinweave.treatment.actions import care as care_actions
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries.intake import start_state
from kinweave.treatment.queries.sessions import begun_without
from kinweave.web.show import show

if TYPE_CHECKING:
    from kinweave.people.models import CareRelationship, Client, Consent
    from kinweave.treatment.models import Course

ALONE = "A trainee does not hand over a client alone. Please ask the supervisor of this case."


@clinician
def care(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Everything about reaching the client and about who takes part."""
    course = courses.latest(request.user, client_id)
    audit.record(Act.RECORD_READ, by=request.user, client_id=client_id, reason="care")
    return show(request, _page(request, course))


def _page(
    request: UserRequest,
    course: Course,
    *,
    supervisor: SupervisorForm | None = None,
    hand_over: HandOverForm | None = None,
    link: str = "",
) -> pages.CarePage:
    user, client = request.user, course.client
    may_write = queries.may_write(user, client)
    may_hand_over = queries.may_hand_over(user, client)
    state = start_state(client)
    deferred = [step for step in state.steps if step.deferred]
    done = sum(step.done for step in state.steps)
    return pages.CarePage(
        head=course_head(user, course, tab=pages.TAB),
        details=queries.contact_details(user, client),
        still_to_ask=state.still_to_ask,
        in_the_room=bool(deferred),
        begun_without=begun_without(course),
        consents=tuple(_consent(request, row) for row in queries.consents(user, client)),
        withdrawn=state.withdrawn,
        has_account=client.user_id is not None,
        start_words=f"{done} of {len(state.steps)} first pages are done",
        team=tuple(_carer(request, row) for row in queries.care_team(client)),
        supervisor=supervisor or (_supervisor_form(request, client) if may_write else None),
        hand_over=hand_over or (_hand_over_form(request, client) if may_hand_over else None),
        why_not="" if may_hand_over or not may_write else ALONE,
        open_alerts=len(open_alerts(client)),
        unsigned=len(unsigned(courses.state(course))),
        link=link,
    )


def _consent(request: UserRequest, row: Consent) -> pages.ConsentRow:
    scope = consent_text(request.user.service, row.wording).scope(row.scope)
    title = scope.title if scope else ConsentScope(row.scope).label
    return pages.ConsentRow(title, row.given_at, row.withdrawn_at)


def _carer(request: UserRequest, row: CareRelationship) -> pages.Carer:
    is_you = row.staff_id == request.user.pk
    may_end = row.part == Part.SUPERVISOR and (is_you or request.user.has_role(Role.THERAPIST))
    return pages.Carer(
        row.pk, row.staff.full_name, row.get_part_display(), row.starts_at, is_you, may_end
    )  # fmt: skip


def _supervisor_form(request: UserRequest, client: Client, *, sent: bool = False) -> SupervisorForm:
    there = {row.staff_id for row in queries.care_team(client)}
    offered = [each for each in queries.colleagues(request.user, Role.SUPERVISOR) if each.pk not in there]
    return SupervisorForm(request.POST if sent else None, colleagues=offered)


def _hand_over_form(request: UserRequest, client: Client, *, sent: bool = False) -> HandOverForm:
    treating = {row.staff_id for row in queries.care_team(client) if row.part == Part.THERAPIST}
    offered = queries.colleagues(request.user, Role.THERAPIST, Role.TRAINEE)
    return HandOverForm(
        request.POST if sent else None,
        colleagues=[each for each in offered if each.pk not in treating],
    )  # fmt: skip


@clinician
@require_POST
def ask_supervisor(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Let a supervisor read this record."""
    course = courses.writable(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    form = _supervisor_form(request, course.client, sent=True)
    if form.is_valid():
        try:
            with submissions.once(request) as submission:
                actions.ask_supervisor(client=course.client, supervisor=form.chosen, by=request.user)
                submission.leads_to(reverse("therapist:care", args=[client_id]))
            messages.success(request, f"{form.chosen.full_name} can read this record from now on.")
            return redirect(submission.led_to)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return show(request, _page(request, course, supervisor=form), status=422)


@clinician
@require_POST
def end_supervision(request: UserRequest, client_id: UUID, care_id: UUID) -> HttpResponse:
    """Stop sharing the record with a supervisor."""
    client = queries.client(request.user, client_id)
    row = queries.part_in_care(request.user, client, care_id)
    try:
        actions.end_supervision(care=row, by=request.user)
        messages.success(request, f"{row.staff.full_name} can no longer read this record.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    if row.staff_id == request.user.pk:
        return redirect("therapist:today")
    return redirect("therapist:care", client_id)


@clinician
@require_POST
def hand_over(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Give the client to a colleague. The reader's own access ends with it, unless they supervise."""
    course = courses.latest(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    form = _hand_over_form(request, course.client, sent=True)
    if form.is_valid():
        try:
            with submissions.once(request) as submission:
                care_actions.hand_over(client=course.client, to=form.chosen, by=request.user)
                submission.leads_to(reverse("therapist:today"))
            messages.success(request, f"{form.chosen.full_name} treats this client from now on, and is told.")
            return redirect(submission.led_to)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return show(request, _page(request, course, hand_over=form), status=422)


@clinician
@require_POST
def invite_again(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Make a new link for a client who has no account yet; the old one stops working."""
    course = courses.writable(request.user, client_id)
    address = queries.invited_address(course.client)
    if course.client.user_id is not None or not address:
        return redirect("therapist:care", client_id)
    _, secret = actions.invite(
        service=course.service, email=address, roles=[Role.CLIENT], client=course.client, by=request.user
    )
    link = request.build_absolute_uri(reverse("public:invitation", args=[secret]))
    return show(request, _page(request, course, link=link))


@clinician
def care_contact(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Write down how to reach the client, as said in the room."""
    course = courses.writable(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    details = queries.contact_details(request.user, course.client)
    form = ContactDetailsForm(request.POST or None, details=details)
    if not form.is_valid():
        return _contact_page(request, course, form, (), status=422 if form.is_bound else 200)
    try:
        with submissions.once(request) as submission:
            seen = form.cleaned_data["version"]
            actions.change_contact_details(
                client=course.client, values=form.values(), seen=seen, by=request.user
            )
            submission.leads_to(reverse("therapist:care", args=[client_id]))
    except ChangedMeanwhile as changed:
        data = request.POST.copy()
        data["version"] = str(changed.row.version)
        again = ContactDetailsForm(data, details=changed.row)
        again.add_error(None, str(changed))
        return _contact_page(request, course, again, again.differences(changed.row), status=409)
    return redirect(submission.led_to)


def _contact_page(
    request: UserRequest,
    course: Course,
    form: ContactDetailsForm,
    theirs: tuple[tuple[str, str], ...],
    *,
    status: int,
) -> HttpResponse:
    head = course_head(request.user, course, tab=pages.TAB)
    return show(request, pages.CareContactPage(head, form, theirs), status=status)
