"""Somebody with the database changes it behind the program's back: the program says where (S-20, S-60)."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.faults.conftest import NOW
from tests.faults.wire import Line, Words
from tests.journeys.house import PROGRAM, PROJECT, House, opened

pytestmark = pytest.mark.slow


@pytest.fixture
def database(recorded: Path, tmp_path: Path) -> House:
    """A copy of the service that nobody serves."""
    shutil.copytree(recorded / "data", tmp_path / "data")
    house = House(tmp_path, NOW)
    house.told = json.loads((recorded / "told.json").read_text())
    return house


@contextmanager
def behind_its_back(house: House) -> Iterator[sqlite3.Connection]:
    """The database as any program opens it, with every trigger dropped."""
    with closing(sqlite3.connect(house.folder / "data" / "kinweave.sqlite3")) as found, found:
        for (name,) in found.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            found.execute(f"DROP TRIGGER {name}")
        yield found


def asked(house: House, *command: str) -> tuple[int, str]:
    """A command of the program: its exit code and what it said."""
    done = subprocess.run(
        [*PROGRAM, *command], check=False, cwd=PROJECT, env=house.environment, capture_output=True, text=True
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def an_act(found: sqlite3.Connection) -> int:
    """An event in the middle of the chain."""
    rows = [row[0] for row in found.execute("SELECT id FROM audit_event ORDER BY id").fetchall()]
    return int(rows[len(rows) // 2])


def test_nothing_is_said_of_a_database_that_was_left_alone(database: House) -> None:
    code, said = asked(database, "audit", "verify")
    assert (code, "The chain holds" in said) == (0, True)
    code, said = asked(database, "vault", "verify")
    assert (code, "can be read" in said) == (0, True)


@pytest.mark.parametrize(
    ("sql", "broken"),
    [
        ("UPDATE audit_event SET actor_name = 'Somebody' WHERE id = ?", 0),
        ("UPDATE audit_event SET at = '2026-11-14 10:00:00' WHERE id = ?", 0),
        ("UPDATE audit_event SET stands = NULL, seal = zeroblob(32) WHERE id = ?", 0),
        ("DELETE FROM audit_event WHERE id = ?", 1),
    ],
)
def test_an_act_that_was_changed_or_taken_out_is_named_first(database: House, sql: str, broken: int) -> None:
    with behind_its_back(database) as found:
        event = an_act(found)
        found.execute(sql, [event])
    code, said = asked(database, "audit", "verify")
    assert code == 1
    assert said.splitlines()[0].startswith(f"event {event + broken}: ")


def test_the_end_that_was_cut_off_is_told_by_a_head_kept_elsewhere(database: House) -> None:
    head = database.run(*PROGRAM, "audit", "head").strip()
    with behind_its_back(database) as found:
        found.execute("DELETE FROM audit_event WHERE id > (SELECT max(id) - 3 FROM audit_event)")
    assert asked(database, "audit", "verify")[0] == 0, "the chain alone cannot tell"
    code, said = asked(database, "audit", "verify", "--head", head)
    assert (code, "no longer in the chain" in said) == (1, True)
    code, said = asked(database, "audit", "verify", "--head", "not a head")
    assert (code, "64 figures" in said) == (2, True)


SIGNED = {
    "the time of signing": "UPDATE treatment_sessionnote SET signed_at = '2026-11-20 08:00:00' WHERE id = ?",
    "who signed": "UPDATE treatment_sessionnote SET signed_by_id = (SELECT id FROM people_user WHERE id != signed_by_id) WHERE id = ?",
    "what was decided about safety": "UPDATE treatment_sessionnote SET disposition = 'not-asked' WHERE id = ?",
    "its words": "UPDATE treatment_sessionnote SET since_last = zeroblob(60) WHERE id = ?",
    "words of another field": "UPDATE treatment_sessionnote SET since_last = moment WHERE id = ?",
}


@pytest.mark.parametrize("what", SIGNED)
def test_a_signed_note_that_was_changed_is_named_with_the_act_that_signed_it(
    database: House, what: str
) -> None:
    note = database.told["ids"]["note"]
    with behind_its_back(database) as found:
        found.execute(SIGNED[what], [note.replace("-", "")])
        (signed,) = found.execute(
            "SELECT id FROM audit_event WHERE object_id = ? AND stands IS NOT NULL", [note]
        ).fetchone()
    code, said = asked(database, "audit", "verify")
    assert code == 1
    assert said.splitlines() == [f"event {signed}: the session note {note} was changed after it was signed"]


def test_a_signed_note_and_an_amendment_that_are_gone_are_missed(database: House) -> None:
    told = database.told["ids"]
    with behind_its_back(database) as found:
        found.execute("DELETE FROM treatment_amendment WHERE id = ?", [told["amendment"].replace("-", "")])
        found.execute("DELETE FROM treatment_sessionnote WHERE id = ?", [told["note"].replace("-", "")])
    code, said = asked(database, "audit", "verify")
    assert code == 1
    assert f"session note {told['note']}, which was signed then, is gone" in said
    assert f"amendment {told['amendment']}, which was signed then, is gone" in said


def test_damaged_words_are_said_to_be_so_and_show_nothing(recorded: Path, tmp_path: Path) -> None:
    """On the page in plain words; to whoever runs the service, by the place; in the log, without words."""
    with opened(recorded, tmp_path / "house", NOW) as house:
        person = house.told["ids"]["person"]
        with behind_its_back(house) as found:
            found.execute(
                "UPDATE treatment_person SET name = (SELECT name FROM treatment_person WHERE client_id = ? LIMIT 1) "
                "WHERE id = ?",
                [house.told["other"].replace("-", ""), person.replace("-", "")],
            )
        for who, path in (
            ("joanna_user", "/my/people/"),
            ("miriam", f"/work/people/{house.told['client']}/inventory/"),
        ):
            page = Line(house.port, house.told["sessions"][who]).get(path)
            assert page.status == 500
            shown = Words(page.text).text
            assert "Some words of this record cannot be read" in shown
            assert "kinweave vault verify" in shown
            assert 'href="/help/' in page.text
            assert not any(phrase in page.text for phrase in house.told["phrases"])
        assert Line(house.port, house.told["sessions"]["joanna_user"]).get("/my/mood/").status == 200
        code, said = asked(house, "vault", "verify")
        assert code == 1
        assert said.splitlines()[1:] == [f"treatment.Person {person}: name"]
        logged = house.log.read_text()
        assert "Unreadable" in logged
        assert not any(phrase in logged for phrase in house.told["phrases"])
