"""The client's next session."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kinweave.client.pages.sessions import session_page
from kinweave.people import submissions
from kinweave.people.access import ClientRequest, client_only
from kinweave.people.actions import Refused
from kinweave.treatment.actions.sessions import say_cannot_come
from kinweave.treatment.forms.sessions import CannotComeForm
from kinweave.treatment.queries import sessions as reading
from kinweave.web.show import show


@client_only
def session(request: ClientRequest) -> HttpResponse:
    """When it is, and the way to say "I cannot come"."""
    if done := submissions.led_to(request):
        return redirect(done)
    row = reading.next_for(request.client)
    form = CannotComeForm(request.POST or None)
    # an empty form is a whole answer here: the reason is the client's to give or not
    if request.method == "POST" and (form := CannotComeForm(request.POST)).is_valid():
        try:
            if row is None or str(row.id) != request.POST.get("session"):
                raise Refused("This session was already changed. Look again at when the next one is.")
            with submissions.once(request) as submission:
                say_cannot_come(session=row, reason=form.cleaned_data["reason"], by=request.user)
                submission.leads_to(reverse("client:session"))
            messages.success(request, "Your therapist will see that you cannot come. It uses up no session.")
            return redirect("client:session")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return show(request, session_page(request.client, row, form), status=422 if form.is_bound else 200)
