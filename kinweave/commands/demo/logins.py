"""Who can sign in to the demonstration, and what there is to look at."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from kinweave.commands.demo.staff import PASSWORD, WORKERS


@dataclass(frozen=True)
class Login:
    """One account of the demonstration."""

    role: str
    name: str
    email: str
    password: str
    look_at: str


CLIENTS = (
    ("Joanna Hale", "joanna", "in the middle: session 7 today, a check-in half done"),
    ("Ines Carvalho", "ines", "near the end: a plan for staying well"),
    ("Aoife Brennan", "aoife", "a formulation to answer"),
    ("Marcus Doyle", "marcus", "invited and just begun: the first pages"),
    ("Ruth Adler", "ruth", "finished: the plan, the record, follow-up ahead"),
)


def logins() -> tuple[Login, ...]:
    """Every account worth trying: each role, and clients at five points of a course."""
    staff = tuple(
        Login(worker.roles[0].words, worker.name, worker.email, PASSWORD, worker.look_at)
        for worker in WORKERS
    )
    clients = tuple(
        Login("client", name, f"{key}@kinweave.example", PASSWORD, look_at) for name, key, look_at in CLIENTS
    )
    return staff + clients


def as_json() -> str:
    """The logins for a program to read."""
    return json.dumps([asdict(each) for each in logins()], ensure_ascii=False, indent=2)


def as_table() -> str:
    """The logins for the terminal."""
    rows = [(each.role, each.name, each.email, each.look_at) for each in logins()]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]])
        for row in rows
    ]
    return "\n".join([*lines, f"Password for all of them: {PASSWORD}"])
