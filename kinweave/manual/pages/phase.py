"""One phase of a protocol: how long, complete when, and its tasks in order with what each leaves behind."""

from collections.abc import Iterator

from kinweave.core.protocols import Check, Phase
from kinweave.core.tasks import Task
from kinweave.manual import markdown as md
from kinweave.manual import standing
from kinweave.manual.catalogue import Catalogue
from kinweave.manual.words import said, span


def lines(catalogue: Catalogue, number: int, it: Phase) -> Iterator[str]:
    """The section of one phase."""
    yield from md.heading(f"Phase {number}: {it.title}")
    yield from md.fields(_facts(it))
    yield from md.paragraph(md.plain(it.note))
    yield from md.heading("Complete when", 3)
    yield from md.bullets(_check(each) for each in it.checks)
    if not it.checks:
        yield from md.paragraph("Nothing has to be recorded.")
    if it.tasks:
        yield from md.heading("In every session" if it.repeats else "Tasks, in order", 3)
        for place, code in enumerate(it.tasks, start=1):
            yield from _task(catalogue, place, code, it.task_notes.get(code, ""))


def _facts(it: Phase) -> Iterator[tuple[str, str]]:
    yield "A client reads", md.plain(it.client_title)
    if it.length:
        note = f" {md.plain(it.length.note)}" if it.length.note else ""
        yield "Length", f"{span(it.length, 'sessions')}.{note} {standing.of(it.length)}"
    else:
        yield "Length", "the sessions that are left"
    yield "With", md.plain(", ".join(said(each) for each in it.with_whom))
    yield "May be left out", "yes" if it.optional else ""
    yield "Standing", standing.of(it)


def _check(each: Check) -> str:
    wanted = "" if each.required else " (wished for, not required)"
    return f"{md.plain(each.title)}{wanted} {standing.of(each)}"


def _task(catalogue: Catalogue, place: int, code: str, note: str) -> Iterator[str]:
    if code not in catalogue.tasks:
        yield f"{place}. {md.code(code)}: no file defines this task."
        return
    task = catalogue.tasks[code][1]
    yield f"{place}. **{md.plain(task.title)}** {standing.of(task)}"
    yield from (f"   - {line}" for line in _told(catalogue, task, note))


def _told(catalogue: Catalogue, task: Task, note: str) -> Iterator[str]:
    yield f"Therapist: {md.plain(task.therapist)}"
    yield f"Client: {md.plain(task.client)}"
    sheet = f", on {catalogue.link('worksheet', task.worksheet)}" if task.worksheet else ""
    yield f"Leaves: {md.plain(task.yields)}{sheet}"
    if note:
        yield f"Here: {md.plain(note)}"
