"""Pages that anyone may read."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kinweave.core.lessons import Lesson
from kinweave.people.models import Role, User
from kinweave.public import middleware
from kinweave.public.pages.home import AboutPage, HomePage, LessonPage, OwnHelpPage
from kinweave.safety.queries import help_for
from kinweave.shelf.queries import library
from kinweave.web.lessons import lesson_lines, lesson_shown
from kinweave.web.show import show

NEUTRAL_PAGE = "https://www.metoffice.gov.uk/"


def _country(request: HttpRequest) -> str:
    return request.COOKIES.get(middleware.COOKIE) or settings.HELP_COUNTRY


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """What IPT is, for somebody who has never heard of it."""
    return show(request, HomePage(now=help_for(_country(request))))


@login_not_required
def what_is_ipt(request: HttpRequest) -> HttpResponse:
    """The same at more length."""
    return show(request, AboutPage(now=help_for(_country(request)), lessons=lesson_lines(_for_everybody())))


@login_not_required
def lesson(request: HttpRequest, code: str) -> HttpResponse:
    """One of the short pages that are for everybody."""
    lessons = _for_everybody()
    found = next((each for each in lessons if each.code == code), None)
    if found is None:
        raise Http404
    others = lesson_lines(each for each in lessons if each is not found)
    page = LessonPage(lesson_shown(found), "IPT in short pages", reverse("public:help"), others)
    return show(request, page)


def _for_everybody() -> list[Lesson]:
    """The lessons that need no sign-in, in their order."""
    return sorted((each for each in library().all(Lesson) if each.public), key=lambda each: each.place)


@login_not_required
def help_now(request: HttpRequest, country: str = "") -> HttpResponse:
    """The help page, should the middleware not be installed."""
    return middleware.answer(request)


@login_not_required
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit, also without script."""
    return redirect(NEUTRAL_PAGE)


@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: the pages for everybody."""
    lines = [
        "User-agent: *",
        "Allow: /$",
        "Allow: /what-is-ipt/",
        "Allow: /help/",
        "Allow: /static/",
        "Disallow: /",
        "",
    ]
    return HttpResponse(
        "\n".join(lines), content_type="text/plain", headers={"Cache-Control": "public, max-age=86400"}
    )


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


def own_help(request: HttpRequest) -> HttpResponse:
    """From the crisis page, which knows no reader: a client to their own plan; others hear that it is theirs."""
    user = request.user
    if isinstance(user, User) and user.is_client:
        return redirect("client:help")
    return show(request, OwnHelpPage(here=reverse("public:start")))
