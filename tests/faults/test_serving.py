"""`kinweave serve` with two web processes: once is once, stopping loses nothing, and /healthz tells the truth."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.answering import ITEMS
from tests.faults.scene import NOW
from tests.faults.test_full_disk import processes
from tests.faults.wire import Answered, Line, Words
from tests.journeys.house import PROGRAM, PROJECT, House

pytestmark = pytest.mark.slow
CLIENTS = 8
EACH = 2  # the same answer, sent at the same moment from two places


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A service of two web processes, with clients who have a form to fill in."""
    house = House(tmp_path_factory.mktemp("two"), NOW)
    house.prepare()
    said = house.run(sys.executable, "-m", "tests.faults.scene", "waiting", str(CLIENTS))
    house.told = {"forms": json.loads(said.splitlines()[-1])}
    serve(house)
    yield house
    house.shut()


def serve(house: House) -> None:
    house.open(*PROGRAM, "serve", "--port", str(house.port), "--threads", "4", "--processes", "2")


def web_processes(house: House) -> list[int]:
    """The processes that answer: children of the one that listens."""
    listening = [each for each in processes(house) if b"gunicorn" in _command(each)]
    return listening[1:]


def _command(process: int) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()


def at_once(*acts: Callable[[], object]) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=90)
        assert not thread.is_alive()


def test_answers_through_both_processes_are_kept_once_and_raise_one_alert(house: House) -> None:
    """Eight clients at once, each of whom sends every answer twice at the same moment."""
    assert len(web_processes(house)) == 2
    wrong: list[str] = []

    def send(line: Line, path: str, item: str) -> None:
        answer = line.post(path, {"item": item, "answer": 1})
        if answer.status not in {200, 302}:
            wrong.append(f"{path} {item}: {answer.status}")

    def fill_in(form: dict[str, str]) -> None:
        line, path = Line(house.port, form["session"]), f"/my/check-in/{form['assignment']}/"
        for item in ITEMS:
            at_once(*[lambda: send(line, path, item)] * EACH)  # noqa: B023 - joined within the round

    at_once(*[lambda form=form: fill_in(form) for form in house.told["forms"]])
    assert wrong == []
    stands = json.loads(house.run(sys.executable, "-m", "tests.faults.scene", "standing").splitlines()[-1])
    for form in house.told["forms"]:
        found = stands[form["assignment"]]
        assert len(found["responses"]) == 1
        assert found["totals"] == [9]
        assert found["alerts"] == 1


def test_a_form_sent_from_two_tabs_at_once_is_carried_out_once(house: House) -> None:
    line = Line(house.port, house.told["forms"][0]["session"])
    token = Words(line.get("/my/mood/").text).held["submission"]
    answers: list[Answered] = []

    def send() -> None:
        form = {"value": "4", "note": "sent eight times", "submission": token}
        answers.append(line.post("/my/mood/", form))

    at_once(*[send] * 8)
    assert [answer.status for answer in answers] == [302] * 8
    assert line.get("/my/progress/").text.count("sent eight times") == 1


def test_when_one_process_dies_the_other_answers_and_another_comes(house: House) -> None:
    line = Line(house.port, house.told["forms"][1]["session"])
    first, second = web_processes(house)
    os.kill(first, signal.SIGKILL)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        assert line.get("/my/").status == 200
        if len(now := web_processes(house)) == 2 and first not in now:
            break
        time.sleep(0.1)
    assert second in web_processes(house)
    assert len(web_processes(house)) == 2


def test_stopping_finishes_what_was_begun(house: House) -> None:
    """Every answer that was under way when it was told to stop is either kept and said so, or neither."""
    line = Line(house.port, house.told["forms"][2]["session"])
    before, told = moods(house), list[str]()
    stopped = threading.Event()

    def write(who: int) -> None:
        number = 0
        while not stopped.is_set():
            number += 1
            words = f"entry {who}.{number} of the day"
            try:
                if line.post("/my/mood/", {"value": "4", "note": words}).status == 302:
                    told.append(words)
            except OSError:
                return

    writers = [threading.Thread(target=write, args=(who,)) for who in range(4)]
    for writer in writers:
        writer.start()
    time.sleep(1.5)
    everybody = processes(house)
    began = time.monotonic()
    house.shut()
    assert time.monotonic() - began < 20
    stopped.set()
    for writer in writers:
        writer.join(timeout=60)
    assert house.process.returncode == 0
    assert [each for each in everybody if Path(f"/proc/{each}").exists()] == []
    kept = moods(house) - before
    assert len(told) > 4
    assert len(told) <= kept <= len(told) + len(writers)  # the last of each may have lost only its answer


def test_when_the_one_that_watches_is_killed_the_others_go_and_it_can_be_started_again(house: House) -> None:
    house.shut()
    serve(house)
    everybody = processes(house)
    assert len(everybody) == 5  # the one that watches, the worker, the one that listens and two that answer
    house.kill()
    wait_for(lambda: not [each for each in everybody if Path(f"/proc/{each}").exists()])
    serve(house)
    assert Line(house.port).get("/healthz").status == 200


def test_healthz_tells_when_the_database_is_gone(house: House) -> None:
    """The file is taken away under the running service: a new and empty one in its place is no service."""
    house.shut()
    serve(house)
    line = Line(house.port)
    signed_in = Line(house.port, house.told["forms"][1]["session"])
    assert (line.get("/healthz").status, line.get("/healthz").body) == (200, b"ok\n")
    assert signed_in.get("/my/").status == 200
    for file in (house.folder / "data").glob("kinweave.sqlite3*"):
        file.rename(file.with_name(f"away-{file.name}"))
    for process in web_processes(house):
        os.kill(process, signal.SIGTERM)  # fresh ones open the file anew
    wait_for(lambda: line.get("/healthz").status == 503)
    assert b"database does not answer" in line.get("/healthz").body
    assert signed_in.get("/help/").status == 200
    page = signed_in.get("/my/")
    assert page.status == 503
    assert "cannot read or save anything just now" in page.text
    assert 'href="/help/' in page.text
    assert signed_in.post("/my/mood/", {"value": "4", "note": "Words on their way."}).status == 503
    house.shut()
    refused = subprocess.run(
        [*PROGRAM, "serve", "--port", str(house.port)],
        check=False, cwd=PROJECT, env=house.environment, capture_output=True, text=True,
    )  # fmt: skip
    assert refused.returncode == 1
    assert "Run `kinweave init`" in refused.stderr


def moods(house: House) -> int:
    file = f"file:{house.folder}/data/kinweave.sqlite3?mode=ro"
    with closing(sqlite3.connect(file, uri=True)) as database:
        return int(database.execute("SELECT count(*) FROM measures_moodentry").fetchone()[0])


def wait_for(what: Callable[[], object], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if what():
                return
        except OSError:
            pass  # the process that was asked is going away
        time.sleep(0.2)
    raise AssertionError("it did not come about")
