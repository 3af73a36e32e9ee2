"""The change of the master key is killed in the middle: no record becomes unreadable (S-23)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = 20


@pytest.mark.slow
def test_no_key_is_lost_however_often_the_change_is_killed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.rotating", str(KILLS)],
        env=os.environ | {"KINWEAVE_DATA_DIR": str(tmp_path), "DATABASE_URL": ""},
        cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["whole"], "an undisturbed change works"
    assert found["killed"] >= KILLS // 5, "the kills did come in the middle"
    assert (found["lost"], found["at_last"]) == (0, 0)
    assert found["rest"][-1]
    assert "vault.key" in found["left"]
    assert "vault.key.new" not in found["left"]
