"""Rendering a page: the template's whole context is one frozen dataclass, field by field."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, ClassVar, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Page(Protocol):
    """A page: a frozen dataclass that names its template as a class variable."""

    template: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


def context_of(page: Page) -> dict[str, Any]:
    """The exact template context of a page."""
    return {field.name: getattr(page, field.name) for field in fields(page)}


def show(request: HttpRequest, page: Page, *, status: int = 200) -> HttpResponse:
    """Answer with a page. A form that was refused is shown again with status 422 and what was typed."""
    return render(request, page.template, context_of(page), status=status)
