"""The service's own settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from kinweave.administration.pages.people import SettingsPage
from kinweave.people import actions
from kinweave.people.access import UserRequest, manager
from kinweave.people.forms import ServiceForm
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
