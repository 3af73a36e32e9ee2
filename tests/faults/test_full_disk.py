"""The disk is full: nobody is told that something is kept when it is not, and nobody loses what they sent (S-32)."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.faults.conftest import NOW
from tests.faults.wire import Answered, Line, Words
from tests.journeys.house import PROGRAM, House, opened

pytestmark = pytest.mark.slow
MOOD = "/my/mood/"
WORDS = "It rained, and nobody came by until the evening. Then Bea did, with soup."


@contextmanager
def no_room(house: House) -> Iterator[None]:
    """No file of the service may be written any more, as on a disk that has no room."""
    children = processes(house)
    for each in children:
        resource.prlimit(each, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        for each in children:
            resource.prlimit(each, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def processes(house: House) -> list[int]:
    """Every process of the service: they share a parent, and each of them leads a session of its own."""
    found, waiting = [], [house.process.pid]
    while waiting:
        each = waiting.pop()
        found.append(each)
        waiting += [int(word) for word in Path(f"/proc/{each}/task/{each}/children").read_text().split()]
    return found


def answers(house: House) -> dict[str, int]:
    """How many rows each table holds in which somebody's words or answers may stand."""
    tables = (
        "measures_moodentry",
        "measures_response",
        "measures_score",
        "safety_alert",
        "audit_event",
        "people_submission",
    )
    file = f"file:{house.folder}/data/kinweave.sqlite3?mode=ro"
    with closing(sqlite3.connect(file, uri=True)) as database:
        return {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


def phone(house: House) -> Line:
    return Line(house.port, house.told["sessions"]["joanna_user"])


def send_mood(line: Line) -> Answered:
    form = Words(line.get(MOOD).text).held
    return line.post(MOOD, {"value": "4", "note": WORDS, "submission": form["submission"]})


def test_words_that_could_not_be_saved_come_back_and_are_saved_once_there_is_room(service: House) -> None:
    line = phone(service)
    page = Words(line.get(MOOD).text)
    form = {"value": "4", "note": WORDS, "submission": page.held["submission"]}
    before = answers(service)
    with no_room(service):
        refused = line.post(MOOD, form)
        assert refused.status == 503
        shown = Words(refused.text)
        assert "This could not be saved" in shown.text
        assert "Saved." not in shown.text
        assert {name: shown.held[name] for name in form} == form
        assert 'href="/help/' in refused.text
        assert line.get("/help/").status == 200
        assert answers(service) == before
    kept = line.post(MOOD, {name: shown.held[name] for name in form})
    assert (kept.status, kept.place) == (302, "/my/progress/")
    assert line.post(MOOD, form).status == 302  # the same page sent once more
    assert answers(service)["measures_moodentry"] == before["measures_moodentry"] + 1
    assert WORDS in line.get("/my/progress/").text


@pytest.mark.parametrize(("item", "value"), [("1", 2), ("9", 0)])
def test_an_answer_that_could_not_be_saved_is_never_called_saved(
    service: House, item: str, value: int
) -> None:
    line, path = phone(service), f"/my/check-in/{service.told['ids']['assignment']}/"
    before = answers(service)
    with no_room(service):
        refused = line.post(path, {"item": item, "answer": value})
        assert refused.status == 503
        assert Words(refused.text).held["answer"] == str(value)
        assert "This could not be saved" in refused.text
        assert 'href="/help/' in refused.text
    assert answers(service) == before
    assert line.post(path, {"item": item, "answer": value}).status == 302


def test_help_comes_with_the_answer_that_calls_for_it(service: House) -> None:
    line, path = phone(service), f"/my/check-in/{service.told['ids']['assignment']}/"
    before = answers(service)
    with no_room(service):
        refused = line.post(path, {"item": "9", "answer": 2})
        assert refused.status == 503
        assert "Answer saved" not in refused.text
        assert "could not be saved" in refused.text
        assert "116 123" in refused.text
        assert answers(service) == before
    assert b"Answer saved" in line.post(path, {"item": "9", "answer": 2}).body
    assert answers(service)["safety_alert"] == before["safety_alert"] + (before["safety_alert"] == 0)


def test_somebody_who_only_reads_can_go_on(service: House) -> None:
    """Also when it is time to write down that they are still there."""
    line = phone(service)
    assert line.get("/my/").status == 200
    service.clock.move(minutes=5)
    with no_room(service):
        assert line.get("/my/").status == 200
        assert line.get("/my/progress/").status == 200
        assert line.get("/healthz").status == 200
    assert line.get("/my/").status == 200


def test_a_record_is_not_shown_when_the_look_cannot_be_written_down(service: House) -> None:
    miriam = Line(service.port, service.told["sessions"]["miriam"])
    path = f"/work/people/{service.told['client']}/"
    with no_room(service):
        refused = miriam.get(path)
        assert refused.status == 503
        assert service.told["phrases"][0] not in refused.text
        assert "cannot read or save anything just now" in refused.text
    assert service.told["phrases"][0] in miriam.get(path).text


def test_saving_while_writing_says_that_it_was_not_saved(service: House) -> None:
    """The script keeps the words on the page and tries again: it is told so by a status, not by a page."""
    miriam = Line(service.port, service.told["sessions"]["miriam"])
    page = miriam.get(
        f"/work/people/{service.told['client']}/sessions/{service.told['ids']['open_session']}/room/"
    )
    form, keep = Words(page.text).held, page.text.partition('data-autosave="')[2].partition('"')[0]
    with no_room(service):
        refused = miriam.post(keep, form | {"since_last": WORDS}, **{"X-Requested-With": "autosave"})
        assert refused.status == 503
        assert b"not-saved" in refused.body
    assert miriam.post(keep, form | {"since_last": WORDS}, **{"X-Requested-With": "autosave"}).status == 200


def test_the_log_says_what_happened_and_nothing_that_was_written(service: House) -> None:
    with no_room(service):
        send_mood(phone(service))
    said = service.log.read_text()
    assert WORDS not in said


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes of its own, where this account may make one."""
    folder = tmp_path / "house" / "data"
    folder.mkdir(parents=True)
    mount = shutil.which("mount")
    if os.geteuid() != 0 or mount is None:
        pytest.skip("only root may mount a disk; the other tests here refuse every write instead")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=24m", "none", folder], check=False, capture_output=True
    )
    if done.returncode:
        pytest.skip("this machine lets nobody mount a disk; the other tests here refuse every write instead")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_disk_that_really_fills_up(recorded: Path, small_disk: Path) -> None:
    """Moods are sent until there is no room: every one that was acknowledged is there, and no other."""
    with opened(recorded, small_disk.parent, NOW) as house:
        line = phone(house)
        before = answers(house)["measures_moodentry"]
        with (small_disk / "ballast").open("wb") as ballast, pytest.raises(OSError, match="No space"):
            while True:
                ballast.write(b"x" * 65_536)
                ballast.flush()
        acknowledged, refused = 0, 0
        while refused < 3:
            answer = line.post(MOOD, {"value": "4", "note": WORDS * 200})
            acknowledged += answer.status == 302
            refused += answer.status == 503
            assert answer.status in {302, 503}
        assert line.get("/help/").status == 200
        (small_disk / "ballast").unlink()
        assert line.post(MOOD, {"value": "4", "note": WORDS}).status == 302
        assert answers(house)["measures_moodentry"] == before + acknowledged + 1
        house.run(*PROGRAM, "audit", "verify")
