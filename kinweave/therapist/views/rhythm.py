"""The daily rhythm of one client: a week at one glance; beginning and ending the log."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core.rhythm import RhythmLog
from kinweave.core.rhythm_weeks import RhythmWeek, weeks
from kinweave.measures.queries import moods
from kinweave.people.access import UserRequest, clinician
from kinweave.people.actions import Refused
from kinweave.shelf.queries import library
from kinweave.therapist.pages.course_head import course_head
from kinweave.therapist.pages.rhythm import (
    TAB,
    RhythmPage,
    chosen,
    kept_in_words,
    week_rows,
    weeks_figure,
)
from kinweave.treatment.queries import course as courses
from kinweave.web import here
from kinweave.web.show import show
from kinweave.worksheets.actions import rhythm as acting
from kinweave.worksheets.queries import rhythm as logs
from kinweave.worksheets.rhythm_days import day_links
from kinweave.worksheets.rhythm_shown import number_words, rules_in_words, unverified_in_words, week_shown

if TYPE_CHECKING:
    from kinweave.treatment.models import Course
    from kinweave.worksheets.models import RhythmDay, RhythmDiary


@require_GET
@clinician
def rhythm(request: UserRequest, client_id: UUID) -> HttpResponse:
    """One week of the log, and all of them beside the mood. Seven queries, however long the log is."""
    course = courses.latest(request.user, client_id)
    audit.record(Act.RECORD_READ, by=request.user, client_id=client_id, reason="rhythm")
    diary = logs.of_course(course)
    return show(request, _page(request, course, diary, logs.days(diary) if diary else []))


def _page(
    request: UserRequest, course: Course, diary: RhythmDiary | None, rows: list[RhythmDay]
) -> RhythmPage:
    log = logs.definition(diary) if diary else library().get(RhythmLog, acting.CODE)
    found = weeks(log, logs.by_date(rows))
    week = chosen(log, found, request.GET.get("week", ""))
    noted = _moods(request, course, found)
    head, kept = course_head(request.user, course, tab=TAB), logs.is_kept(diary)
    return RhythmPage(
        head=head, title=log.title, kept_words=kept_in_words(diary), kept=kept and head.may_write,
        may_begin=head.may_write and course.is_open and not kept,
        begin_words="Take the log up again" if diary else "Begin the log",
        week=week_shown(log, week, rows) if week else None, number=number_words(week) if week else "", note=log.note,
        unverified=unverified_in_words(log),
        rules=rules_in_words(log), days=day_links(diary) if diary and head.may_write else (),
        rows=week_rows(found, noted, week), figure=weeks_figure(found, noted),
        has_moods=bool(noted),
    )  # fmt: skip


def _moods(request: UserRequest, course: Course, found: tuple[RhythmWeek, ...]) -> list[tuple[date, int]]:
    if not found:
        return []
    seen = moods.of_client(request.user, course.client_id)
    pairs = [(here.day(at), value) for at, value in seen.values_list("at", "value")]
    return [(on, value) for on, value in pairs if found[0].monday <= on <= found[-1].sunday]


@require_POST
@clinician
def begin(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Put the log on the client's first page."""
    course = courses.writable(request.user, client_id)
    try:
        acting.begin_log(course=course, by=request.user)
        messages.success(request, "The log stands on the client’s first page from now on.")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("therapist:rhythm", client_id)


@require_POST
@clinician
def end(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Take the log off the client's first page; what was written stays."""
    course = courses.writable(request.user, client_id)
    diary = logs.of_course(course)
    if diary is None:
        raise Http404
    acting.end_log(diary=diary, by=request.user)
    messages.success(request, "The log has ended. What was written stays on both sides.")
    return redirect("therapist:rhythm", client_id)
