"""Several people act at the same moment, each in a thread with a connection of their own. Prints what came of it.

Run in a process of its own against an empty database (`DATABASE_URL`, else SQLite in `KINWEAVE_DATA_DIR`).
"""

from __future__ import annotations

import json
import os
import threading
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "kinweave.config.settings"
os.environ["KINWEAVE_DEMO"] = "1"
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client as Browser  # noqa: E402
from django.urls import reverse  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from kinweave.audit import actions as audit  # noqa: E402
from kinweave.audit import chain  # noqa: E402
from kinweave.audit.acts import Act  # noqa: E402
from kinweave.audit.queries import whole_chain  # noqa: E402
from kinweave.core import clock, key_files  # noqa: E402
from kinweave.core.course import Attendance  # noqa: E402
from kinweave.jobs import actions as jobs  # noqa: E402
from kinweave.jobs.worker import run_queue  # noqa: E402
from kinweave.measures import actions as measures  # noqa: E402
from kinweave.measures.models import Response, Score  # noqa: E402
from kinweave.people import actions as people  # noqa: E402
from kinweave.people.actions import Refused  # noqa: E402
from kinweave.safety.models import Alert  # noqa: E402
from kinweave.treatment.actions import agreement as agreements  # noqa: E402
from kinweave.treatment.actions import formulation as formulations  # noqa: E402
from kinweave.treatment.actions import inventory, notes, sessions  # noqa: E402
from kinweave.treatment.actions.course import mark_done  # noqa: E402
from kinweave.treatment.models import (  # noqa: E402
    Answer,
    Course,
    Formulation,
    NoteDraft,
    Person,
    Session,
    SessionNote,
)  # fmt: skip
from kinweave.vault import keys  # noqa: E402
from tests.capabilities.jobs import work  # noqa: E402
from tests.capabilities.measures.asking import phq, waiting  # noqa: E402
from tests.capabilities.treatment.agreeing import WORDS, drafted, started, written  # noqa: E402
from tests.capabilities.treatment.holding import planned  # noqa: E402
from tests.cast import Cast, assemble, course_for, reachable  # noqa: E402

Deed = Callable[[], Any]


def together(*deeds: Deed) -> list[str]:
    """Do all of it at the same moment; for each whether it was done, refused (by whom) or failed (with what)."""
    start, came_of_it = threading.Barrier(len(deeds)), [""] * len(deeds)

    def act(place: int, deed: Deed) -> None:
        try:
            with keys.kept_open():
                start.wait(30)
                said = deed()
                came_of_it[place] = said if isinstance(said, str) else "done"
        except Refused as refused:
            came_of_it[place] = f"refused: {type(refused).__name__}"
        except Exception as error:
            came_of_it[place] = f"failed: {type(error).__name__}: {error}"
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return sorted(came_of_it)


def the_same_form_sent_ten_times(cast: Cast) -> dict[str, Any]:
    browser, url = Browser(), reverse("client:person_add")
    browser.force_login(cast.callum_user, backend="kinweave.people.backends.AccountBackend")
    form = {
        "submission": str(uuid.uuid4()),
        "name": "Euan",
        "relation": "friend",
        "ring": "2",
        "tie": "support",
    }

    def send() -> str:
        own = Browser(raise_request_exception=False)
        own.cookies = browser.cookies
        answer = own.post(url, form)
        return f"{answer.status_code} {answer.headers.get('Location', '')}"

    return {"came": together(*[send] * 10), "people": Person.objects.filter(client=cast.callum).count()}


def the_same_check_in_sent_four_times(cast: Cast) -> dict[str, Any]:
    row = waiting(cast.course)
    came = together(
        *[lambda: measures.record_response(assignment=row, answers=phq(10), by=cast.joanna_user)] * 4
    )
    responses = Response.objects.filter(assignment=row)
    return {
        "came": came,
        "responses": responses.count(),
        "scores": Score.objects.filter(response__in=responses, main=True).count(),
    }


def answers_to_several_questions_at_once(cast: Cast) -> dict[str, Any]:
    course = course_for(cast.callum, cast.miriam)
    row = waiting(course)
    given = {"1": 1, "2": 2, "3": 3, "4": 1, "5": 2}
    deeds = [
        lambda item=item, value=value: measures.save_item(
            assignment=row, item=item, value=value, by=cast.callum_user
        )
        for item, value in [*given.items(), ("9", 1), ("9", 2), ("9", 3)]
    ]
    came = together(*deeds)
    row.refresh_from_db()
    kept = {item: row.answers.get(item) for item in given}
    alerts = Alert.objects.filter(client=cast.callum).count()
    return {"came": came, "kept": kept == given, "alerts": alerts}


def one_person_changed_from_two_sides(cast: Cast) -> dict[str, Any]:
    def change(by: Any, **values: Any) -> Deed:
        return lambda: inventory.change_person(person=person, values=values, seen=1, by=by)

    person = inventory.add_person(client=cast.joanna, values={"name": "Mum"}, by=cast.miriam)
    apart = together(change(cast.miriam, name="Mother"), change(cast.joanna_user, story="since ever"))
    person.refresh_from_db()
    both = [person.name, person.story]
    person = inventory.add_person(client=cast.joanna, values={"name": "Dad"}, by=cast.miriam)
    clash = together(change(cast.miriam, name="Father"), change(cast.joanna_user, name="Papa"))
    return {"apart": apart, "both": both, "clash": clash}


def one_formulation_from_two_desks(cast: Cast) -> dict[str, Any]:
    started(cast)
    row = written(cast)
    deeds = [
        lambda words=words: formulations.write(
            formulation=row, values=WORDS | {"statement": words}, seen=row.version, by=cast.miriam
        )
        for words in ("Mine.", "Hers.")
    ]
    came = together(*deeds)
    return {"came": came, "statement": Formulation.objects.get(pk=row.pk).statement}


def an_agreement_signed_by_both_at_once(cast: Cast) -> dict[str, Any]:
    row = Formulation.objects.get(course=cast.course)
    row = formulations.share(formulation=row, seen=row.version, by=cast.miriam)
    formulations.answer(formulation=row, seen=row.version, response=Answer.AGREES, by=cast.joanna_user)
    cast.course.refresh_from_db()
    paper = drafted(cast)
    deeds = [
        lambda by=by: agreements.sign(agreement=paper, seen=paper.version, by=by)
        for by in (cast.miriam, cast.joanna_user)
    ]
    came = together(*deeds)
    paper.refresh_from_db()
    return {
        "came": came,
        "in_force": paper.is_in_force,
        "sessions": Session.objects.filter(course=cast.course).count(),
    }


def six_sessions_recorded_at_once(cast: Cast) -> dict[str, Any]:
    course = Course.objects.filter(client=cast.callum).first() or course_for(cast.callum, cast.miriam)
    rows = [
        sessions.plan_session(course=course, starts_at=clock.now() - timedelta(days=day), by=cast.miriam)
        for day in range(1, 7)
    ]
    deeds = [
        lambda row=row: sessions.set_attendance(session=row, attendance=Attendance.ATTENDED, by=cast.miriam)
        for row in (*rows, rows[0], rows[5])
    ]
    came = together(*deeds)
    numbers = Session.objects.filter(course=course).exclude(number=None).values_list("number", flat=True)
    return {"came": came, "numbers": sorted(numbers)}


def a_note_signed_while_it_is_saved(cast: Cast) -> dict[str, Any]:
    session = planned(cast)
    session.starts_at = clock.now()
    session.save(update_fields=["starts_at"])
    reachable(cast.joanna, cast.miriam)
    sessions.begin(session=session, by=cast.miriam)
    values = {"since_last": "A quiet week.", "disposition": "nothing-new"}
    first = notes.write_note(session=session, values=values, seen=0, page=uuid.uuid4(), by=cast.miriam).note
    late = {**values, "since_last": "A quiet week. And a row on Sunday."}
    came = together(
        lambda: notes.sign_note(session=session, by=cast.miriam),
        lambda: notes.write_note(
            session=session, values=late, seen=first.version, page=uuid.uuid4(), by=cast.miriam
        ),
    )
    note = SessionNote.objects.get(session=session)
    drafts = [draft.written["since_last"] for draft in NoteDraft.objects.filter(note=note)]
    return {"came": came, "signed": note.is_signed, "kept": late["since_last"] in [note.since_last, *drafts]}


def a_course_opened_four_times(cast: Cast) -> dict[str, Any]:
    new = people.add_client(service=cast.service, code="N-077", name="Ines", by=cast.miriam)
    came = together(*[lambda: course_for(new, cast.miriam)] * 4)
    return {"came": came, "courses": Course.objects.filter(client=new).count()}


def checks_completed_at_once(cast: Cast) -> dict[str, Any]:
    checks = [f"check_{number}" for number in range(6)]
    course = Course.objects.get(pk=cast.course.pk)  # one page, read before any of them
    came = together(
        *[lambda each=each: mark_done(course=course, check=each, by=cast.miriam) for each in checks]
    )
    done = Course.objects.get(pk=course.pk).done
    return {"came": came, "missing": [each for each in checks if each not in done]}


def rows_locked_in_opposite_order(cast: Cast) -> dict[str, Any]:
    """One act writes its event first and the course then, the other the course first: a deadlock if both may."""

    @transaction.atomic
    def event_first() -> None:
        audit.record(Act.RECORD_READ, by=cast.miriam, client_id=cast.joanna.pk)
        Course.objects.select_for_update().get(pk=cast.course.pk)

    @transaction.atomic
    def course_first() -> None:
        Course.objects.select_for_update().get(pk=cast.course.pk)
        audit.record(Act.RECORD_READ, by=cast.miriam, client_id=cast.joanna.pk)

    came: Counter[str] = Counter()
    for _ in range(10):
        came.update(together(*[event_first, course_first] * 4))
    return dict(came)


def twenty_writers(cast: Cast) -> dict[str, Any]:
    def write() -> None:
        for _ in range(5):
            audit.record(Act.RECORD_READ, by=cast.miriam, client_id=cast.joanna.pk)

    return dict(Counter(together(*[write] * 20)))


def ten_jobs_between_two_workers(cast: Cast) -> dict[str, Any]:
    """Every job is done, and none by both; one whose worker died is put back and done by another."""
    left = settings.DATA_DIR / "jobs"
    left.mkdir()
    marks = [left / str(number) for number in range(10)]
    for mark in marks:
        work.leave_mark.enqueue(str(mark))
    came = together(lambda: run_queue("one"), lambda: run_queue("two"))
    orphan = left / "orphan"
    work.leave_mark.enqueue(str(orphan))
    DBTaskResult.objects.get(status="READY").claim("a worker that is gone")
    back = [jobs.reap(), jobs.reap()]
    run_queue("one")
    return {
        "came": came,
        "done": [mark.read_text() for mark in marks],
        "back": back,
        "orphan": orphan.read_text(),
    }


def a_job_that_fails_on_every_try(cast: Cast) -> dict[str, Any]:
    """Tried again after growing waits, given up after the fifth, and no word of anybody is kept of it."""
    work.fail_over.enqueue("the words of a client")
    run_queue("one")
    at_once = jobs.reap()
    for _ in range(2 * jobs.MOST_ATTEMPTS):
        with clock.at(clock.now() + timedelta(hours=1)):
            jobs.reap()
        run_queue("one")
    job = DBTaskResult.objects.get(status="FAILED")
    return {"at_once": at_once, "tries": len(job.worker_ids), "kept": "words of a client" in job.traceback}


SCENES = (
    the_same_form_sent_ten_times, the_same_check_in_sent_four_times, answers_to_several_questions_at_once,
    one_person_changed_from_two_sides, one_formulation_from_two_desks, an_agreement_signed_by_both_at_once,
    six_sessions_recorded_at_once, a_note_signed_while_it_is_saved, a_course_opened_four_times,
    checks_completed_at_once, rows_locked_in_opposite_order, twenty_writers,
    ten_jobs_between_two_workers, a_job_that_fails_on_every_try,
)  # fmt: skip


def main() -> None:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    settings.ALLOWED_HOSTS = ["*"]
    key_files.create(settings.KEYS_DIR)
    call_command("migrate", verbosity=0)
    found: dict[str, Any] = {}
    with keys.kept_open():
        cast = assemble()
        for scene in SCENES:
            try:
                found[scene.__name__] = scene(cast)
            except Exception as error:
                found[scene.__name__] = {"failed": f"{type(error).__name__}: {error}"}
        found["breaks"] = [each.event_id for each in chain.breaks(whole_chain())]
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
