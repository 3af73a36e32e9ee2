"""Crisis help: made from the library alone, kept in memory, and the same for everybody in a country."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

from kinweave.safety.queries import HelpNow, countries, help_for
from kinweave.web.show import context_of


@dataclass(frozen=True)
class HelpPage:
    """The exact context of the help page. It has no reader: nothing on it depends on who looks."""

    template: ClassVar[str] = "public/help.html"
    now: HelpNow
    countries: list[tuple[str, str]]


def is_known(country: str) -> bool:
    """Whether the library has a page for this country (two letters, any case)."""
    return country.upper() in dict(countries())


def help_page(country: str) -> HttpResponse:
    """The page of a country, the international one when it is not known. Never touches the database."""
    known = country.upper() if is_known(country) else ""
    response = HttpResponse(_rendered(known, tuple(settings.LIBRARY_PATHS)))
    # the browser may keep it for the day the network is gone, but asks again while there is one
    response["Cache-Control"] = "private, no-cache"
    return response


@cache
def _rendered(country: str, paths: tuple[Path, ...]) -> bytes:
    page = HelpPage(now=help_for(country), countries=countries())
    return render_to_string(page.template, context_of(page)).encode()
