"""Kill -9 at random moments of many check-ins: nothing acknowledged is lost, no alert is missing (S-30, S-41, S-45).

50 kills as a rule; `KINWEAVE_KILLS=1000 .venv/bin/pytest -m slow tests/faults` for a night.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.faults.answering import ITEMS, Form, Phones
from tests.faults.scene import NOW
from tests.journeys.house import PROGRAM, House

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("KINWEAVE_KILLS", "50"))
FORMS = 4 * KILLS
AT_ONCE = 4


def test_no_acknowledged_answer_is_lost_and_no_alert_is_missing(tmp_path: Path) -> None:
    house = House(tmp_path, NOW)
    house.prepare()
    said = house.run(sys.executable, "-m", "tests.faults.scene", "waiting", str(FORMS))
    forms = [Form(**each) for each in json.loads(said.splitlines()[-1])]
    chance = random.Random(20261113)
    phones = Phones(house.port, forms, chance)
    lines = [threading.Thread(target=phones.answer_all_day) for _ in range(AT_ONCE)]
    serve(house)
    for line in lines:
        line.start()
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.1, 1.2))
        house.kill()
        serve(house)
    phones.stopped.set()
    for line in lines:
        line.join(timeout=120)
        assert not line.is_alive()
    house.kill()
    assert phones.cut >= KILLS / 2, "the kills hardly met a request; the test would prove nothing"
    assert sum(form.told_of_danger for form in phones.forms) >= KILLS / 10
    stands = json.loads(house.run(sys.executable, "-m", "tests.faults.scene", "standing").splitlines()[-1])
    print(summary(phones, stands))
    for form in phones.forms:
        compare(form, stands[form.assignment])
    for form in forms:
        nothing_is_half(stands[form.assignment])
    the_file_is_sound(house)


def serve(house: House) -> None:
    """The web server as `kinweave serve` starts it; one that has just been killed leaves its port at once."""
    house.open(
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{house.port}", "--worker-class", "gthread",
        "--threads", "4", "--log-level", "error", "--no-control-socket", "kinweave.config.wsgi:application",
    )  # fmt: skip


def compare(form: Form, stands: dict[str, Any]) -> None:
    """The ledger against the database."""
    for item, value in form.acknowledged.items():
        assert stands["answers"].get(item) == value, f"answer {item} of {form.assignment} is lost: {stands}"
    if form.sent:
        assert len(stands["responses"]) == 1, f"{form.assignment} was sent and is not there once: {stands}"
        assert stands["responses"][0] == {item: form.answers[item] for item in ITEMS}
    if form.told_of_danger:
        assert stands["alerts"] == 1, (
            f"{form.assignment}: a positive answer was acknowledged and raised no alert"
        )


def nothing_is_half(stands: dict[str, Any]) -> None:
    """Also of what nobody was told: a response has its score and its state, a positive answer its flag and alert."""
    assert len(stands["responses"]) <= 1
    assert len(stands["totals"]) == len(stands["responses"])
    for response, total in zip(stands["responses"], stands["totals"], strict=True):
        assert total == sum(response[item] for item in ITEMS[:9])
        assert stands["state"] == "done"
    positive = (stands["answers"].get("9") or 0) > 0
    assert (stands["flags"] > 0) == positive
    assert stands["alerts"] == int(positive)


def the_file_is_sound(house: House) -> None:
    house.run(*PROGRAM, "audit", "verify")
    with sqlite3.connect(house.folder / "data" / "kinweave.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def summary(phones: Phones, stands: dict[str, Any]) -> str:
    told = sum(len(form.acknowledged) for form in phones.forms)
    sent = sum(form.sent for form in phones.forms)
    alerts = sum(each["alerts"] for each in stands.values())
    return f"{KILLS} kills, {phones.cut} requests cut: {told} answers acknowledged, {sent} forms sent, {alerts} alerts"
