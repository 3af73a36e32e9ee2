"""What a reader sees when something is not there or went wrong. No page here needs the database."""

from __future__ import annotations

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kinweave.people import kept_words
from kinweave.vault.crypto import Unreadable


def _problem(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    """Whoever is signed in goes back to their own first page; the cookie says so without the database."""
    back = reverse("public:start" if settings.SESSION_COOKIE_NAME in request.COOKIES else "public:home")
    return render(
        request, "public/problem.html", {"title": title, "advice": advice, "back": back}, status=status
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _problem(
        request, 404, "There is no such page", "It may have moved, or it belongs to someone else."
    )


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _problem(request, 403, "This was not accepted", "Go back, load the page again and try once more.")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return _problem(
            request,
            413,
            "This is more than can be sent at once",
            "Nothing was saved. Go back, shorten what you wrote or send it in parts.",
        )
    return _problem(
        request,
        400,
        "That could not be read",
        "Go back and send it again. What you wrote is still in your browser.",
    )


def only_sent(request: HttpRequest) -> HttpResponse:
    """An address that takes a form, opened as if it were a page: after a reload, say, or a tab brought back."""
    return _problem(
        request,
        405,
        "There is nothing to read at this address",
        "It only takes what a form sends, and nothing was sent now. Open the page again from the beginning.",
    )


def failed(request: HttpRequest) -> HttpResponse:
    """Whatever a form held comes back with the page: a fault of ours costs nobody their words."""
    error = sys.exc_info()[1]
    if isinstance(error, Unreadable):
        return _problem(
            request,
            500,
            "Some words of this record cannot be read",
            "They were damaged, or changed outside Kinweave. Nothing else is lost. Please tell whoever runs the "
            "service: “kinweave vault verify” names the place.",
        )
    if (words := kept_words.not_saved(request)) is not None:
        return words
    if isinstance(error, DatabaseError):
        return _problem(
            request,
            503,
            "The service cannot read or save anything just now",
            "Try again in a few minutes. What you saved before is safe. Help stays open.",
        )
    return _problem(
        request,
        500,
        "Something went wrong on our side",
        "Go back and try again. What you saved before is safe.",
    )


def not_there(request: HttpRequest) -> HttpResponse:
    """An address of a library that this service does not offer."""
    raise Http404
