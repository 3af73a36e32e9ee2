"""The client's first page: the one thing to do now."""

from __future__ import annotations

from django.http import HttpResponse

from kinweave.client.pages.home import HomePage
from kinweave.people.access import ClientRequest, client_only
from kinweave.web.show import show


@client_only
def home(request: ClientRequest) -> HttpResponse:
    return show(request, HomePage(name=request.client.name))
