"""What a reader sees when something is not there or went wrong. No page here needs the database."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


def _problem(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    return render(request, "public/problem.html", {"title": title, "advice": advice}, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _problem(
        request, 404, "There is no such page", "It may have moved, or it belongs to someone else."
    )


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _problem(request, 403, "This was not accepted", "Go back, load the page again and try once more.")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _problem(
        request,
        400,
        "That could not be read",
        "Go back and send it again. What you wrote is still in your browser.",
    )


def failed(request: HttpRequest) -> HttpResponse:
    return _problem(
        request,
        500,
        "Something went wrong on our side",
        "Go back and try again. What you saved before is safe.",
    )


def not_there(request: HttpRequest) -> HttpResponse:
    """An address of a library that this service does not offer."""
    raise Http404
