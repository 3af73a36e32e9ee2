"""When a session has run out under somebody's writing, their words come back to them (S-35)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token no longer fits."""
    return render(request, "public/problem.html", {"title": "This was not accepted", "advice": "Go back and try again."}, status=403)
