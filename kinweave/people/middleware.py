"""Sessions that end, a second factor that is kept, and the reader's own time zone."""

from __future__ import annotations

import logging
from collections.abc import Callable
from zoneinfo import ZoneInfo

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from kinweave.audit import actions as audit
from kinweave.core import clock
from kinweave.people import kept_words, submissions
from kinweave.people.models import User

log = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]

_FREE_OF_SECOND_FACTOR = ("/account/", "/static/", "/help/", "/healthz")
CLEARED = '"cache"'
"""What the browser forgets at sign-out. Not "storage", which holds the help page that works offline, and not
"cookies", among which is the country of that page: the session's own cookie is taken back by name."""
_TOUCH_EVERY = 60  # seconds; the session is not written on every request


class SessionLimits:
    """A session ends when nothing was done for a while, and after half a day in any case (S-14)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = audit.origin.set(request.META.get("REMOTE_ADDR", "")[:60])
        was_signed_in = isinstance(request.user, User)
        try:
            self._end_if_over(request)
            response = self.get_response(request)
        finally:
            audit.origin.reset(token)
        if was_signed_in and not request.user.is_authenticated:
            response["Clear-Site-Data"] = CLEARED
        return response

    def _end_if_over(self, request: HttpRequest) -> None:
        if not isinstance(request.user, User):
            return
        kind = "client" if request.user.is_client else "staff"
        now = int(clock.now().timestamp())
        began, seen = request.session.get("began", now), request.session.get("seen", now)
        idle, whole = settings.IDLE_MINUTES[kind] * 60, settings.ABSOLUTE_HOURS[kind] * 3600
        if not request.user.is_active or now - seen > idle or now - began > whole:
            logout(request)
        elif now - seen >= _TOUCH_EVERY or "seen" not in request.session:
            request.session.update({"began": began, "seen": now})
            _keep(request)


def _keep(request: HttpRequest) -> None:
    """Save it now, so that a database that takes nothing more (a full disk) does not keep people from reading."""
    try:
        request.session.save()
    except UpdateError as error:
        if not isinstance(error.__context__, OperationalError):
            return  # it was ended elsewhere in this very moment: said at the end of the request
        log.warning("the time of a visit could not be kept")
    request.session.modified = False


class SignedIn(LoginRequiredMiddleware):
    """Everything needs signing in unless a view says otherwise (S-01); a form that comes too late is given back."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if (request.method == "POST" and kept_words.from_same_page(request)) or kept_words.is_script(request):
            return kept_words.give_back(request)
        return super().handle_no_permission(request, view_func)


class SecondFactor:
    """Outside a demonstration, staff reach nothing before they have set up a second sign-in step (S-12)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if (
            isinstance(user, User)
            and user.is_staff
            and not settings.DEMO
            and not request.path.startswith(_FREE_OF_SECOND_FACTOR)
            and not is_mfa_enabled(user)
        ):
            return redirect("mfa_index")
        return self.get_response(request)


class SentOnce:
    """A form sent twice at the same moment is carried out once, and both answers lead to the same page (S-33)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, submissions.SentTwice):
            return None
        return redirect(error.led_to or settings.LOGIN_REDIRECT_URL)


class ReaderTimeZone:
    """Times are shown where the reader is."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        name = user.time_zone or user.service.time_zone if isinstance(user, User) else settings.TIME_ZONE
        with timezone.override(ZoneInfo(name)):
            return self.get_response(request)
