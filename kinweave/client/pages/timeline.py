"""The exact contexts of the client's pages about their timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.urls import reverse
from django.utils.safestring import SafeString

from kinweave.measures.queries import charts, moods, responses, scores
from kinweave.people.models import Client, User
from kinweave.treatment.forms.clashes import BothTexts
from kinweave.treatment.forms.timeline import FoldedForm
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import timeline as timelines
from kinweave.treatment.queries.timeline_shown import ShownEntry, shown
from kinweave.treatment.queries.timeline_strands import strands_of
from kinweave.web import here
from kinweave.web.pictures import course as pictures
from kinweave.web.pictures.course_picture import course_figure

if TYPE_CHECKING:
    from kinweave.treatment.models import Course


@dataclass(frozen=True)
class TimelinePage:
    """What happened and how my mood was, in one picture and one list."""

    template: ClassVar[str] = "client/timeline.html"
    picture: SafeString  # empty before anything is on the timeline
    rows: tuple[pictures.CourseRow, ...]
    onset: str
    entries: tuple[ShownEntry, ...]
    tie_url: str
    untie_base: str


def timeline_page(user: User, client: Client) -> TimelinePage:
    """The reader's own timeline."""
    line = timelines.timeline(user, client)
    rated = [(here.day(mood.at), float(mood.value)) for mood in moods.of_client(user, client.id)]
    course = courses.of_client(client)
    drawn = _drawn(course, line, rated)
    worth = bool(drawn.moods or drawn.events or drawn.scores)
    tie_url = reverse("client:tie")
    return TimelinePage(
        picture=course_figure(drawn) if worth else SafeString(""),
        rows=pictures.course_rows(drawn) if worth else (),
        onset=line.onset_words,
        entries=shown(
            line,
            change_url=lambda kind, row_id: reverse("client:timeline_row", args=[kind, row_id]),
            people_base=reverse("client:people"),
        ),
        tie_url=tie_url,
        untie_base=tie_url,
    )


def _drawn(
    course: Course | None, line: timelines.Timeline, rated: list[tuple[date, float]]
) -> pictures.Course:
    strands = strands_of(line)
    points = scores.scores_of(course, scores.MAIN) if course else []
    chart = charts.client_chart(responses.instrument(scores.MAIN), points)
    return pictures.Course(
        key="mine",
        measure=chart.measure,
        scores=chart.scores,
        moods=(*strands.moods, *(pictures.Mood(on, value) for on, value in rated)),
        events=strands.events,
        people=strands.people,
        today=here.today(),
        ends=None if course is None or course.open_end else course.planned_end,
        recalled_words="as you recall it",
    )


@dataclass(frozen=True)
class TimelineRowPage:
    """One thing on my timeline as a form, new or to be corrected."""

    template: ClassVar[str] = "client/timeline_row.html"
    title: str
    lead: str
    form: FoldedForm
    both: tuple[BothTexts, ...]
    remove_url: str
