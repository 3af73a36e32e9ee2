"""The manual as it was built: the files of one folder, for everybody, without session or database."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from kinweave.manual.finish import POLICY

TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2", ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
}  # fmt: skip
"""Kinds of file that are served; no other leaves the folder."""
ASK_AGAIN = "public, no-cache"
FOR_GOOD = "public, max-age=31536000, immutable"


@login_not_required
def manual(request: HttpRequest, page: str = "") -> HttpResponseBase:
    """The manual, should the middleware not be installed."""
    return answer(request)


def answer(request: HttpRequest) -> HttpResponse:
    """A page or file of the manual; 404 for what it does not hold, 503 with advice while it is not built."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if request.path == "/manual":
        return HttpResponsePermanentRedirect("/manual/")
    root = Path(settings.MANUAL_DIR).resolve()
    if not (root / POLICY).is_file():
        return _not_built(request)
    file = found(root, request.path.removeprefix("/manual/"))
    if file is None:
        return _problem(
            request,
            404,
            "There is no such page",
            "The first page of the manual lists what there is: /manual/",
        )
    return _served(request, root, file)


def found(root: Path, wanted: str) -> Path | None:
    """The file behind an address, or None; nothing outside `root`, hidden or of another kind is ever found."""
    if "\x00" in wanted or "\\" in wanted or any(part.startswith(".") for part in wanted.split("/")):
        return None
    try:
        file = (
            root / wanted.lstrip("/") / ("index.html" if wanted.endswith("/") or not wanted else "")
        ).resolve()
        inside = file.is_relative_to(root) and file.is_file()
    except (OSError, ValueError):  # a name longer than the disk allows
        return None
    return file if inside and file.suffix in TYPES else None


def _served(request: HttpRequest, root: Path, file: Path) -> HttpResponse:
    content = file.read_bytes()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=TYPES[file.suffix], headers={"ETag": etag})
    response = get_conditional_response(request, etag=etag, response=response) or response
    # Sphinx writes a digest of the file behind the name: ?v=…
    response["Cache-Control"] = FOR_GOOD if request.GET.get("v") and file.suffix != ".html" else ASK_AGAIN
    # also with "not changed": a browser puts these in the place of those it has kept
    response["Content-Security-Policy"] = policy(root, (root / POLICY).stat().st_mtime_ns)
    response["X-Frame-Options"] = "DENY"
    return response


@lru_cache(maxsize=4)
def policy(root: Path, built_at: int) -> str:
    """The policy of the site in `root`: its own files, and the inline pieces that were there when it was built."""
    named = json.loads((root / POLICY).read_text(encoding="utf-8"))
    inline = {kind: "".join(f" '{each}'" for each in named[kind]) for kind in ("script", "style")}
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self'{inline['script']}",
            f"style-src 'self'{inline['style']}",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def _not_built(request: HttpRequest) -> HttpResponse:
    advice = "It is written by the command: make docs. A demonstration writes it while it starts; look again in a minute."
    return _problem(request, 503, "The manual has not been written yet", advice)


def _problem(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    said = {"title": title, "advice": advice, "back": "/"}
    response = render(request, "public/problem.html", said, status=status)
    response["X-Frame-Options"] = "DENY"
    return response
