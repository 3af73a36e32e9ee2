"""Jobs for the tests: one that leaves a mark, one that takes its worker down with it on the first try."""

from __future__ import annotations

import os
from pathlib import Path

from django_tasks import task


@task()
def leave_mark(file: str) -> None:
    """Write one line, as any job does its work."""
    with Path(file).open("a") as out:
        out.write("done\n")


@task()
def die_then_leave_mark(file: str) -> None:
    """The first time, the process dies in the middle, as by a power cut."""
    tried = Path(f"{file}.tried")
    if not tried.exists():
        tried.touch()
        os._exit(9)
    leave_mark.func(file)


@task()
def fail(file: str) -> None:
    """A job that cannot be done."""
    raise ValueError("no")


@task()
def fail_over(words: str) -> None:
    """A job that comes upon somebody's words and fails over them, in each of the ways a library does."""
    said = {"note": words}
    try:
        try:
            raise KeyError(said["note"])
        except KeyError as error:
            error.add_note(words)
            raise ValueError(f"could not read {words}") from error
    except ValueError:
        raise ExceptionGroup(words, [TypeError(words)])  # noqa: B904 - with the one before as its context


@task()
def return_words(words: str) -> str:
    """A job that hands back what it read."""
    return words
