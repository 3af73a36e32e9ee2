"""The service's own settings."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from kinweave.administration.pages.people import CrisisLinesPage, SettingsPage
from kinweave.core import clock
from kinweave.people import actions
from kinweave.people.access import UserRequest, manager
from kinweave.people.actions import Refused
from kinweave.people.forms import CrisisLinesForm, ServiceForm
from kinweave.safety.queries import help_for, lines_to_confirm
from kinweave.web.show import show


@manager
def settings(request: UserRequest) -> HttpResponse:
    """Name, country, hours, and what clients read when nobody is there."""
    form = ServiceForm(request.POST or None, instance=request.user.service)
    if form.is_valid():
        actions.change_service(service=form.instance, values=form.cleaned_data, by=request.user)
        messages.success(request, "The settings are saved.")
        return redirect("administration:home")
    return show(request, SettingsPage(form=form), status=422 if form.is_bound else 200)


@manager
def crisis_lines(request: UserRequest) -> HttpResponse:
    """The numbers clients see in a crisis; somebody dials each of them and says so here (S-43, S-47)."""
    service = request.user.service
    today = clock.today(ZoneInfo(service.time_zone))
    form = CrisisLinesForm(request.POST or None, initial={"on": today})
    if form.is_valid():
        try:
            actions.confirm_crisis_lines(
                service=service,
                on=form.cleaned_data["on"],
                by=request.user,
                seen=request.POST.get("numbers", ""),
            )
            messages.success(request, "Noted.")
            return redirect("administration:home")
        except Refused as refusal:
            form.add_error("on", str(refusal))
    page = CrisisLinesPage(
        help=help_for(service.country), form=form, confirmed_on=service.crisis_lines_confirmed_on,
        still_to_do=lines_to_confirm(service, today),
    )  # fmt: skip
    return show(request, page, status=422 if form.is_bound else 200)
