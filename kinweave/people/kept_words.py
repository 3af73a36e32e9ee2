"""When a session has run out under somebody's writing, their words come back to them (S-35).

They are kept in the page alone: without a session nobody can say whose they are, so nothing is stored.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

_SECRET = ("csrfmiddlewaretoken", "password", "login", "code", "credential")
_WORDS_FROM = 40  # characters; anything shorter goes along unseen


def from_same_page(request: HttpRequest) -> bool:
    """Whether the form came from one of our own pages, as far as the browser says."""
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(source) and urlsplit(source).netloc == request.get_host()


def is_script(request: HttpRequest) -> bool:
    """Whether a script of ours asks, and wants a short answer instead of a page."""
    return request.headers.get("X-Requested-With") in {"fetch", "autosave"}


def give_back(request: HttpRequest) -> HttpResponse:
    """Answer 401 with a page that holds everything that was sent, ready to be sent again."""
    if is_script(request):
        return JsonResponse(
            {"error": "signed-out", "words": "You were signed out. Sign in again in a new tab."}, status=401
        )
    return _with_words(request, 401)


def too_long(request: HttpRequest, most: int) -> HttpResponse:
    """Answer 422 with everything that was sent, to be made shorter than `most` characters and sent again."""
    why = f"This is longer than {most:,} characters. Nothing was saved yet. Make it shorter, then save it."
    return _with_words(request, 422, why)


def not_saved(request: HttpRequest) -> HttpResponse | None:
    """Answer 503 with everything that was sent, when saving it failed on our side; None when nothing was sent.

    It is shown while the database may be down, so it asks for nothing there.
    """
    if request.method != "POST" or not from_same_page(request):
        return None
    if is_script(request):
        return JsonResponse({"error": "not-saved", "words": NOT_SAVED}, status=503)
    try:
        return _with_words(request, 503, NOT_SAVED) if _may_be_sent_again(request) else None
    except (DatabaseError, OSError):
        return None


NOT_SAVED = (
    "This could not be saved: the service has a fault of its own. Wait a minute, then press the button."
)


def _may_be_sent_again(request: HttpRequest) -> bool:
    """Whether a form can be made of what came: never of a password, which is not sent back."""
    return bool(request.POST) and not any(
        name.startswith(_SECRET[1:]) or "password" in name for name in request.POST
    )


def _is_signed_in(request: HttpRequest) -> bool:
    try:
        return bool(request.user.is_authenticated)
    except (DatabaseError, AttributeError):  # the account cannot be read, or was not asked for yet
        return True


def _with_words(request: HttpRequest, status: int, why: str = "") -> HttpResponse:
    pairs = [
        (name, value)
        for name, values in request.POST.lists()
        if not name.startswith(_SECRET) and "password" not in name
        for value in values
        if isinstance(value, str)
    ]
    context = {
        "path": request.get_full_path(),
        "why": why,
        "signed_in": _is_signed_in(request),
        "words": [pair for pair in pairs if len(pair[1]) >= _WORDS_FROM],
        "hidden": [pair for pair in pairs if len(pair[1]) < _WORDS_FROM],
    }
    return render(request, "people/kept_words.html", context, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token no longer fits. From our own pages the words come back; from elsewhere nothing does."""
    if from_same_page(request) and request.POST:
        return give_back(request)
    advice = "Go back, load the page again and try once more."
    context = {"title": "This was not accepted", "advice": advice, "back": "/"}
    return render(request, "public/problem.html", context, status=403)
