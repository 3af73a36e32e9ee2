"""Each misconfiguration keeps the service from starting, with one clear sentence (S-22, S-30, S-64)."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import typer
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from kinweave.commands.preflight import findings
from kinweave.commands.serve import refuse_taken
from kinweave.config import database
from kinweave.people import actions
from tests.cast import Cast


def stops(host: str = "127.0.0.1") -> str:
    return " ".join(each.words for each in findings(host=host) if each.stops)


@pytest.mark.django_db
def test_a_service_in_order_may_start() -> None:
    assert stops() == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ALLOWED_HOSTS", ["*"], "KINWEAVE_HOSTS allows every name"),
        ("CLOCK_FILE", "/tmp/clock", "KINWEAVE_CLOCK_FILE moves the clock"),  # noqa: S108
        ("RESPONSE_TIMES", Path("/nowhere.toml"), "/nowhere.toml does not say how soon"),
        ("KEYS_DIR", Path("/nowhere"), "/nowhere/vault.key is missing"),
    ],
)
def test_a_wrong_setting_stops_it(settings, name: str, value: object, said: str) -> None:
    settings.DEMO = False
    setattr(settings, name, value)
    assert said in stops()


@pytest.mark.django_db
def test_records_never_leave_this_machine_in_clear(settings) -> None:
    settings.DEMO, settings.HTTPS = False, False
    assert "without TLS" in stops("0.0.0.0")  # noqa: S104
    settings.HTTPS = True
    assert stops("0.0.0.0") == ""  # noqa: S104


@pytest.mark.django_db
def test_a_demonstration_is_for_this_machine_alone(settings) -> None:
    settings.HTTPS, settings.DEMO = True, True
    assert "known passwords" in stops("192.0.2.7")


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
@pytest.mark.parametrize(
    ("url", "is_fine"),
    [
        ("postgresql://u:p@db.example/kinweave", False),
        ("postgresql://u:p@db.example/kinweave?sslmode=prefer", False),
        ("postgresql://u:p@db.example/kinweave?sslmode=verify-full", True),
        ("postgresql://u:p@127.0.0.1/kinweave", True),
        ("postgresql://u@%2Frun%2Fpostgresql/kinweave", True),
    ],
)
def test_a_database_elsewhere_is_reached_by_tls_alone(settings, url: str, is_fine: bool) -> None:
    settings.DATABASES = {"default": database.from_url(url, Path())}
    assert ("does not ask for TLS" not in stops()) is is_fine


@pytest.mark.parametrize(
    "url",
    ["mysql://x/y", "postgresql://u@host:port/x", "postgresql://u@h/x?sslmod=require", "postgresql://[::1/x"],
)
def test_an_address_that_cannot_be_meant_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        database.from_url(url, Path())


@pytest.mark.django_db
def test_an_acknowledged_write_survives_a_power_cut_because_every_connection_waits_for_the_disk() -> None:
    """SQLite's own manual: with synchronous=FULL (2) a commit in WAL mode is on the disk before it is answered."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("on",)
            return
        wanted = {"synchronous": 2, "foreign_keys": 1, "busy_timeout": 20_000}
        for pragma, value in wanted.items():
            cursor.execute(f"PRAGMA {pragma}")
            assert cursor.fetchone() == (value,), pragma
    options = database.from_url("", Path("x"))["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]


def test_a_port_that_is_taken_or_does_not_exist_is_said_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(typer.Exit):
            refuse_taken("127.0.0.1", taken.getsockname()[1])
    with pytest.raises(typer.Exit):
        refuse_taken("127.0.0.1", 99_999)
    assert capsys.readouterr().err.count("Choose another with --port") == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"KINWEAVE_TIME_ZONE": "Mars/Base"}, "Use a name such as Europe/London"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL starts with 'mysql'"),
        ({"KINWEAVE_DATA_DIR": "/proc/nowhere"}, "/proc/nowhere cannot be used"),
    ],
)
def test_the_program_says_it_in_one_line_without_a_traceback(
    tmp_path: Path, setting: dict[str, str], said: str
) -> None:
    environment = os.environ | {"KINWEAVE_DATA_DIR": str(tmp_path / "data")} | setting
    done = subprocess.run(
        [sys.executable, "-m", "kinweave", "init"],
        env=environment, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def notes() -> str:
    return " ".join(each.words for each in findings() if not each.stops)


def test_it_warns_until_each_service_has_rung_the_crisis_lines_of_its_country(cast: Cast) -> None:
    assert "Crisis lines of Northgate" in notes()
    assert "Crisis help in the United Kingdom" in notes()
    assert stops() == ""
    actions.confirm_crisis_lines(service=cast.service, on=date(2026, 11, 12), by=cast.manager)
    assert "Crisis lines of Northgate" not in notes()


def test_it_warns_again_half_a_year_after_the_lines_were_rung(cast: Cast) -> None:
    actions.confirm_crisis_lines(service=cast.service, on=date(2026, 5, 1), by=cast.manager)
    assert "days ago" in notes()


def test_it_warns_where_the_library_has_no_lines_of_the_country(cast: Cast) -> None:
    cast.service.country = "AQ"
    cast.service.save()
    assert "no crisis lines of this country" in notes()
