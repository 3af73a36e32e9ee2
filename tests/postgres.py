"""A PostgreSQL server of the tests' own, in a folder of its own, on a socket; gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tests import needs


def _as_owner() -> tuple[list[str], str]:
    """PostgreSQL does not run as root: (prefix of each command, account that owns the folder)."""
    me = pwd.getpwuid(os.geteuid()).pw_name
    if os.geteuid() != 0:
        return [], me
    owner = "postgres" if any(entry.pw_name == "postgres" for entry in pwd.getpwall()) else "nobody"
    return ["setpriv", f"--reuid={owner}", f"--regid={pwd.getpwnam(owner).pw_gid}", "--clear-groups"], owner


@contextmanager
def running() -> Iterator[str]:
    """Within the block a server runs; yields its DATABASE_URL."""
    programs = needs.postgres()
    assert programs is not None, "PostgreSQL's server programs are not on this machine"
    prefix, owner = _as_owner()
    folder = Path(tempfile.mkdtemp(prefix="kinweave-postgres-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, owner)
        cluster = folder / "cluster"

        def run(*command: str | Path) -> None:
            subprocess.run([*prefix, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd=folder)

        run(
            programs / "initdb",
            "-D",
            cluster,
            "-U",
            "kinweave",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--data-checksums",
        )
        settings = f"-c listen_addresses='' -k {folder} -c max_connections=60"
        run(programs / "pg_ctl", "-D", cluster, "-l", folder / "log", "-w", "-o", settings, "start")
        try:
            run(programs / "createdb", "-h", folder, "-U", "kinweave", "kinweave")
            yield f"postgresql://kinweave@{quote(str(folder), safe='')}/kinweave"
        finally:
            run(programs / "pg_ctl", "-D", cluster, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
