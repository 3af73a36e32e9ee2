"""A step between sessions: the client reads it and says what became of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kinweave.client.pages.steps import step_page
from kinweave.people import submissions
from kinweave.people.access import ClientRequest, client_only
from kinweave.people.actions import Refused
from kinweave.web.show import show
from kinweave.worksheets.actions.steps import tell_step
from kinweave.worksheets.queries import steps
from kinweave.worksheets.step_forms import TellReadingForm, TellStepForm


@client_only
def step(request: ClientRequest, step_id: UUID) -> HttpResponse:
    """One step of the client's own."""
    if done := submissions.led_to(request):
        return redirect(done)
    row = steps.step(request.user, step_id)
    said = {"state": row.state if row.told_at else "", "how_it_went": row.how_it_went}
    form = (TellReadingForm if row.lesson_id else TellStepForm)(request.POST or None, initial=said)
    if form.is_valid():
        try:
            with submissions.once(request) as submission:
                tell_step(
                    step=row, state=form.cleaned_data["state"], how_it_went=form.cleaned_data["how_it_went"],
                    by=request.user,
                )  # fmt: skip
                submission.leads_to(reverse("client:home"))
            messages.success(request, "Kept. You can look at it together next time.")
            return redirect("client:home")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return show(request, step_page(row, form), status=422 if form.is_bound else 200)
