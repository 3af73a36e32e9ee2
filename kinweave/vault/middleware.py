"""Keys are open for one request and no longer."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kinweave.vault import keys


class KeysOpenForRequest:
    """Each client's key is fetched at most once in a request, and forgotten with its answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with keys.kept_open():
            return self.get_response(request)
