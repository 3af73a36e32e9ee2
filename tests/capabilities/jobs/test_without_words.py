"""The queue's own table is not sealed: no word of anybody reaches it, whatever a job comes upon."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from kinweave.jobs import actions
from kinweave.jobs.worker import run_queue
from tests.capabilities.jobs import work
from tests.rules.tree import PACKAGE, files

PHRASE = "lanterns over the estuary"
IDS = {"UUID", "int", "bool"}
pytestmark = pytest.mark.django_db


def kept() -> str:
    """Everything the queue holds of its jobs, save what they were given."""
    table = DBTaskResult._meta.db_table
    columns = [f.column for f in DBTaskResult._meta.concrete_fields if f.column != "args_kwargs"]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")
        return repr(cursor.fetchall())


def test_a_job_that_fails_over_words_leaves_types_and_places_only() -> None:
    work.fail_over.enqueue(PHRASE)
    run_queue("w")
    job = DBTaskResult.objects.get()
    assert job.status == "FAILED"
    assert PHRASE not in kept()
    assert "lanterns" not in kept()
    assert job.exception_class_path == "kinweave.jobs.quiet.WithoutWords"
    for kind in ("KeyError", "ValueError", "ExceptionGroup"):
        assert kind in job.traceback
    assert "work.py" in job.traceback
    assert "in fail_over" in job.traceback


def test_what_a_job_returns_is_not_kept() -> None:
    work.return_words.enqueue(PHRASE)
    run_queue("w")
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert PHRASE not in kept()


def test_a_failed_job_is_still_put_back_and_tried_again() -> None:
    work.fail_over.enqueue(PHRASE)
    run_queue("w")
    DBTaskResult.objects.update(finished_at=None)
    assert actions.reap() == 1
    run_queue("w")
    job = DBTaskResult.objects.get()
    assert len(job.worker_ids) == 2
    assert PHRASE not in kept()


def given_words(source: str) -> Iterator[str]:
    """Jobs of a module that take anything but ids and figures: what a job is given stands in the queue as it is."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef) or not any(
            "task" in ast.unparse(each) for each in node.decorator_list
        ):
            continue
        taken = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        loose = node.args.vararg or node.args.kwarg
        if loose or any(each.annotation is None or ast.unparse(each.annotation) not in IDS for each in taken):
            yield node.name


def test_jobs_are_given_ids_and_no_words() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in files(".py", under=PACKAGE)
        for name in given_words(path.read_text())
    ]
    assert found == []


def test_the_rule_sees_a_job_that_is_given_words() -> None:
    source = (
        "@task()\ndef a(note: str): ...\n@task()\ndef b(client_id: UUID): ...\n@task()\ndef c(*rest): ..."
    )
    assert list(given_words(source)) == ["a", "c"]
