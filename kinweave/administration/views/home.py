"""The service manager's first page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpResponse

from kinweave.people.access import UserRequest, manager
from kinweave.web.show import show


@dataclass(frozen=True)
class HomePage:
    template: ClassVar[str] = "administration/home.html"


@manager
def home(request: UserRequest) -> HttpResponse:
    return show(request, HomePage())
