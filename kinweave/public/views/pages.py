"""Pages that anyone may read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kinweave.people.models import Role, User
from kinweave.web.show import show

NEUTRAL_PAGE = "https://www.metoffice.gov.uk/"


@dataclass(frozen=True)
class HomePage:
    template: ClassVar[str] = "public/home.html"


@dataclass(frozen=True)
class HelpPage:
    template: ClassVar[str] = "public/help.html"


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    return show(request, HomePage())


@login_not_required
def help_now(request: HttpRequest) -> HttpResponse:
    return show(request, HelpPage())


@login_not_required
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit, also without script."""
    return redirect(NEUTRAL_PAGE)


def start(request: HttpRequest) -> HttpResponse:
    """After signing in: each to their own first page."""
    user = request.user
    if isinstance(user, User) and user.is_client:
        return redirect("client:home")
    if isinstance(user, User) and user.is_clinical:
        return redirect("therapist:today")
    if isinstance(user, User) and user.has_role(Role.MANAGER):
        return redirect("administration:home")
    return redirect("public:home")
