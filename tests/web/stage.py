"""A small server and a real browser for the page scripts: the shipped files, the shipped policy, pages made here."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

from django.conf import settings
from playwright.sync_api import Browser, Locator, Page, sync_playwright

import kinweave
from tests.needs import chromium

STATIC = Path(kinweave.__file__).parent / "web/static/kinweave"
TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}
Answer = tuple[int, str, str]


def policy() -> str:
    """The content security policy of the settings, as its header."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


class Stage:
    """The server's script: pages by path, and what each post is answered with. Posts are kept as they came."""

    def __init__(self) -> None:
        self.pages: dict[str, Callable[[], str]] = {}
        self.posts: list[dict[str, str]] = []
        self.answer: Callable[[dict[str, str]], Answer] = lambda fields: (200, "application/json", "{}")
        self.url = ""

    def page(self, path: str, body: str, *scripts: str) -> str:
        """Put a page on; returns its address."""
        self.pages[path] = lambda: document(body, *scripts)
        return self.url + path

    def json(self, status: int, **content: object) -> None:
        """Answer every post from now on with this."""
        self.answer = lambda fields: (status, "application/json", json.dumps(content))


def document(body: str, *scripts: str) -> str:
    links = "".join(
        f'<link rel="stylesheet" href="/static/{n}.css">' for n in ("tokens", "components", "forms", "steps")
    )
    modules = "".join(f'<script type="module" src="/static/{name}.js"></script>' for name in scripts)
    view = (
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
    )
    head = f"<title>Stage</title><meta charset=utf-8>{view}{links}{modules}"
    return f'<!doctype html><html lang="en-GB"><head>{head}</head><body><main>{body}</main></body></html>'


def _handler(stage: Stage) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            if path.startswith("/static/"):
                file = STATIC / path.removeprefix("/static/")
                self._say(200, TYPES[file.suffix], file.read_bytes())
            elif path in stage.pages:
                self._say(200, "text/html; charset=utf-8", stage.pages[path]().encode())
            else:
                self._say(404, "text/plain", b"not here")

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            fields = _fields(raw, self.headers["Content-Type"])
            stage.posts.append(fields)
            status, kind, body = stage.answer(fields)
            self._say(status, kind, body.encode())

        def _say(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            if status in (302, 303):
                self.send_header("Location", body.decode())
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", policy())
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


def _fields(raw: str, kind: str) -> dict[str, str]:
    if "multipart" not in kind:
        return {name: values[-1] for name, values in parse_qs(raw, keep_blank_values=True).items()}
    found = {}
    for part in raw.split("--" + kind.split("boundary=")[1])[1:-1]:
        head, _, value = part.partition("\r\n\r\n")
        found[head.split('name="')[1].split('"')[0]] = value.removesuffix("\r\n")
    return found


@contextmanager
def serving() -> Iterator[Stage]:
    """A stage on a free port of this machine."""
    stage = Stage()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stage))
    stage.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stage
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def browsing() -> Iterator[Browser]:
    """The machine's own Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium()), args=["--no-sandbox", "--disable-background-networking"]
        )
        try:
            yield browser
        finally:
            browser.close()


def watched(page: Page) -> list[str]:
    """Every complaint of the page from now on: errors of scripts, and breaches of the policy."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    return complaints


def status(page: Page) -> Locator:
    """The line that says what is saved."""
    return page.locator("[data-saved]")


def settled(page: Page, stage: Stage, count: int) -> None:
    """Let the browser run until so many posts have come."""
    for _ in range(200):
        if len(stage.posts) >= count:
            return
        page.wait_for_timeout(40)
    raise AssertionError(f"{len(stage.posts)} posts came, {count} were expected")
