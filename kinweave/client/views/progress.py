"""My progress: the same scores the therapist sees, in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET

from kinweave.client.pages.progress import Line, MoodLine, ProgressPage, Told
from kinweave.client.views.checkin_parts import therapist_name
from kinweave.core import clock
from kinweave.core.instruments import Instrument
from kinweave.measures.queries import change, charts, moods, responses, scores
from kinweave.people.access import ClientRequest, client_only
from kinweave.treatment.queries import course as courses
from kinweave.web.pictures.measure_chart import measure_figure
from kinweave.web.show import show
from kinweave.web.words import moment_in_words, month_day, plain_number
from kinweave.worksheets.queries import rhythm


@require_GET
@client_only
def progress(request: ClientRequest) -> HttpResponse:
    course = courses.of_client(request.client)
    series = scores.series(course) if course is not None else {}
    beside = scores.parts(course) if course is not None and change.needs_parts(series) else {}
    noted = moods.latest(request.user, request.client.id)
    now = localtime(clock.now())
    page = ProgressPage(
        lines=tuple(
            _line(responses.instrument(code), points, beside.get(code, ())) for code, points in series.items()
        ),
        moods=tuple(
            MoodLine(moment_in_words(localtime(each.at), now), each.value, each.note, each.private)
            for each in noted
        ),
        therapist=therapist_name(request),
        rhythm=course is not None and rhythm.of_course(course) is not None,
    )
    return show(request, page)


def _line(
    instrument: Instrument, points: list[scores.ScorePoint], beside: Sequence[scores.PartPoint]
) -> Line:
    scale = instrument.main_scale
    sense = "Higher is better." if scale.higher_is_better else "Lower means fewer difficulties."
    reliable = scale.reliable_change()
    if reliable is not None and reliable.was_read:  # a number nobody has checked is not told to a client
        sense += f" A change of {plain_number(reliable.points)} or more is beyond the usual ups and downs."
    return Line(
        code=instrument.code,
        title=instrument.short_title,
        about=f"From {plain_number(scale.minimum)} to {plain_number(scale.maximum)}. {sense}",
        words=change.for_the_client(scale, change.like_with_like(scale, points, beside)),
        figure=measure_figure(charts.client_chart(instrument, points)),
        rows=tuple(_told(point) for point in points),
    )


def _told(point: scores.ScorePoint) -> Told:
    value = "some answers left out" if point.value is None else plain_number(point.value)
    session = "" if point.session_number is None else f"before session {point.session_number}"
    return Told(month_day(point.date), session, value)
