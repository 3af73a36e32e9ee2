"""My record: how to reach me, what I agreed to, who looked, where I am signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kinweave.audit.queries import events_about
from kinweave.client.pages import record as pages
from kinweave.client.pages.record_looks import days
from kinweave.people import actions, queries, submissions
from kinweave.people.access import ClientRequest, client_only
from kinweave.people.actions import ChangedMeanwhile
from kinweave.people.forms import ContactDetailsForm
from kinweave.people.models import ConsentScope
from kinweave.people.texts import consent_text
from kinweave.treatment.actions import intake
from kinweave.treatment.psychoeducation import named
from kinweave.treatment.queries.intake import start_state
from kinweave.treatment.queries.psychoeducation import card
from kinweave.web.devices import device_in_words
from kinweave.web.show import show

if TYPE_CHECKING:
    from kinweave.people.models import CareRelationship, Consent, ContactDetails

LATEST = 12  # events on the first page
PAGE = 100  # events on a page of "Who looked at my record"


@client_only
def record(request: ClientRequest) -> HttpResponse:
    """Everything a client may see and change about their own record, on one page."""
    client, user = request.client, request.user
    details = queries.contact_details(user, client)
    consents = list(queries.consents(user, client))
    events = events_about(client.pk).exclude(actor_id=user.pk)[:LATEST]
    page = pages.RecordPage(
        name=client.name,
        has_card=card(client) is not None,
        reach=_reach(details) if details else None,
        missing=tuple(step.title for step in start_state(client).steps if step.deferred),
        agreed=tuple(_agreed(request, each) for each in consents),
        not_agreed=_may_agree(request, consents),
        carers=tuple(_carer(care) for care in (*queries.care_team(client), *queries.past_care(client))),
        looks=days(events, user.pk),
        sign_ins=_sign_ins(request),
        has_second_step=is_mfa_enabled(user),
    )
    return show(request, page)


def _reach(details: ContactDetails) -> pages.Reach:
    emergency = ", ".join(part for part in (details.emergency_name, details.emergency_telephone) if part)
    return pages.Reach(
        telephone=details.telephone,
        message=details.safe_to_leave_message,
        address=details.address,
        emergency=emergency,
        gp=details.gp,
        confirmed_at=details.confirmed_at,
    )


def _agreed(request: ClientRequest, row: Consent) -> pages.Agreed:
    scope = consent_text(request.user.service, row.wording).scope(row.scope)
    title = scope.title if scope else ConsentScope(row.scope).label
    return pages.Agreed(row.pk, title, row.given_at, row.withdrawn_at)


def _may_agree(request: ClientRequest, consents: list[Consent]) -> bool:
    standing = {row.scope for row in consents if row.withdrawn_at is None}
    return any(scope.code not in standing for scope in consent_text(request.user.service).scopes)


def _carer(care: CareRelationship) -> pages.Carer:
    return pages.Carer(care.staff.full_name, care.get_part_display(), care.starts_at, care.ends_at)


def _sign_ins(request: ClientRequest) -> tuple[pages.SignIn, ...]:
    here = request.session.session_key
    return tuple(
        pages.SignIn(device_in_words(each.user_agent), each.created_at, each.session_key == here)
        for each in queries.sign_ins(request.user)
    )


@client_only
def record_for_now(request: ClientRequest) -> HttpResponse:
    """What was agreed to be put down for now, as a card."""
    found = card(request.client)
    therapist = getattr(queries.therapist_of(request.client), "full_name", "your therapist")
    page = pages.ForNowPage(card=found, topics=named(found.topics) if found else (), therapist=therapist)
    return show(request, page)


@client_only
def record_contact(request: ClientRequest) -> HttpResponse:
    """Change how one can be reached. What somebody else saved meanwhile is shown beside it."""
    if done := submissions.led_to(request):
        return redirect(done)
    details = queries.contact_details(request.user, request.client)
    form = ContactDetailsForm(request.POST or None, details=details)
    if not form.is_valid():
        return show(request, pages.ContactPage(form, ()), status=422 if form.is_bound else 200)
    try:
        with submissions.once(request) as submission:
            actions.change_contact_details(
                client=request.client, values=form.values(), seen=form.cleaned_data["version"], by=request.user
            )  # fmt: skip
            submission.leads_to(reverse("client:record"))
    except ChangedMeanwhile as changed:
        data = request.POST.copy()
        data["version"] = str(changed.row.version)
        again = ContactDetailsForm(data, details=changed.row)
        again.add_error(None, str(changed))
        return show(request, pages.ContactPage(again, again.differences(changed.row)), status=409)
    messages.success(request, "Saved. The people who treat you see it from now on.")
    return redirect(submission.led_to)


@client_only
def record_withdraw(request: ClientRequest, consent_id: UUID) -> HttpResponse:
    """Take a consent back, after reading what follows."""
    row = queries.consent(request.user, consent_id)
    if request.method == "POST":
        intake.withdraw(consent=row, by=request.user)
        messages.success(request, "It is taken back. The people who treat you are told.")
        return redirect("client:record")
    if row.withdrawn_at is not None:
        return redirect("client:record")
    scope = consent_text(request.user.service, row.wording).scope(row.scope)
    words = scope.paragraphs if scope else ()
    return show(request, pages.WithdrawPage(scope, row.given_at, words))


@client_only
def record_looks(request: ClientRequest) -> HttpResponse:
    """Who looked at my record (S-61). It is read from the audit itself, so it is never late."""
    own = "own" in request.GET
    events = events_about(request.client.pk)
    if not own:
        events = events.exclude(actor_id=request.user.pk)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 18:
        events = events.filter(pk__lt=int(before))
    found = list(events[: PAGE + 1])
    older = found[PAGE - 1].pk if len(found) > PAGE else None
    return show(request, pages.LooksPage(days(found[:PAGE], request.user.pk), older, own))


@client_only
@require_POST
def record_end_others(request: ClientRequest) -> HttpResponse:
    """Sign out everywhere else."""
    keep = request.session.session_key or ""
    actions.end_other_sessions(user=request.user, keep=keep)
    messages.success(request, "You are signed out everywhere but here.")
    return redirect("client:record")
