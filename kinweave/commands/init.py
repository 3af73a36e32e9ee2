"""`kinweave init`: set up a service, or bring one up to this version."""

from __future__ import annotations

import secrets

import typer
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, transaction

from kinweave.commands.speech import say, stop
from kinweave.core import key_files
from kinweave.people import actions as people
from kinweave.people.models import Role, Service, User
from kinweave.vault.models import Canary


def prepare() -> None:
    """Keys, database and static files in the data folder; safe to run again at any time."""
    settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_to_replace_keys()
    for path in key_files.create(settings.KEYS_DIR):
        say(f"made {path}: keep a copy of it away from this machine and away from the backups")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def _refuse_to_replace_keys() -> None:
    """A new key beside old records opens none of them, and would only hide that the right one is gone."""
    missing = [name for name in key_files.NAMES if not (settings.KEYS_DIR / name).exists()]
    if missing and _holds_records():
        stop(
            f"{settings.KEYS_DIR} lacks {', '.join(missing)}, and the database already holds a service. "
            "Put the service's own keys back from their copy. Nothing was changed."
        )


def _holds_records() -> bool:
    try:
        return Canary.objects.exists()
    except DatabaseError:
        return False


def init(
    service: str = typer.Option("", help="Name of the service."),
    country: str = typer.Option("GB", help="Two letters; decides the crisis lines shown."),
    time_zone: str = typer.Option("Europe/London", help="Such as Europe/London."),
    email: str = typer.Option("", help="Address of the first service manager."),
) -> None:
    """Set up the data folder, keys and database; with --service and --email also a service and its manager."""
    prepare()
    if service and email:
        _first_service(service, country.upper(), time_zone, email)
    elif not Service.objects.exists():
        say("Next: kinweave init --service NAME --email ADDRESS")
    say(f"Ready in {settings.DATA_DIR}")


@transaction.atomic
def _first_service(name: str, country: str, time_zone: str, email: str) -> None:
    if User.objects.filter(email__iexact=email).exists():
        say(f"There is already an account with the address {email}; no service was added.")
        return
    service = people.create_service(name=name, country=country, time_zone=time_zone)
    password = secrets.token_urlsafe(12)
    people.add_staff(
        service=service, email=email, name="Service manager", roles=[Role.MANAGER], password=password
    )
    say(f"{name}: sign in as {email} with the password {password} and change it")
