"""Change the master key of 2,000 clients again and again, killed at a random moment each time. Prints what was lost.

Run in a process of its own: `python -m tests.faults.rotating KILLS`.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import uuid

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "kinweave.config.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from kinweave.commands.vault import rotate  # noqa: E402
from kinweave.core import key_files  # noqa: E402
from kinweave.vault import actions as vault  # noqa: E402
from kinweave.vault import crypto, keys  # noqa: E402
from kinweave.vault.models import ClientKey  # noqa: E402

CLIENTS = 2_000


def in_a_child(kill_after: float | None) -> bool:
    """Change the key in a process of its own; True when it came to its end."""
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            keys.forget_master()
            rotate()
            os._exit(0)
        except BaseException as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def unreadable() -> int:
    """How many clients' keys a service that starts now could not open."""
    keys.forget_master()
    master, lost = keys.renewed_master(), 0
    for row in ClientKey.objects.iterator():
        try:
            keys.unwrap(row.client_id, row.wrapped, master)
        except crypto.Unreadable:
            lost += 1
    return lost


def main(kills: int) -> None:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    key_files.create(settings.KEYS_DIR)
    call_command("migrate", "vault", verbosity=0)
    call_command("migrate", "audit", verbosity=0)
    service = uuid.uuid4()
    with transaction.atomic():
        for _ in range(CLIENTS):
            vault.create_key(client_id=uuid.uuid4(), service_id=service)
        vault.hatch_canary()
    began = time.monotonic()
    whole = in_a_child(None)
    took, chance = time.monotonic() - began, random.Random(7)
    ended, lost = 0, 0
    for _ in range(kills):
        ended += in_a_child(chance.uniform(0, took * 0.8))
        lost += unreadable()
    rest = [in_a_child(None), in_a_child(None)]  # the first may only tidy up after the last kill
    left = sorted(path.name for path in settings.KEYS_DIR.glob("vault.key*"))
    print(
        json.dumps(
            {"whole": whole, "lost": lost, "rest": rest, "left": left, "at_last": unreadable(),
             "killed": kills - ended}
        )
    )  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]))
