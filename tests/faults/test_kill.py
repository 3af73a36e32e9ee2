"""The server is killed, again and again, under clients who answer: nothing acknowledged is lost (S-30, S-41, S-45).

50 kills in `make test`; KINWEAVE_KILLS=1000 by hand.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.journeys.house import House

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("KINWEAVE_KILLS", "50"))
NOW = datetime(2026, 11, 13, 10, 0, tzinfo=UTC)
TOKEN = "k" * 32  # the same in cookie and form: what a browser that loaded the page would send
ITEMS = ["9", *(str(number) for number in range(1, 9))]  # the safety item first, so that many alerts are at stake


@dataclass
class Ledger:
    """What the server said yes to."""

    acknowledged: dict[tuple[str, str], int] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path, NOW)
    house.prepare()
    yield house
    if house.process is not None and house.process.poll() is None:
        house.kill()


def start(house: House) -> None:
    house.open(
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{house.port}", "--worker-class", "gthread",
        "--threads", "4", "--log-level", "error", "--no-control-socket", "kinweave.config.wsgi:application",
    )  # fmt: skip


def send(house: House, phone: dict[str, str], item: str, answer: int) -> int:
    """One answer, posted as the form on the phone posts it; the status of the reply."""
    line = http.client.HTTPConnection("127.0.0.1", house.port, timeout=10)
    body = urlencode({"item": item, "answer": answer, "csrfmiddlewaretoken": TOKEN})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": house.url,
        "Cookie": f"kinweave={phone['session']}; kinweave-csrf={TOKEN}",
    }
    try:
        line.request("POST", f"/my/check-in/{phone['form']}/?item={item}", body, headers)
        reply = line.getresponse()
        reply.read()
        return reply.status
    finally:
        line.close()


def answer_everything(
    house: House, phones: list[dict[str, str]], ledger: Ledger, done: threading.Event
) -> None:
    """Every client answers question after question; when the line breaks they try again, as people do."""
    for number, phone in enumerate(phones):
        for item in ITEMS:
            value = number % 2 if item == "9" else random.Random(f"{number}{item}").randint(0, 3)
            while not done.is_set():
                try:
                    status = send(house, phone, item, value)
                except (OSError, http.client.HTTPException):
                    time.sleep(0.05)
                    continue
                if status < 400:
                    ledger.acknowledged[phone["form"], item] = value
                else:
                    ledger.refused.append(f"{phone['form']} {item}: {status}")
                break


def test_nothing_that_was_acknowledged_is_lost_and_no_alert_is_missing(house: House) -> None:
    """Clients answer without a pause while the server dies at any moment; then the database is read."""
    chance, ledger, done = random.Random(20261113), Ledger(), threading.Event()
    phones = json.loads(house.run(sys.executable, "-m", "tests.faults.checkins", "make", str(KILLS * 4)))
    start(house)
    client = threading.Thread(target=answer_everything, args=(house, phones, ledger, done), daemon=True)
    client.start()
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.0, 0.35))
        house.kill()
        start(house)
    done.set()
    client.join(timeout=30)
    house.shut()
    held(
        phones,
        ledger,
        json.loads(house.run(sys.executable, "-m", "tests.faults.checkins", "look").splitlines()[-1]),
    )


def held(phones: list[dict[str, str]], ledger: Ledger, found: dict[str, Any]) -> None:
    """What the database holds is everything the clients were told was kept."""
    assert len(ledger.acknowledged) >= KILLS, "the clients hardly got a word in; the test would prove nothing"
    assert ledger.refused == []
    assert (found["integrity"], found["breaks"]) == ("ok", [])
    lost = {
        at: value for at, value in ledger.acknowledged.items() if found["answers"][at[0]].get(at[1]) != value
    }
    assert lost == {}
    clients = {phone["form"]: phone["client"] for phone in phones}
    worried = {clients[form] for (form, item), value in ledger.acknowledged.items() if item == "9" and value}
    assert worried, "nobody answered the ninth question with more than nought"
    assert worried <= set(found["alerts"])
    stored_nine = {clients[form] for form, answers in found["answers"].items() if answers.get("9")}
    assert stored_nine == set(found["alerts"]), "an answer and its alert are written together or not at all"
