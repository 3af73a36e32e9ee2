"""A day of the rhythm log written for the client, and the week on paper it may come from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core.rhythm import RhythmLog
from kinweave.people import submissions
from kinweave.people.access import UserRequest, clinician
from kinweave.shelf.queries import library
from kinweave.therapist.pages.course_head import course_head
from kinweave.therapist.pages.rhythm import TAB, RhythmDayPage, RhythmPaperPage
from kinweave.treatment.forms.clashes import BothTexts, attempt
from kinweave.treatment.queries import course as courses
from kinweave.web.show import show
from kinweave.web.words import DAYS, date_in_words
from kinweave.worksheets.actions.rhythm import CODE, content, write_day
from kinweave.worksheets.queries import rhythm as logs
from kinweave.worksheets.rhythm_days import day_in_address, night_words
from kinweave.worksheets.rhythm_forms import DayForm

if TYPE_CHECKING:
    from kinweave.worksheets.models import RhythmDiary


@require_http_methods(["GET", "POST"])
@clinician
def day(request: UserRequest, client_id: UUID, on: str) -> HttpResponse:
    """One day, from paper or by telephone."""
    course, shown = courses.writable(request.user, client_id), day_in_address(on)
    diary = logs.of_course(course)
    if diary is None:
        raise Http404
    if done := submissions.led_to(request):
        return redirect(done)
    audit.record(Act.RECORD_READ, by=request.user, client_id=client_id, reason="rhythm")
    log, row = logs.definition(diary), logs.day(diary, shown)
    stands = content(log, row) | {"version": row.version if row else 0}
    form = DayForm(log, request.POST if request.method == "POST" else None, initial=stands)
    both: list[BothTexts] | None = []
    if form.is_valid():
        both = attempt(form, lambda: _write(request, diary, shown, form))
        if both is None:
            return redirect("therapist:rhythm", client_id)
    page = RhythmDayPage(
        head=course_head(request.user, course, tab=TAB), title=log.title, on=on, label=date_in_words(shown),
        night=night_words(shown), form=form, both=tuple(both or ()),
    )  # fmt: skip
    return show(request, page, status=422 if form.is_bound else 200)


def _write(request: UserRequest, diary: RhythmDiary, on: date, form: DayForm) -> None:
    with submissions.once(request) as submission:
        write_day(diary=diary, on=on, values=form.values, seen=form.seen, by=request.user)
        submission.leads_to(reverse("therapist:rhythm", args=[diary.client_id]))
    messages.success(request, f"Saved for {date_in_words(on)}.")


@require_GET
@clinician
def paper(request: UserRequest, client_id: UUID) -> HttpResponse:
    """A week to print for somebody without a phone."""
    course = courses.latest(request.user, client_id)
    audit.record(Act.RECORD_READ, by=request.user, client_id=client_id, reason="rhythm")
    diary = logs.of_course(course)
    log = logs.definition(diary) if diary else library().get(RhythmLog, CODE)
    page = RhythmPaperPage(
        head=course_head(request.user, course, tab=TAB), title=log.client_title, intro=log.intro,
        anchors=tuple((each.text, each.help) for each in log.anchors),
        company=tuple((each.value, each.text) for each in log.company), days=tuple(each[:3] for each in DAYS),
        licence=log.licence,
    )  # fmt: skip
    return show(request, page)
