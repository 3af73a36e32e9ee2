"""`kinweave import-scores`: bring in a service's past measures from a CSV file, all of them or none."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from django.db import transaction

from kinweave.commands.score_table import Cell, Table, UnreadableTable, read_table
from kinweave.commands.speech import say, stop
from kinweave.core import clock
from kinweave.core.instruments import Instrument
from kinweave.core.library import NotInLibraryError
from kinweave.core.protocols import Protocol
from kinweave.measures.actions.imports import CannotImport, Imported, PastScore, import_scores
from kinweave.people import actions as people
from kinweave.people.models import Client, Part, Role, Service, User
from kinweave.shelf.queries import library
from kinweave.treatment.actions.course import open_course
from kinweave.vault import keys

NOON = time(12)  # a day without an hour: the same each time, so that a file read twice is one import
SHOWN = 50


class _OnlyTrying(Exception):
    """Takes back what a dry run wrote."""


def import_past_scores(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="Long or wide; told by its columns.")],
    instrument: Annotated[str, typer.Option(help="Code, such as bdi-ii, unless a column says it.")] = "",
    start: Annotated[str, typer.Option(help="Day (2026-01-15) from which a wide table counts.")] = "",
    by: Annotated[str, typer.Option(help="Address of the account in whose name it is done.")] = "",
    service: Annotated[str, typer.Option(help="Needed only when there are several.")] = "",
    create_clients: Annotated[
        bool, typer.Option("--create-clients", help="Open a record for each unknown client.")
    ] = False,
    therapist: Annotated[str, typer.Option(help="Address of the therapist of new clients.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, and write nothing.")
    ] = False,
) -> None:
    """Bring in past scores by client and date. If one row cannot be taken, nothing is written."""
    actor = _account(by) if by else None
    treating = _therapist(therapist) if therapist else None
    here = _service(service, actor, treating)
    if create_clients and treating is None:
        stop("Say who treats the new clients with --therapist ADDRESS.")
    table = _table(file, _instrument(instrument), start, here)
    new = sorted({cell.client for cell in table.cells} - _codes(here, table))
    _stop_for(table, [] if create_clients else new)
    try:
        with transaction.atomic(), keys.kept_open():
            if treating is not None:
                _open_records(here, new, treating, actor)
            done = import_scores(scores=_scores(table.cells, here), by=actor)
            _tell(table, done, new, dry_run)
            if dry_run:
                raise _OnlyTrying
    except CannotImport as refused:
        _stop_with(list(refused.problems))
    except _OnlyTrying:
        say("This was only a try: nothing was written.")


def _account(email: str) -> User:
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None or not user.is_staff:
        stop(f"There is no open account of staff with the address {email}.")
    return user


def _therapist(email: str) -> User:
    user = _account(email)
    if not user.has_role(Role.THERAPIST, Role.TRAINEE):
        stop(f"{email} does not treat clients. Name a therapist with --therapist.")
    return user


def _service(name: str, *accounts: User | None) -> Service:
    theirs = {account.service_id for account in accounts if account is not None}
    found = Service.objects.filter(pk__in=theirs) if theirs else Service.objects.all()
    found = found.filter(name=name) if name else found
    if len(found) != 1:
        names = ", ".join(Service.objects.values_list("name", flat=True)) or "none yet: run kinweave init"
        stop(f"Say which service with --service. There are: {names}.")
    return found[0]


def _instrument(code: str) -> Instrument | None:
    if not code:
        return None
    try:
        return library().instrument(code.lower())
    except NotInLibraryError:
        known = ", ".join(sorted(each.code for each in library().all(Instrument)))
        stop(f"There is no instrument {code}. There are: {known}.")


def _table(file: Path, instrument: Instrument | None, start: str, service: Service) -> Table:
    try:
        first = date.fromisoformat(start) if start else None
    except ValueError:
        stop(f"--start {start} is not a date such as 2026-01-15.")
    try:
        today = clock.today(ZoneInfo(service.time_zone))
        return read_table(file, instrument=instrument, start=first, today=today)
    except UnreadableTable as error:
        stop(str(error))


def _codes(service: Service, table: Table) -> set[str]:
    wanted = {cell.client for cell in table.cells}
    return set(Client.objects.filter(service=service, code__in=wanted).values_list("code", flat=True))


def _stop_for(table: Table, unknown: list[str]) -> None:
    problems = list(table.problems)
    for code in unknown:
        first = next(cell for cell in table.cells if cell.client == code)
        problems.append(
            f"{first.place.partition(',')[0]}: there is no client {code}. "
            "Open the record first, or use --create-clients --therapist ADDRESS"
        )
    if problems:
        _stop_with(problems)
    if not table.cells:
        stop("There is no score in this file; nothing was written.")


def _stop_with(problems: list[str]) -> None:
    shown = problems[:SHOWN]
    more = [f"... and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
    count = "One problem" if len(problems) == 1 else f"{len(problems)} problems"
    stop("\n".join([*shown, *more, f"{count}; nothing was written."]), code=1)


def _open_records(service: Service, codes: list[str], therapist: User, by: User | None) -> None:
    protocol = library().get(Protocol, "ipt")
    for code in codes:
        client = people.add_client(service=service, code=code, name=code, by=by or therapist)
        people.start_care(client=client, staff=therapist, part=Part.THERAPIST, by=by or therapist)
        open_course(client=client, protocol=protocol, by=by or therapist, came_by="import")


def _scores(cells: list[Cell], service: Service) -> list[PastScore]:
    zone = ZoneInfo(service.time_zone)
    wanted = {cell.client for cell in cells}
    clients = {
        client.code: client
        for client in Client.objects.filter(service=service, code__in=wanted).select_related("service")
    }
    return [
        PastScore(
            place=cell.place, client=clients[cell.client], instrument=cell.instrument,
            at=datetime.combine(cell.on, NOON, tzinfo=zone), total=cell.total, answers=cell.answers,
        )
        for cell in cells
    ]  # fmt: skip


def _tell(table: Table, done: Imported, new: list[str], dry_run: bool) -> None:
    titles = ", ".join(sorted({cell.instrument.title for cell in table.cells}))
    clients = len({cell.client for cell in table.cells})
    verb = "would be brought in" if dry_run else "brought in"
    say(f"{table.rows} rows read, a {table.shape} table of {titles}.")
    if new:
        say(f"{len(new)} records {'would be ' if dry_run else ''}opened.")
    say(
        f"{done.written} scores of {clients} clients {verb}; {done.already} were there already; "
        f"{table.empty} cells were empty."
    )
