"""`kinweave reference FOLDER`: lists made from the code itself, so that they cannot say something else."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from django.urls import URLPattern, URLResolver, get_resolver

from kinweave.audit.acts import Act
from kinweave.commands.speech import say
from kinweave.core.kinds import KINDS
from kinweave.people.models import Role
from kinweave.shelf.queries import library

PACKAGE = Path(__file__).resolve().parent.parent
MADE = "Made by `make docs` from the code; changes here are overwritten.\n"
FOLDER = Path("docs/reference")
FLAG = "`1` or empty"
SETTINGS: dict[str, tuple[str, str, str]] = {
    "DATABASE_URL": (
        "address of the database", "an SQLite file in the data folder",
        "`postgres://user:password@host/name` uses PostgreSQL. Beyond this machine it must be encrypted.",
    ),
    "KINWEAVE_DATA_DIR": ("folder", "`data`", "Where the embedded database, the keys and collected files lie."),
    "KINWEAVE_KEYS_DIR": ("folder", "`keys` in the data folder", "Where the keys lie; keep them apart from backups."),
    "KINWEAVE_HOSTS": ("names, with commas", "this machine only", "Names under which the service may be called."),
    "KINWEAVE_HTTPS": (FLAG, "empty", "The service is reached by https; cookies are then sent that way alone."),
    "KINWEAVE_BEHIND_PROXY": (FLAG, "empty", "A proxy in front ends the encryption and says so in its headers."),
    "KINWEAVE_DEMO": (FLAG, "empty", "A demonstration: invented people, and no second sign-in step asked of staff."),
    "KINWEAVE_CLOCK_FILE": ("file", "none", "A demonstration's own clock: the file holds the moment it shows."),
    "KINWEAVE_TIME_ZONE": ("name of a zone", "`Europe/London`", "For readers who are not signed in."),
    "KINWEAVE_HELP_COUNTRY": ("two letters", "`GB`", "Whose crisis lines a visitor sees who has chosen no country."),
    "KINWEAVE_RESPONSE_TIMES": ("file", "the one that is shipped", "How soon alerts are answered and passed on."),
    "LIBRARY_PATHS": ("folders, with commas", "none", "The service's own definitions, beside those that are shipped."),
    "KINWEAVE_EMAIL_BACKEND": ("Django's name of it", "prints on the terminal", "How e-mail leaves the service."),
    "KINWEAVE_FROM_EMAIL": ("address", "`messages@localhost`", "Sender of e-mail; choose one that names no clinic."),
    "KINWEAVE_LOG_LEVEL": ("`DEBUG` to `ERROR`", "`WARNING`", "How much is logged; never what people wrote."),
    "PORT": ("number", "`8000`", "Where `kinweave serve` and `kinweave demo` listen."),
}  # fmt: skip
"""What the environment may set: values, what holds without it, what it does."""

ROLES: dict[Role, str] = {
    Role.CLIENT: "Reads and writes their own record: check-ins, people, timeline, plan, safety plan, steps.",
    Role.THERAPIST: "Reads and writes the records of clients they treat now. Hands their clients over.",
    Role.TRAINEE: "As a therapist; their notes wait for a supervisor, who also closes their alerts.",
    Role.SUPERVISOR: "Reads records that are shared with them case by case; answers alerts and countersigns there.",
    Role.MANAGER: "Staff, invitations, settings of the service. Opens no record.",
}  # fmt: skip


def pages() -> dict[str, str]:
    """Name of each file in docs/reference, and its whole text."""
    made: dict[str, Callable[[], Iterator[str]]] = {
        "settings.md": _settings, "acts.md": _acts, "roles.md": _roles, "routes.md": _routes,
        "definitions.md": _definitions,
    }  # fmt: skip
    return {name: "\n".join(lines()) + "\n" for name, lines in made.items()}


def reference(folder: Annotated[Path, typer.Argument(help="Where to write them.")] = FOLDER) -> None:
    """Write the reference lists anew."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
    say(f"Wrote {len(pages())} lists to {folder}.")


def names_read() -> set[str]:
    """Every name the program reads from the environment, found in its source."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found |= set(_name_read(node))
    return {name for name in found if re.fullmatch(r"[A-Z][A-Z_]+", name)} - {"DJANGO_SETTINGS_MODULE"}


def _name_read(node: ast.AST) -> Iterator[str]:
    reads = {"os.environ.get", "os.getenv", "_flag", "_words"}
    of_call = isinstance(node, ast.Call) and ast.unparse(node.func) in reads and node.args
    of_item = isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ"
    named: Any = node.args[0] if of_call else node.slice if of_item else None  # type: ignore[attr-defined]
    if isinstance(named, ast.Constant) and isinstance(named.value, str):
        yield named.value
    if isinstance(node, ast.keyword) and node.arg == "envvar" and isinstance(node.value, ast.Constant):
        yield str(node.value.value)


def _settings() -> Iterator[str]:
    yield from ("# Settings", "", MADE, "All of them are read from the environment.", "")
    yield from _table(
        ("Name", "Values", "Without it", "What it does"),
        ((f"`{name}`", *said) for name, said in sorted(SETTINGS.items())),
    )


def _acts() -> Iterator[str]:
    yield from ("# Acts", "", MADE, "What is written down about whom: who did it, when, and from where.", "")
    yield from _table(("Act", "What a client reads"), ((f"`{act.value}`", act.words) for act in Act))


def _roles() -> Iterator[str]:
    yield from ("# Roles", "", MADE)
    yield "A role opens pages; taking part in somebody's care opens their record. Both are asked on each request.\n"
    yield from _table(("Role", "What it is for"), ((role.words, ROLES[role]) for role in Role))
    yield from ("", "## Pages by role", "")
    opens = {role: [name for name, _, roles in routes() if role in roles] for role in Role}
    yield from _table(
        ("Role", "Pages"),
        ((role.words, ", ".join(f"`{name}`" for name in names) or "none") for role, names in opens.items()),
    )


def _routes() -> Iterator[str]:
    yield from ("# Addresses", "", MADE, "Addresses without a role say in their view who may open them.", "")
    rows = (
        (f"`/{path}`", f"`{name}`", ", ".join(role.words for role in roles)) for name, path, roles in routes()
    )
    yield from _table(("Address", "Name", "Roles"), rows)


def routes() -> list[tuple[str, str, tuple[Role, ...]]]:
    """Name, address and roles of every page, in the order of the resolver."""
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, space: str, before: str) -> Iterator[tuple[str, str, tuple[Role, ...]]]:
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, f"{entry.namespace}:" if entry.namespace else space, path)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", path, _roles_of(entry.callback)


def _roles_of(view: Any) -> tuple[Role, ...]:
    """The roles a view is opened to by its decorator, however deep it is wrapped."""
    while view is not None:
        if found := getattr(view, "roles", None):
            return tuple(found)
        view = getattr(view, "__wrapped__", None)
    return ()


def _definitions() -> Iterator[str]:
    yield from ("# Definitions", "", MADE, "What the library holds, version by version.", "")
    for kind, (folder, model) in KINDS.items():
        rows = [(f"`{each.code}`", each.version, each.title) for each in library().all(model)]
        if rows:
            yield from (
                f"## {kind.replace('-', ' ').capitalize()}",
                "",
                f"Files in `kinweave/library/{folder}/`.",
                "",
            )
            yield from (*_table(("Code", "Version", "Title"), iter(rows)), "")


def _table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]] | Any) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'|'.join(' --- ' for _ in heads)}|"
    for row in rows:
        yield f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in row)} |"
