"""Only actions write, and every action that writes a record leaves an audit event in its own transaction."""

from __future__ import annotations

import re
from pathlib import Path

from tests.rules.tree import PACKAGE, files

WRITES = re.compile(
    r"\bobjects\b[^\n]*\.(create|bulk_create|bulk_update|update_or_create|get_or_create|update|delete)\(|(?<!super\(\))\.(save|delete)\("
)
# These write nothing of a record, or are the mechanism by which actions write.
MECHANISMS = {
    "people/submissions.py",  # the mark of a form, inside the transaction of the action it wraps
}


def is_writer(path: Path) -> bool:
    return "actions" in path.parts or path.name == "actions.py" or "demo" in path.parts


def test_only_actions_write() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}: {match.group()}"
        for path in files(".py", under=PACKAGE)
        if not is_writer(path) and str(path.relative_to(PACKAGE)) not in MECHANISMS
        for match in WRITES.finditer(path.read_text())
    ]
    assert found == []


def test_a_file_of_actions_records_what_it_does() -> None:
    without = [
        str(path.relative_to(PACKAGE))
        for path in files(".py", under=PACKAGE)
        if is_writer(path) and WRITES.search(path.read_text()) and "audit.record(" not in path.read_text()
    ]
    assert set(without) <= {
        "audit/actions.py",  # is the audit
        "vault/actions.py",  # keys are made inside acts that record themselves
        "shelf/actions.py",  # definitions are nobody's record
        "notices/actions.py",  # the outbox holds no clinical word
    }
