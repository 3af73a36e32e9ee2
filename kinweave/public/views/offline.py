"""The script that keeps the help page on a device: that page, its style and its typeface, and nothing else."""

from __future__ import annotations

import hashlib
import json

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static

from kinweave.public.views.help import help_page

KEPT = (
    "kinweave/tokens.css",
    "kinweave/components.css",
    "kinweave/forms.css",
    "kinweave/steps.css",
    "kinweave/mark.svg",
    "kinweave/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "kinweave/fonts/literata-latin-wght-normal.woff2",
)
"""Static files the help page is made of."""


def service_worker() -> HttpResponse:
    """The script, with the names of the files to keep; a new name for the store whenever the page changes."""
    page = help_page(settings.HELP_COUNTRY).content
    files = ["/help/", *(static(name) for name in KEPT)]
    edition = hashlib.sha256(page + json.dumps(files).encode()).hexdigest()[:12]
    script = render_to_string("public/service_worker.js", {"edition": edition, "files": json.dumps(files)})
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})
