"""The published library, read once for the tests that ask about its content."""

from functools import cache

from kinweave.core.library import Library, load_library
from kinweave.core.protocols import Protocol
from kinweave.core.tasks import Task, TaskList, tasks_by_code


@cache
def library() -> Library:
    return load_library()


@cache
def ipt() -> Protocol:
    return library().get(Protocol, "ipt")


@cache
def brief() -> Protocol:
    return library().get(Protocol, "ipt-brief")


@cache
def tasks() -> dict[str, Task]:
    return tasks_by_code(tuple(library().all(TaskList)))
