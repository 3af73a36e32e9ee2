"""Only actions write, and every action that writes a record leaves an audit event in its own transaction."""

from __future__ import annotations

import ast

import pytest

from tests.rules.calls import Function, functions, is_actions, reached, written
from tests.rules.tree import PACKAGE, files

# These write outside actions, each for a reason.
MECHANISMS = {
    "people/submissions.py",  # the mark of a form, inside the transaction of the action it wraps
    "commands/demo/staff.py",  # one hash for the invented accounts, so that a demonstration starts quickly
    "commands/demo/bulk.py",  # a service for measuring, by bulk insert; one act a client is chained to the audit
}
# These write without a word in the audit, each for a reason.
SILENT = {
    "audit.actions": "is the audit",
    "vault.actions": "keys are made inside acts that record themselves; the command records the rest",
    "shelf.actions": "definitions are nobody's record",
    "notices.actions": "the outbox holds no clinical word; what made it write is recorded",
    "jobs.actions": "the queue's own beat; what a job does is recorded by the job",
    "people.actions.unsaved": "words nobody has saved yet are their writer's alone; saving them is recorded",
    "safety.actions.steps": "a line of an alert, written inside acts that record themselves",
}
PUBLIC = [each for each in functions().values() if each.is_public]


def test_only_actions_write() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}: {ast.unparse(call)[:60]}"
        for path in files(".py", under=PACKAGE)
        if not is_actions(path) and str(path.relative_to(PACKAGE)) not in MECHANISMS
        for call in written(ast.parse(path.read_text()))
    ]
    assert found == []


@pytest.mark.parametrize("function", PUBLIC, ids=lambda each: each.label)
def test_whoever_writes_records_it(function: Function) -> None:
    ways = reached(function)
    if not any(each.writes for each in ways) or function.module.removeprefix("kinweave.") in SILENT:
        return
    assert any(each.audits for each in ways), f"{function.label} writes and records nothing"


@pytest.mark.parametrize("function", [each for each in PUBLIC if each.writes], ids=lambda each: each.label)
def test_whoever_writes_does_so_in_one_transaction(function: Function) -> None:
    decorated = any(
        "atomic" in ast.unparse(each) or ast.unparse(each) == "audit.together()"
        for each in function.node.decorator_list
    )
    opened = any(isinstance(each, ast.With) for each in ast.walk(function.node))
    alone = len(list(written(function.node))) == 1
    heartbeat = function.module == "kinweave.jobs.actions"  # its rows mean nothing to one another
    assert decorated or opened or alone or heartbeat, f"{function.label} may stop half-way"


def test_the_silent_still_exist() -> None:
    modules = {each.module.removeprefix("kinweave.") for each in functions().values()}
    assert set(SILENT) <= modules
    assert all((PACKAGE / name).exists() for name in MECHANISMS)


def test_the_rule_sees_a_write_without_a_record() -> None:
    source = "def tell(*, step, by):\n    step.words = 'x'\n    step.save()\n    Step.objects.filter(pk=1).update(a=1)"
    assert len(list(written(ast.parse(source)))) == 2
    assert len([each for each in PUBLIC if any(way.writes for way in reached(each))]) > 80
