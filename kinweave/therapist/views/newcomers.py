"""Taking on a client."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kinweave.core.protocols import Protocol
from kinweave.people import submissions
from kinweave.people.access import UserRequest, require_role
from kinweave.people.actions import Refused
from kinweave.people.models import Role
from kinweave.shelf.queries import library
from kinweave.therapist.forms.newcomers import NewcomerForm
from kinweave.therapist.pages.newcomers import NewcomerPage
from kinweave.treatment.actions.newcomers import Newcomer, take_on
from kinweave.web.show import show


@require_role(Role.THERAPIST, Role.TRAINEE)
def newcomer(request: UserRequest) -> HttpResponse:
    """Open a record and a course, and show the invitation link once."""
    if done := submissions.led_to(request):
        return redirect(done)
    form = NewcomerForm(request.POST or None)
    taken = _take_on(request, form) if form.is_valid() else None
    if taken is None:
        page = NewcomerPage(form=form, link="", client_id=None, name="")
        return show(request, page, status=422 if form.is_bound else 200)
    link = request.build_absolute_uri(reverse("public:invitation", args=[taken.secret]))
    return show(
        request,
        NewcomerPage(form=NewcomerForm(), link=link, client_id=taken.client.pk, name=taken.client.name),
    )


def _take_on(request: UserRequest, form: NewcomerForm) -> Newcomer | None:
    values = form.cleaned_data
    try:
        with submissions.once(request) as submission:
            taken = take_on(
                name=values["name"], code=values["code"], email=values["email"], reason=values["reason"],
                protocol=library().get(Protocol, values["protocol"]), by=request.user,
            )  # fmt: skip
            submission.leads_to(reverse("therapist:today"))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    return taken
