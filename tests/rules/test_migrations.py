"""No model without its migration, and no migration that takes away what somebody wrote."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.tree import PACKAGE, ROOT

MIGRATIONS = sorted(PACKAGE.glob("*/migrations/[0-9]*.py"))
TAKES_AWAY = {"DeleteModel", "RemoveField"}
SQL = re.compile(r"\b(drop\s+(table|column)|delete\s+from|truncate\s+table)\b", re.IGNORECASE)


def test_every_change_of_a_model_has_its_migration(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "KINWEAVE_DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "kinweave.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: f"{path.parent.parent.name}/{path.stem}")
def test_no_migration_takes_anything_away(path: Path) -> None:
    assert destroys(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text", ["migrations.DeleteModel('Person')", "migrations.RunSQL('DROP TABLE people_client')"]
)
def test_one_that_did_would_be_seen(text: str) -> None:
    assert destroys(text)


def destroys(source: str) -> list[str]:
    """The operations that take away rows, columns or tables."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in TAKES_AWAY:
            found.append(ast.unparse(node)[:80])
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value):
            found.append(node.value[:80])
    return found
