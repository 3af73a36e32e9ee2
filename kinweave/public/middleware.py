"""Crisis help that answers with the database down (S-40), and words where a browser would show an empty page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from kinweave.people.models import User
from kinweave.public.views import manual, problems
from kinweave.public.views.help import help_page, is_known
from kinweave.public.views.offline import service_worker

COOKIE = "kinweave-country"
_YEAR = 365 * 24 * 3600


class HelpWithoutDatabase:
    """Answers /help/ by itself, before the layers that need the database; lets everything else through.

    It also remembers, in a cookie that says nothing but a country, where somebody who is signed in has
    their service, so that /help/ shows the right numbers even then. A country chosen by hand stays chosen.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/help/") or request.path in {"/help", "/service-worker.js"}:
            return answer(request)
        response = self.get_response(request)
        # only the account that the page has read already: asking for it here would be one more query
        user = getattr(request, "_cached_user", None)
        if isinstance(user, User) and COOKIE not in request.COOKIES:
            remember(response, user.service.country)
        return response


class ManualWithoutDatabase:
    """Answers /manual/ by itself: whoever looks after a service needs it most when the database is down."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/manual/") or request.path == "/manual":
            return manual.answer(request)
        return self.get_response(request)


class FormsOpenedAsPages:
    """Says in words that an address only takes a form, to whoever opens it again from a tab or by its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "GET" or not isinstance(response, HttpResponseNotAllowed):
            return response
        told = problems.only_sent(request)
        told["Allow"] = response["Allow"]
        return told


def answer(request: HttpRequest) -> HttpResponse:
    """The help page of the country chosen, else of the one in the cookie, else of the settings; or its script."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if request.path == "/service-worker.js":
        return service_worker()
    chosen = (request.path.removeprefix("/help").strip("/") or request.GET.get("country", ""))[:12]
    response = help_page(chosen or request.COOKIES.get(COOKIE) or settings.HELP_COUNTRY)
    if is_known(chosen):
        remember(response, chosen.upper())
    return response


def remember(response: HttpResponse, country: str) -> None:
    """Keep the country for a year; it is no secret, and no script reads it."""
    response.set_cookie(COOKIE, country, max_age=_YEAR, httponly=True, samesite="Lax", secure=settings.HTTPS)
