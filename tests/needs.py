"""What the tests need from the system: a Chromium and PostgreSQL's programs; installed when that is allowed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> Path | None:
    """The browser on this machine, if there is one (CHROMIUM= names another)."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return Path(found) if found else None


def postgres() -> Path | None:
    """The folder of PostgreSQL's server programs, the newest if there are several."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).parent)
    return max(found, key=lambda folder: [int(part) for part in folder.parts if part.isdigit()], default=None)


def provide() -> list[str]:
    """Install what is missing from the system's packages; a sentence for each thing that is still missing."""
    wanted: list[tuple[str, str, Callable[[], Path | None]]] = [
        ("chromium", "a Chromium browser", chromium),
        ("postgresql", "PostgreSQL's server programs", postgres),
    ]
    missing = [package for package, _, find in wanted if find() is None]
    if missing:
        _install(missing)
    return [
        f"The tests need {words}. Install it (on Debian or Ubuntu: sudo apt-get install {package}) and run `make test` again."
        for package, words, find in wanted
        if find() is None
    ]


def _install(packages: list[str]) -> None:
    if shutil.which("apt-get") is None:
        return
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"] if shutil.which("sudo") else None
    if prefix is None:
        return
    print(f"Installing {', '.join(packages)} from the system's packages ...", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update"],
        ["apt-get", "install", "-y", "--no-install-recommends", *packages],
    ):
        if subprocess.run([*prefix, *command], check=False, env=environment, capture_output=True).returncode:
            print(f"  {' '.join(command)} did not work", file=sys.stderr)
