"""Inviting staff, changing what they do, closing accounts."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kinweave.administration.pages.people import InvitePage, StaffPage
from kinweave.administration.views.home import staff_row
from kinweave.people import actions, queries, submissions
from kinweave.people.access import UserRequest, manager
from kinweave.people.forms import InviteStaffForm, PassOnForm
from kinweave.people.models import Role, User
from kinweave.treatment.actions.care import pass_on_caseload
from kinweave.web.show import show


@manager
def invite(request: UserRequest) -> HttpResponse:
    """Invite a member of staff; the link is shown once, here."""
    form = InviteStaffForm(request.POST or None)
    if not form.is_valid():
        return show(request, InvitePage(form=form, link="", email=""), status=422 if form.is_bound else 200)
    if submissions.led_to(request):
        return redirect("administration:home")
    with submissions.once(request) as submission:
        invitation, secret = actions.invite(
            service=request.user.service,
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            roles=[Role(role) for role in form.cleaned_data["roles"]],
            by=request.user,
        )
        submission.leads_to(reverse("administration:home"))
    link = request.build_absolute_uri(reverse("public:invitation", args=[secret]))
    return show(request, InvitePage(form=InviteStaffForm(), link=link, email=invitation.email))


@manager
def staff(request: UserRequest, user_id: UUID) -> HttpResponse:
    """One member of staff: change name and roles."""
    user = queries.member_of_staff(request.user, user_id)
    form = InviteStaffForm(
        request.POST or None, initial={"name": user.name, "email": user.email, "roles": user.roles}
    )
    form.fields["email"].disabled = True
    problem = ""
    if form.is_valid():
        try:
            actions.change_staff(
                user=user,
                name=form.cleaned_data["name"],
                roles=[Role(role) for role in form.cleaned_data["roles"]],
                by=request.user,
            )
        except actions.Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, f"{user.name} is saved.")
            return redirect("administration:home")
    return _staff_page(request, user, form, problem, None, status=422 if form.is_bound else 200)


def _staff_page(
    request: UserRequest,
    user: User,
    form: InviteStaffForm,
    problem: str,
    pass_on: PassOnForm | None,
    *,
    status: int,
) -> HttpResponse:
    row = staff_row(user, queries.clients_by_therapist(request.user), request.user)
    if pass_on is None and row.clients:
        pass_on = _pass_on_form(request, user)
    return show(request, StaffPage(row=row, form=form, problem=problem, pass_on=pass_on), status=status)


def _pass_on_form(request: UserRequest, user: User, *, sent: bool = False) -> PassOnForm:
    others = [
        each for each in queries.staff_of_service(request.user)
        if each.pk != user.pk and each.is_active and each.has_role(Role.THERAPIST)
    ]  # fmt: skip
    return PassOnForm(request.POST if sent else None, colleagues=others)


@manager
@require_POST
def pass_on(request: UserRequest, user_id: UUID) -> HttpResponse:
    """Give everybody a member of staff treats to a colleague. Who they are is not shown here."""
    user = queries.member_of_staff(request.user, user_id)
    if done := submissions.led_to(request):
        return redirect(done)
    form = _pass_on_form(request, user, sent=True)
    if form.is_valid():
        try:
            with submissions.once(request) as submission:
                count = pass_on_caseload(staff=user, to=form.chosen, by=request.user)
                submission.leads_to(reverse("administration:staff", args=[user_id]))
            messages.success(
                request, f"{form.chosen.full_name} treats {count} more from now on, and is told."
            )
            return redirect(submission.led_to)
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
    initial = {"name": user.name, "email": user.email, "roles": user.roles}
    names = InviteStaffForm(initial=initial)
    names.fields["email"].disabled = True
    return _staff_page(request, user, names, "", form, status=422)


@manager
def close_account(request: UserRequest, user_id: UUID) -> HttpResponse:
    """Close an account at once (S-07), or say why it cannot be closed."""
    user = queries.member_of_staff(request.user, user_id)
    if request.method == "POST":
        try:
            actions.disable_account(user=user, by=request.user)
            messages.success(request, f"{user.full_name} can no longer sign in.")
        except actions.Refused as refusal:
            messages.error(request, str(refusal))
    return redirect("administration:home")


@manager
def reset_second_step(request: UserRequest, user_id: UUID) -> HttpResponse:
    """Let somebody who lost their device set up a new second step."""
    user = queries.member_of_staff(request.user, user_id)
    if request.method == "POST":
        actions.reset_second_factor(user=user, by=request.user)
        messages.success(request, f"{user.full_name} sets up a new second step at the next sign-in.")
    return redirect("administration:home")
