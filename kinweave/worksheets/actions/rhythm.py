"""Beginning and ending a daily rhythm log, and writing its days. Nothing written is lost by a later change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.core.rhythm import RhythmLog, minutes
from kinweave.core.rhythm_weeks import open_days
from kinweave.people.actions import Refused
from kinweave.people.models import User
from kinweave.shelf import actions as shelf
from kinweave.shelf.queries import library
from kinweave.treatment.actions.course import mark_done
from kinweave.treatment.actions.inventory import merged
from kinweave.treatment.actions.rows import belonging, locked
from kinweave.treatment.models import Course
from kinweave.treatment.queries import course as courses
from kinweave.web import here
from kinweave.worksheets.models import RhythmDay, RhythmDayVersion, RhythmDiary
from kinweave.worksheets.queries.rhythm import definition

CODE = "rhythm-log"
CHECK = "rhythm_log_begun"
COMPANY = "-company"  # after the code of an anchor: who was there
OVER = "This course has ended. Its rhythm log can be read, but no longer written."
CLOSED = "This log has ended. What you wrote stays here to read."


@transaction.atomic
def begin_log(*, course: Course, by: User) -> RhythmDiary:
    """Begin the log of a course, or take one up again that had ended. One that is kept stays as it is."""
    course = locked(course, ended=OVER)
    diary = RhythmDiary.objects.filter(course=course).first()
    if diary is not None and diary.ended_on is None:
        return diary
    if diary is None:
        log = library().get(RhythmLog, CODE)
        diary = RhythmDiary.objects.create(
            **belonging(course, by),
            definition_id=shelf.freeze(log),
            begun_on=clock.today(course.service.zone),
        )
    else:
        diary.ended_on = None
        diary.save(update_fields=["ended_on"])
    audit.record(Act.RHYTHM_BEGUN, by=by, on=diary)
    if CHECK in _checks(course) and CHECK not in course.done:
        mark_done(course=course, check=CHECK, by=by)
    return diary


def _checks(course: Course) -> set[str]:
    return {check.code for phase in courses.protocol(course).phases for check in phase.checks}


@transaction.atomic
def end_log(*, diary: RhythmDiary, by: User) -> RhythmDiary:
    """End the log. What was written stays; it may be taken up again."""
    diary = RhythmDiary.objects.select_for_update().select_related("service").get(pk=diary.pk)
    if diary.ended_on is None:
        diary.ended_on = clock.today(diary.service.zone)
        diary.save(update_fields=["ended_on"])
        audit.record(Act.RHYTHM_ENDED, by=by, on=diary)
    return diary


@transaction.atomic
def write_day(*, diary: RhythmDiary, on: date, values: Mapping[str, str], seen: int, by: User) -> RhythmDay:
    """Write one day, starting from version `seen` (0 where nothing stood).

    `values` holds "07:10" or "" under an anchor's code, who was there under the code and "-company", and the
    note. What somebody else changed meanwhile stays; raises ChangedMeanwhile where both changed the same.
    Refused for a log that has ended and for a day that cannot be written now; ValueError for a time no clock
    shows or company the log does not have.
    """
    diary = RhythmDiary.objects.select_for_update().select_related("course").get(pk=diary.pk)
    _may_write(diary, on)
    log = definition(diary)
    row = RhythmDay.objects.filter(diary=diary, on=on).first()
    now = content(log, row)
    mine = merged(now, _content_at(log, row, seen), _checked(log, values), row.version if row else 0)
    if row is not None and not mine:
        return row
    row = _changed(row, now, by) if row else _new(diary, on, by)
    _fill(row, log, now | mine)
    row.save()
    audit.record(Act.RHYTHM_WRITTEN, by=by, on=row)
    return row


def content(log: RhythmLog, row: RhythmDay | None) -> dict[str, Any]:
    """Everything a day says, one entry for each field of its form; empty words where nothing was said."""
    found: dict[str, Any] = {"note": row.note if row else ""}
    for anchor in log.anchors:
        company = row.company.get(anchor.code) if row else None
        found[anchor.code] = row.times.get(anchor.code, "") if row else ""
        found[anchor.code + COMPANY] = "" if company is None else str(company)
    return found


def _may_write(diary: RhythmDiary, on: date) -> None:
    if not diary.course.is_open:
        raise Refused(OVER)
    if diary.ended_on is not None:
        raise Refused(CLOSED)
    today = here.today()
    if on > today:
        raise Refused("This day has not begun yet. Choose today or an earlier day.")
    if on not in open_days(today, diary.begun_on):
        raise Refused("This day lies too far back to be remembered well. Choose one of the last 14 days.")


def _checked(log: RhythmLog, values: Mapping[str, str]) -> dict[str, str]:
    company = {"", *(str(each.value) for each in log.company)}
    for anchor in log.anchors:
        if at := values.get(anchor.code, ""):
            minutes(at)
        if (chosen := values.get(anchor.code + COMPANY, "")) not in company:
            raise ValueError(f'the log has no company "{chosen}"')
    known = content(log, None)
    return {field: str(value).strip() for field, value in values.items() if field in known}


def _content_at(log: RhythmLog, row: RhythmDay | None, seen: int) -> dict[str, Any] | None:
    if row is None or seen == 0:
        return content(log, None)
    if seen == row.version:
        return content(log, row)
    kept = RhythmDayVersion.objects.filter(day=row, number=seen).first()
    return kept.content if kept else None


def _new(diary: RhythmDiary, on: date, by: User) -> RhythmDay:
    return RhythmDay(
        service_id=diary.service_id, client_id=diary.client_id, diary=diary, on=on, created_at=clock.now(),
        created_by=by,
    )  # fmt: skip


def _changed(row: RhythmDay, now: dict[str, Any], by: User) -> RhythmDay:
    RhythmDayVersion.objects.create(
        service_id=row.service_id, client_id=row.client_id, day=row, number=row.version, content=now,
        created_at=clock.now(), created_by=by,
    )  # fmt: skip
    row.version += 1
    return row


def _fill(row: RhythmDay, log: RhythmLog, said: dict[str, Any]) -> None:
    codes = [anchor.code for anchor in log.anchors]
    row.times = {code: said[code] for code in codes if said[code]}
    row.company = {code: int(said[code + COMPANY]) for code in codes if said[code + COMPANY]}
    row.note = said["note"]
