"""Answers before sessions and moods in between, and what is done about an answer that a person must look at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial

import numpy as np

from kinweave.commands.demo import courses
from kinweave.commands.demo.beginnings import ACCEPTED, first_pages_read
from kinweave.commands.demo.life import Life, Week
from kinweave.commands.demo.others import plausible
from kinweave.measures import actions as measures
from kinweave.measures.queries.responses import instrument_of
from kinweave.people.models import User
from kinweave.safety import actions as safety
from kinweave.safety.models import Alert
from kinweave.safety.plan import Plan
from kinweave.treatment.models import Session

EVENING = time(19, 10)
MOODS_BEFORE = (5, 3, 1)  # days before a session on which a mood was noted


def put_check_ins(life: Life) -> None:
    """Put every check-in, with its alert when there is one, and the moods between sessions into the calendar."""
    if life.story.start.steps != "all" or not life.story.start.account:
        return
    held = [week for week in life.weeks if week.missed is None]
    totals = _totals(life, len(held))
    gads = courses.gad_of(life.numbers, np.array([[0 if t is None else t for t in totals]]))[0]
    for week, total, gad in zip(held, totals, gads, strict=True):
        if total is None:
            continue
        item9 = life.story.item9.get(week.number, 0)
        at = _check_in_at(life, week)
        life.calendar.put(at, partial(_check_in, life, week, total, item9, int(gad)))
        if item9:
            _put_answer_to_alert(life, week, at)
        _put_moods(life, week, total)
    if life.story.safety_plan:
        life.calendar.put(life.when(0, minutes=49), lambda: _safety_plan(life))


def _totals(life: Life, sessions: int) -> list[int | None]:
    if life.story.phq:
        return [*life.story.phq, *[None] * sessions][:sessions]
    return list(courses.shaped(life.numbers, life.story.shape, sessions))


def _check_in_at(life: Life, week: Week) -> datetime:
    if week.number == 1:
        return life.when(ACCEPTED, time(18, 58))
    minutes = life.story.today.checked_in
    if minutes is not None and life.is_next(week):
        return life.calendar.now - timedelta(minutes=minutes)
    return life.when(week.day - 1, EVENING, minutes=life.chance.randint(0, 70))


def _check_in(life: Life, week: Week, total: int, item9: int, gad: int) -> None:
    session = session_on(life, week)
    waiting = life.story.today.waiting if life.is_next(week) else None
    for assignment in measures.ensure_due(course=life.course, session=session, by=life.user):
        if assignment.code == "phq-9":
            measures.record_response(assignment=assignment, answers=_phq(life, total, item9), by=life.user)
        elif assignment.code == "gad-7":
            answers = _gad(life, gad)
            if waiting is None:
                measures.record_response(assignment=assignment, answers=answers, by=life.user)
            else:
                for item in list(answers)[:waiting]:
                    measures.save_item(assignment=assignment, item=item, value=answers[item], by=life.user)
        else:
            others = plausible(instrument_of(assignment), total / 30, life.chance)
            measures.record_response(assignment=assignment, answers=others, by=life.user)
    if week.number == 1:
        first_pages_read(life)
    if item9 and life.story.today.reply and life.is_next(week):
        _reply(life)


def _phq(life: Life, total: int, item9: int) -> dict[str, int]:
    totals, nines = np.array([total], dtype=np.int8), np.array([item9], dtype=np.int8)
    row = courses.phq_answers(life.numbers, totals, nines)[0]
    return _answers(courses.PHQ_ITEMS, row) | {"difficulty": int(courses.difficulty_of(totals)[0])}


def _gad(life: Life, total: int) -> dict[str, int]:
    totals = np.array([total], dtype=np.int8)
    row = courses.gad_answers(life.numbers, totals)[0]
    return _answers(courses.GAD_ITEMS, row) | {"difficulty": int(courses.difficulty_of(totals)[0])}


def _answers(items: tuple[str, ...], row: courses.Ints) -> dict[str, int]:
    return {item: int(value) for item, value in zip(items, row, strict=True)}


def _reply(life: Life) -> None:
    safety.record_reply(
        client=life.client, safe=life.story.today.reply, whereabouts="At home.", words=life.story.today.reply_words,
        by=life.user,
    )  # fmt: skip


def _put_answer_to_alert(life: Life, week: Week, at: datetime) -> None:
    """Taken the next morning, talked through in the session, closed after it."""
    if life.is_next(week) and life.story.today.checked_in is not None:
        return
    morning = datetime.combine(at.astimezone(life.zone).date() + timedelta(days=1), time(8, 50), life.zone)
    life.calendar.put(
        morning, partial(_each_open, life, lambda alert: safety.acknowledge(alert=alert, by=life.therapist))
    )
    if week.number == 1:
        life.calendar.put(morning + timedelta(minutes=20), partial(_each_open, life, partial(_rang, life)))
    life.calendar.put(life.when(week.day, minutes=4), partial(_each_open, life, partial(_talked, life)))
    life.calendar.put(
        life.when(week.day, minutes=54), partial(_each_open, life, partial(_closed, by=life.closer))
    )


def _each_open(life: Life, act: Callable[[Alert], object]) -> None:
    for alert in Alert.objects.open().filter(client=life.client):
        act(alert)


def _rang(life: Life, alert: Alert) -> None:
    words = "Rang and spoke for ten minutes. Thoughts pass, no plan. Knows Help now. We go on as arranged."
    safety.log_contact(alert=alert, contact="call", note=words, by=life.therapist)


def _talked(life: Life, alert: Alert) -> None:
    safety.log_contact(
        alert=alert,
        contact="in-person",
        note="Talked through at the start of the session.",
        by=life.therapist,
    )
    safety.record_disposition(
        alert=alert, disposition="safety-plan" if life.story.safety_plan else "continue", by=life.therapist,
        formulation="Passing thoughts on bad evenings, tied to being alone after a quarrel or a call. No plan, no means sought.",
        plan="Safety plan read together; asked again next week; supervisor told.",
    )  # fmt: skip


def _closed(alert: Alert, *, by: User) -> None:
    safety.close(alert=alert, by=by)


def _put_moods(life: Life, week: Week, total: int) -> None:
    if week.number == 1:
        return
    said = [each.day for each in life.story.feelings]
    for before in MOODS_BEFORE:
        day = week.day - before
        if any(abs(day - other) < 1 for other in said):
            continue
        value = min(10, max(0, round(8.2 - total * 0.27 + life.chance.gauss(0, 0.9))))
        at = life.when(day, time(20, 40), minutes=life.chance.randint(0, 50))
        life.calendar.put(at, partial(_mood, life, value))


def _mood(life: Life, value: int) -> None:
    measures.record_mood(client=life.client, value=value, course=life.same_course, by=life.user)


def _safety_plan(life: Life) -> None:
    steps = {step: [dict(line) for line in lines] for step, lines in life.story.safety_plan.items()}
    safety.save_plan(client=life.client, plan=Plan.from_json(steps), seen_version=0, by=life.therapist)


def session_on(life: Life, week: Week) -> Session | None:
    """The planned session of that day."""
    start = life.when(week.day, time(0))
    rows = Session.objects.filter(
        course_id=life.course_id, starts_at__range=(start, start + timedelta(days=1))
    )
    return rows.select_related("course", "client", "service").first()
