"""The page of a list of tasks."""

from collections.abc import Iterator

from kinweave.core.tasks import TaskList
from kinweave.manual import markdown as md
from kinweave.manual import standing
from kinweave.manual.catalogue import Catalogue
from kinweave.manual.words import said


def lines(catalogue: Catalogue, it: TaskList) -> Iterator[str]:
    """Each task: what both sides do and what exists afterwards."""
    yield from md.fields([("Protocols", catalogue.users(it, "protocol"))])
    for task in it.tasks:
        yield from md.heading(task.title)
        yield from md.fields(
            [
                ("Code", md.code(task.code)),
                ("Therapist", md.plain(task.therapist)),
                ("Client", md.plain(task.client)),
                ("Leaves", md.plain(task.yields)),
                ("Worksheet", catalogue.link("worksheet", task.worksheet) if task.worksheet else ""),
                ("Meets the check", md.plain(said(task.fulfils)) if task.fulfils else ""),
                ("Standing", standing.of(task)),
            ]
        )
