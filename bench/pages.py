"""What the therapist's overview pages cost: CPU, queries, and how the cost grows with the service.

Run by `make bench`. A throw-away service is made in the database the settings name (SQLite in a temporary
folder unless DATABASE_URL says otherwise), first small, then large; both are measured in this one run.

    python -m bench.pages [--courses 1000000] [--caseload 50] [--repeats 60]
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.cast import Cast

HELD = 16
EVENTS, MOODS = 12, 60
SMALL = 1_000


@dataclass(frozen=True)
class Cost:
    """One page: statements it makes, and CPU of one request in milliseconds (median and least)."""

    queries: int
    median: float
    least: float


def set_up(folder: Path) -> None:
    """Django on an empty database of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinweave.config.settings")
    os.environ.update(KINWEAVE_DATA_DIR=str(folder), KINWEAVE_DEMO="1")
    import django
    from django.conf import settings

    from kinweave.core import key_files

    key_files.create(folder / "keys")
    django.setup()
    settings.ALLOWED_HOSTS = ["*"]
    settings.MIGRATION_MODULES = {app.rpartition(".")[2]: None for app in settings.INSTALLED_APPS}
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    from kinweave.config.warm import warm

    warm()


def requests_as(cast: Cast) -> Callable[[str], bytes]:
    """A way to ask for pages as Miriam, without a web server, through the whole application."""
    from django.conf import settings
    from django.core import signals
    from django.core.handlers.wsgi import WSGIHandler
    from django.db import close_old_connections
    from django.test import Client as Browser

    browser = Browser()
    browser.force_login(cast.miriam, backend="kinweave.people.backends.AccountBackend")
    name = settings.SESSION_COOKIE_NAME
    cookie = f"{name}={browser.cookies[name].value}"
    application = WSGIHandler()
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)

    def ask(path: str) -> bytes:
        answered: list[str] = []

        def started(
            status: str, headers: list[tuple[str, str]], wrong: object = None, /
        ) -> Callable[[bytes], object]:
            answered.append(status)
            return answered.__contains__

        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "localhost",
            "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_COOKIE": cookie, "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0), "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(), "wsgi.url_scheme": "http",
            "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False,
        }  # fmt: skip
        body = b"".join(application(environ, started))
        if answered != ["200 OK"]:
            raise SystemExit(f"{path} answered {answered}")
        return body

    return ask


def cost(ask: Callable[[str], bytes], path: str, repeats: int) -> Cost:
    """Ask for a page again and again. The first two requests are not counted: they fill what is kept."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.statements import CONTROL

    ask(path)
    ask(path)
    with CaptureQueriesContext(connection) as asked:
        ask(path)
    queries = sum(not one["sql"].startswith(CONTROL) for one in asked.captured_queries)
    times = []
    for _ in range(repeats):
        began = time.process_time()
        ask(path)
        times.append((time.process_time() - began) * 1000)
    return Cost(queries, statistics.median(times), min(times))


def measured(ask: Callable[[str], bytes], pages: dict[str, str], repeats: int) -> dict[str, Cost]:
    """The cost of each page by its name."""
    return {name: cost(ask, path, repeats) for name, path in pages.items()}


def fill(cast: Cast, caseload: int) -> None:
    """A full course for Joanna by the same actions the pages use, and a caseload of that many."""
    from bench.crowd import crowd
    from tests.portals.therapist import story

    story.beginning(cast)
    story.middle(cast, [15 - index // 2 for index in range(HELD - 4)])
    for index in range(EVENTS):
        story.event(cast, story.friday(index).date(), f"Something happened {index}")
    crowd(cast, caseload - 1, sessions=12, mine=True)


def drawn_anew(ask: Callable[[str], bytes], path: str, repeats: int) -> float:
    """CPU of the course page, in milliseconds, when its picture is not kept from before."""
    from kinweave.therapist.pages.course_strands import figure

    times = []
    for _ in range(max(5, repeats // 6)):
        figure.cache_clear()
        began = time.process_time()
        ask(path)
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


def run(courses: int, caseload: int, repeats: int) -> None:
    """Measure small, grow, measure again, and print both with their ratios."""
    from django.urls import reverse

    from bench.crowd import crowd
    from kinweave.commands.demo import bulk
    from kinweave.core import clock
    from kinweave.vault import keys
    from tests.cast import START, assemble
    from tests.portals.therapist.story import friday

    with keys.kept_open(), clock.at(START):
        cast = assemble()
        fill(cast, caseload)
        crowd(cast, SMALL - caseload, sessions=1, mine=False)
    with clock.at(friday(HELD - 1)):
        ask = requests_as(cast)
        pages = {name: reverse(f"therapist:{name}") for name in ("caseload", "today")}
        pages = {"course": reverse("therapist:course", args=[cast.joanna.id])} | pages
        small = measured(ask, pages, repeats)
        anew = drawn_anew(ask, pages["course"], repeats)
        bulk.make(clients=courses, sessions=1, seed=1)
        large = measured(ask, pages, repeats)
    print(f"caseload of {caseload}; {SMALL:,} courses, then {courses + SMALL:,}")
    for name in pages:
        a, b = small[name], large[name]
        print(
            f"{name:9} {a.queries:3} queries, {a.median:6.1f} ms CPU (least {a.least:.1f});"
            f" large: {b.queries} queries, {b.median:6.1f} ms, ratio of least {b.least / a.least:.2f}"
        )
    print(f"course page with its picture drawn anew: {anew:.1f} ms CPU")


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--courses", type=int, default=20_000)
    parser.add_argument("--caseload", type=int, default=50)
    parser.add_argument("--repeats", type=int, default=60)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder))
        run(given.courses, given.caseload, given.repeats)


if __name__ == "__main__":
    main()
