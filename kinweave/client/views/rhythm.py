"""My daily rhythm: five moments of a day, written in half a minute, and the weeks they make."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from kinweave.client.pages.rhythm import RhythmDayPage, RhythmPage
from kinweave.client.read_by import read_by
from kinweave.client.views.checkin_parts import therapist_name
from kinweave.core.rhythm_weeks import weeks
from kinweave.people import submissions
from kinweave.people.access import ClientRequest, client_only
from kinweave.treatment.forms.clashes import BothTexts, attempt
from kinweave.treatment.queries import course as courses
from kinweave.web import here
from kinweave.web.show import show
from kinweave.web.words import date_in_words, day_in_words
from kinweave.worksheets.actions.rhythm import content, write_day
from kinweave.worksheets.queries import rhythm as logs
from kinweave.worksheets.rhythm_days import day_in_address, day_links, lived_today, next_to_write, night_words
from kinweave.worksheets.rhythm_forms import DayForm
from kinweave.worksheets.rhythm_shown import week_shown, window_in_words

if TYPE_CHECKING:
    from kinweave.worksheets.models import RhythmDiary

WEEKS_SHOWN = 4
CLOSED = "That day cannot be written any more, or not yet. The last fourteen days can."


@require_GET
@client_only
def rhythm(request: ClientRequest) -> HttpResponse:
    """The weeks, the latest first; `until` goes further back."""
    diary = _diary(request)
    until = day_in_address(request.GET["until"]) if "until" in request.GET else here.today()
    log = logs.definition(diary)
    rows = logs.days(diary, until=until)
    found = [week for week in weeks(log, logs.by_date(rows)) if week.written]
    links = day_links(diary)
    first = next_to_write(links)
    page = RhythmPage(
        title=log.client_title, intro=log.intro, kept=logs.is_kept(diary), first=first,
        others=tuple(link for link in links if link is not first),
        weeks=tuple(week_shown(log, week, rows) for week in reversed(found[-WEEKS_SHOWN:])),
        near=window_in_words(log),
        earlier=found[-WEEKS_SHOWN - 1].sunday.isoformat() if len(found) > WEEKS_SHOWN else "",
        read_by=read_by(diary.course, therapist_name(request)),
    )  # fmt: skip
    return show(request, page)


@require_http_methods(["GET", "POST"])
@client_only
def rhythm_day(request: ClientRequest, on: str) -> HttpResponse:
    """One day: shown as it stands, or written."""
    diary, day = _diary(request), day_in_address(on)
    if done := submissions.led_to(request):
        return redirect(done)
    if request.method == "GET" and on not in {link.on for link in day_links(diary)}:
        messages.info(request, CLOSED)
        return redirect("client:rhythm")
    log, row = logs.definition(diary), logs.day(diary, day)
    stands = content(log, row) | {"version": row.version if row else 0}
    form = DayForm(log, request.POST if request.method == "POST" else None, initial=stands)
    both: list[BothTexts] | None = []
    if form.is_valid():
        both = attempt(form, lambda: _write(request, diary, day, form))
        if both is None:
            return redirect("client:rhythm")
    return show(request, _day_page(request, diary, day, form, both), status=422 if form.is_bound else 200)


def _write(request: ClientRequest, diary: RhythmDiary, day: date, form: DayForm) -> None:
    with submissions.once(request) as submission:
        write_day(diary=diary, on=day, values=form.values, seen=form.seen, by=request.user)
        submission.leads_to(reverse("client:rhythm"))
    messages.success(request, "Saved. That is all for this day.")


def _diary(request: ClientRequest) -> RhythmDiary:
    course = courses.of_client(request.client)
    diary = logs.of_course(course) if course is not None else None
    if diary is None:
        raise Http404
    return diary


def _day_page(
    request: ClientRequest, diary: RhythmDiary, day: date, form: DayForm, both: list[BothTexts] | None
) -> RhythmDayPage:
    said = day_in_words(day, lived_today())
    links = day_links(diary, day)
    return RhythmDayPage(
        title=f"{said[0].upper()}{said[1:]}", label=date_in_words(day), intro=logs.definition(diary).intro,
        night=night_words(day), form=form, both=tuple(both or ()),
        near=tuple(link for link in reversed(links) if link.near),
        further=tuple(link for link in links if not link.near),
        read_by=read_by(diary.course, therapist_name(request)),
    )  # fmt: skip
