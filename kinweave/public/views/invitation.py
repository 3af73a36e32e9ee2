"""Accepting an invitation: the only door by which an account begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from kinweave.people import actions
from kinweave.people.forms import PasswordForm
from kinweave.people.invitations import open_invitation
from kinweave.people.sign_in import sign_in_first
from kinweave.web.show import show


@dataclass(frozen=True)
class InvitationPage:
    template: ClassVar[str] = "public/invitation.html"
    service: str
    email: str
    form: PasswordForm


@login_not_required
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Choose a password, and be signed in. A link that was used or has run out does not exist."""
    invitation = open_invitation(secret)
    if invitation is None:
        raise Http404
    form = PasswordForm(request.POST or None, email=invitation.email, name=invitation.name)
    if form.is_valid():
        try:
            user = actions.accept_invitation(invitation=invitation, password=form.cleaned_data["password"])
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            sign_in_first(request, user)
            return redirect("client:start" if user.is_client else "public:start")
    page = InvitationPage(service=invitation.service.name, email=invitation.email, form=form)
    return show(request, page, status=422 if request.method == "POST" else 200)
