"""What a therapist does in a phase, defined once and named by protocols."""

from typing import Self

from pydantic import model_validator

from kinweave.core.definitions import Code
from kinweave.core.facts import Fact, Line, Name, Prose, Referenced, refuse_repeated


class Task(Fact):
    """One piece of work: what each side does and what it leaves behind.

    `yields` says in words what exists afterwards; `artefact` names the record of that kind;
    `worksheet` names the worksheet it is usually written on; `fulfils` the completion check it meets.
    """

    code: Code
    title: Line
    therapist: Prose
    client: Prose
    yields: Line
    artefact: Name
    worksheet: Code | None = None
    fulfils: Name | None = None


class TaskList(Referenced):
    """The tasks of one phase, in their usual order."""

    tasks: tuple[Task, ...]

    @model_validator(mode="after")
    def _codes_differ(self) -> Self:
        refuse_repeated(tuple(task.code for task in self.tasks), "tasks")
        return self


def tasks_by_code(lists: tuple[TaskList, ...]) -> dict[str, Task]:
    """Every task of the library by its code. Raises ValueError when two lists define one code."""
    tasks = [task for each in lists for task in each.tasks]
    refuse_repeated(tuple(task.code for task in tasks), "tasks of the library")
    return {task.code: task for task in tasks}
