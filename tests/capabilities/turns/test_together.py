"""What several people do at the same moment: nothing is lost, nothing is doubled, nobody is told of a fault (S-33, S-41)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

ROOT = Path(__file__).parents[3]
DATABASES = [
    pytest.param("", id="sqlite", marks=pytest.mark.slow),
    pytest.param(os.environ.get("DATABASE_URL", ""), id="postgres", marks=pytest.mark.postgres),
]
Came = dict[str, Any]


def database_of_its_own(server: str) -> str:
    """A new database on the tests' PostgreSQL server; it goes with the server."""
    name = f"crowd_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return urlsplit(server)._replace(path=f"/{name}").geturl()


@pytest.fixture(scope="module", params=DATABASES)
def came(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Came:
    """What came of every scene of `crowd`, played once on this database."""
    environment = os.environ | {
        "DATABASE_URL": database_of_its_own(request.param) if request.param else "",
        "KINWEAVE_DATA_DIR": str(tmp_path_factory.mktemp("crowd")),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.capabilities.turns.crowd"],
        env=environment, cwd=ROOT, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: Came = json.loads(done.stdout)
    return found


def test_a_form_sent_ten_times_is_carried_out_once_and_all_ten_answers_lead_to_the_same_page(
    came: Came,
) -> None:
    scene = came["the_same_form_sent_ten_times"]
    assert scene["people"] == 1
    assert len(set(scene["came"])) == 1
    assert scene["came"][0].startswith("302 /my/people/")


def test_a_check_in_sent_four_times_is_kept_once(came: Came) -> None:
    assert came["the_same_check_in_sent_four_times"] == {"came": ["done"] * 4, "responses": 1, "scores": 1}


def test_answers_to_several_questions_at_once_are_all_kept_and_make_one_alert(came: Came) -> None:
    scene = came["answers_to_several_questions_at_once"]
    assert scene == {"came": ["done"] * 8, "kept": True, "alerts": 1}


def test_two_who_change_one_person_keep_both_changes_or_are_shown_both(came: Came) -> None:
    scene = came["one_person_changed_from_two_sides"]
    assert scene["apart"] == ["done", "done"]
    assert scene["both"] == ["Mother", "since ever"]
    assert scene["clash"] == ["done", "refused: ChangedMeanwhile"]


def test_of_two_who_write_one_formulation_the_second_is_told(came: Came) -> None:
    scene = came["one_formulation_from_two_desks"]
    assert scene["came"] == ["done", "refused: Overtaken"]
    assert scene["statement"] in ("Mine.", "Hers.")


def test_an_agreement_signed_by_both_at_once_is_in_force_with_its_sessions_planned_once(came: Came) -> None:
    scene = came["an_agreement_signed_by_both_at_once"]
    assert scene == {"came": ["done", "done"], "in_force": True, "sessions": 12}


def test_sessions_recorded_at_once_each_get_a_number_of_their_own(came: Came) -> None:
    assert came["six_sessions_recorded_at_once"] == {"came": ["done"] * 8, "numbers": [1, 2, 3, 4, 5, 6]}


def test_words_saved_while_the_note_is_signed_are_in_it_or_beside_it(came: Came) -> None:
    assert came["a_note_signed_while_it_is_saved"] == {"came": ["done", "done"], "signed": True, "kept": True}


def test_a_client_has_one_open_course_however_often_it_is_opened(came: Came) -> None:
    scene = came["a_course_opened_four_times"]
    assert scene == {"came": ["done", *["refused: Refused"] * 3], "courses": 1}


def test_checks_completed_from_one_page_do_not_undo_each_other(came: Came) -> None:
    assert came["checks_completed_at_once"] == {"came": ["done"] * 6, "missing": []}


def test_acts_that_take_their_locks_in_opposite_order_never_stop_each_other(came: Came) -> None:
    assert came["rows_locked_in_opposite_order"] == {"done": 80}


def test_twenty_writers_wait_for_one_another_and_the_chain_stays_whole(came: Came) -> None:
    assert came["twenty_writers"] == {"done": 20}
    assert came["breaks"] == []


def test_two_workers_do_every_job_once_and_one_takes_up_what_a_dead_one_left(came: Came) -> None:
    scene = came["ten_jobs_between_two_workers"]
    assert scene["came"] == ["done", "done"]
    assert scene["done"] == ["done\n"] * 10
    assert scene["back"] == [1, 0]
    assert scene["orphan"] == "done\n"


def test_a_job_that_fails_is_tried_five_times_and_leaves_no_words(came: Came) -> None:
    assert came["a_job_that_fails_on_every_try"] == {"at_once": 0, "tries": 5, "kept": False}
