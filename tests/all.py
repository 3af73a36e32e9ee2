"""Every test, in the order in which a mistake is cheapest to find. `make test` runs this."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests import needs, postgres

BIN = Path(sys.executable).parent
UNIT = "not browser and not postgres and not slow"
WORKERS = str(min(os.cpu_count() or 1, 4))
# a file stays with one worker, since what it needs is built once for the file; each worker has a database of its own
TOGETHER = ("-n", WORKERS, "--dist", "loadfile")


def stage(title: str, *command: str, **environment: str) -> bool:
    """Run one stage and say how long it took."""
    print(f"== {title}", flush=True)
    began = time.monotonic()
    done = (
        subprocess.run(
            [str(BIN / command[0]), *command[1:]], check=False, env=os.environ | environment
        ).returncode
        == 0
    )
    print(f"== {title}: {'passed' if done else 'FAILED'} in {time.monotonic() - began:.0f} s", flush=True)
    return done


def main() -> int:
    """Run all stages, also after one failed; 0 when every one passed."""
    if missing := needs.provide():
        print("\n".join(missing), file=sys.stderr)
        return 1
    passed = [
        stage("style", "ruff", "check", "."),
        stage("format", "ruff", "format", "--check", "."),
        stage("contracts", "lint-imports"),
        stage("templates", "djlint", "kinweave", "--lint", "--quiet"),
        stage("types", "mypy", "kinweave", "tests", "bench"),
        stage("unit", "pytest", "-n", WORKERS, "-m", UNIT),
        stage("slow", "pytest", *TOGETHER, "-m", "slow and not browser and not postgres"),
    ]
    with postgres.running() as url:
        passed.append(
            stage(
                "PostgreSQL",
                "pytest",
                *TOGETHER,
                "-m",
                UNIT + " or postgres",
                "tests/capabilities",
                "tests/rules",
                DATABASE_URL=url,
            )
        )
    passed.append(stage("browser", "pytest", *TOGETHER, "-m", "browser"))
    print(f"{sum(passed)} passed, {len(passed) - sum(passed)} failed", flush=True)
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
