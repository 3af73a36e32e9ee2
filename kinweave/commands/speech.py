"""How the program speaks: plainly on standard error, and with an exit code that says whether it worked."""

from __future__ import annotations

from typing import NoReturn

import typer


def say(words: str) -> None:
    """Tell the person at the terminal what happens."""
    typer.echo(words, err=True)


def stop(words: str, code: int = 2) -> NoReturn:
    """Say what is wrong and what to do, and end without having done anything."""
    typer.echo(words, err=True)
    raise typer.Exit(code)
