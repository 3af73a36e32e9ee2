"""The exact contexts of the therapist's pages about the timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.urls import reverse
from django.utils.safestring import SafeString

from kinweave.measures.queries import charts, moods, responses, scores
from kinweave.people.models import User
from kinweave.safety.queries import open_alerts
from kinweave.therapist.pages.course_head import CourseHead, head_of
from kinweave.therapist.pages.course_strands import numbered
from kinweave.treatment import reading_aids
from kinweave.treatment.forms.clashes import BothTexts
from kinweave.treatment.forms.timeline import FoldedForm
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import timeline as timelines
from kinweave.treatment.queries.timeline_shown import Dip, ShownEntry, dips_in, shown
from kinweave.treatment.queries.timeline_strands import strands_of
from kinweave.web import here
from kinweave.web.pictures import course as pictures
from kinweave.web.pictures.course_picture import course_figure
from kinweave.web.pictures.key import course_key

if TYPE_CHECKING:
    from kinweave.treatment.models import Course

TAB = "timeline"
DIPS_SHOWN = 4


@dataclass(frozen=True)
class TimelinePage:
    """Picture, list and what is still untied, with the same powers in each."""

    template: ClassVar[str] = "therapist/timeline.html"
    head: CourseHead
    picture: SafeString
    key: SafeString  # what its marks mean
    rows: tuple[pictures.CourseRow, ...]
    onset: str
    onset_said: str
    dips_now: tuple[Dip, ...]  # moods from the phone that are not tied to anything yet, the latest first
    dips_before: tuple[Dip, ...]  # older ones, folded
    dip_words: str  # from when on a mood counts as a dip, and where that comes from
    names: tuple[tuple[str, str], ...]
    entries: tuple[ShownEntry, ...]
    tie_url: str
    untie_base: str
    may_write: bool


def timeline_page(user: User, course: Course) -> TimelinePage:
    """Everything on the timeline of a course the reader was already allowed to see."""
    client_id = course.client_id
    line = timelines.timeline_of(course)
    held = list(courses.sessions(course))
    state = courses.state(course, held)
    head = head_of(user, course, state, held, tab=TAB)
    rated = [(here.day(mood.at), float(mood.value)) for mood in moods.of_client(user, client_id)]
    sessions = tuple(session for session, _ in numbered(held, state, here.today()))
    drawn = _drawn(course, line, rated, sessions)
    tie_url = reverse("therapist:tie", args=[client_id])
    dips = tuple(dip for dip in reversed(dips_in(rated)) if dip.on not in line.tied_days)
    return TimelinePage(
        head=head,
        picture=course_figure(drawn),
        key=course_key(drawn),
        rows=pictures.course_rows(drawn),
        onset=line.onset_words,
        onset_said=line.onset.text if line.onset else "",
        dips_now=dips[:DIPS_SHOWN],
        dips_before=dips[DIPS_SHOWN:],
        dip_words=reading_aids.told(reading_aids.LOW_MOOD, reading_aids.MOOD_FELL),
        names=tuple((str(person.id), person.name) for person in line.people),
        entries=shown(
            line,
            change_url=(
                lambda kind, row_id: reverse("therapist:timeline_row", args=[client_id, kind, row_id])
            )
            if head.may_write
            else None,
            people_base=reverse("therapist:inventory", args=[client_id]),
        ),
        tie_url=tie_url,
        untie_base=tie_url,
        may_write=head.may_write,
    )


def _drawn(
    course: Course,
    line: timelines.Timeline,
    rated: list[tuple[date, float]],
    sessions: tuple[pictures.Session, ...],
) -> pictures.Course:
    strands = strands_of(line)
    instrument = responses.instrument(scores.MAIN)
    raised = {alert.flag_code for alert in open_alerts(course.client)}
    is_open = any(flag.code in raised for flag in instrument.flags)
    chart = charts.staff_chart(instrument, scores.scores_of(course, scores.MAIN), flag_open=is_open)
    recorded = tuple(pictures.Mood(on, value) for on, value in rated)
    return pictures.Course(
        key="course",
        measure=chart.measure,
        scores=chart.scores,
        moods=(*strands.moods, *recorded),
        events=strands.events,
        people=strands.people,
        sessions=sessions,
        today=here.today(),
        ends=None if course.open_end else course.planned_end,
        recalled_words="as recalled",
    )


@dataclass(frozen=True)
class TimelineRowPage:
    """One thing on the timeline as a form, new or to be corrected."""

    template: ClassVar[str] = "therapist/timeline_row.html"
    head: CourseHead
    title: str
    form: FoldedForm
    both: tuple[BothTexts, ...]
    remove_url: str  # empty for something new
    back_url: str
