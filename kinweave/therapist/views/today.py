"""The therapist's first page: who comes today, and what needs an answer."""

from __future__ import annotations

from django.http import HttpResponse

from kinweave.people.access import UserRequest, clinician
from kinweave.therapist.pages.today import TodayPage
from kinweave.web.show import show


@clinician
def today(request: UserRequest) -> HttpResponse:
    return show(request, TodayPage(name=request.user.full_name))
