"""`kinweave user add|disable|reset-mfa`: accounts of staff from the terminal."""

from __future__ import annotations

import secrets
from typing import Annotated

import typer
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kinweave.commands.speech import say, stop
from kinweave.people import actions as people
from kinweave.people.actions import Refused
from kinweave.people.models import STAFF, Role, Service, User

app = typer.Typer(no_args_is_help=True, help="Accounts of staff.")
_THERAPIST = [Role.THERAPIST.value]


def _account(email: str) -> User:
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        stop(f"There is no account with the address {email}.")
    return user


def _service(name: str) -> Service:
    found = Service.objects.filter(name=name) if name else Service.objects.all()
    if len(found) != 1:
        names = (
            ", ".join(Service.objects.values_list("name", flat=True))
            or "none yet: run `kinweave init --service NAME --email ADDRESS`"
        )
        stop(f"Say which service with --service. There are: {names}.")
    return found[0]


@app.command("add")
def add(
    email: str,
    name: str = typer.Option(..., help="As colleagues and clients read it."),
    role: Annotated[
        list[str], typer.Option(help="therapist, trainee, supervisor or manager; may be repeated.")
    ] = _THERAPIST,
    service: str = typer.Option("", help="Needed only when there are several."),
) -> None:
    """Open an account for a member of staff and print a first password."""
    try:
        validate_email(email)
    except ValidationError:
        stop(f"{email} is not an e-mail address.")
    unknown = [each for each in role if each not in {known.value for known in STAFF}]
    if unknown:
        stop(f"There is no role {', '.join(unknown)}. Roles are: {', '.join(sorted(STAFF))}.")
    if User.objects.filter(email__iexact=email).exists():
        stop(f"There is already an account with the address {email}.")
    password = secrets.token_urlsafe(12)
    people.add_staff(
        service=_service(service),
        email=email,
        name=name,
        roles=[Role(each) for each in role],
        password=password,
    )
    say(f"{name} signs in as {email} with the password {password} and changes it")


@app.command("disable")
def disable(email: str) -> None:
    """Close an account; every session of it ends with its next request."""
    try:
        people.disable_account(user=_account(email), by=None)
    except Refused as refusal:
        stop(str(refusal))
    say(f"{email} can no longer sign in")


@app.command("reset-mfa")
def reset_mfa(email: str) -> None:
    """Take away the second sign-in step, so that a new one is set up at the next sign-in."""
    people.reset_second_factor(user=_account(email), by=None)
    say(f"{email} sets up a new second step at the next sign-in")
