"""Making the page of measures from scores, responses and definitions."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.timezone import localtime

from kinweave.core import clock
from kinweave.core.definitions import EVIDENCE_IN_WORDS
from kinweave.core.instruments import Instrument
from kinweave.core.scales import Scale
from kinweave.core.scoring import unseen_flags
from kinweave.measures.forms.answers import AskForm
from kinweave.measures.queries import change, charts, questions, responses, scores
from kinweave.people.models import User
from kinweave.safety import queries as safety
from kinweave.shelf.queries import library
from kinweave.therapist.pages import measures as pages
from kinweave.therapist.pages.course_head import course_head
from kinweave.therapist.pages.rhythm import kept_in_words
from kinweave.web.pictures.measure_chart import MeasureRow, measure_figure, measure_rows
from kinweave.web.words import date_in_words, list_in_words, month_day, plain_number, short_date
from kinweave.worksheets.queries import rhythm

if TYPE_CHECKING:
    from kinweave.measures.models import Assignment, Response
    from kinweave.treatment.models import Course

UNSEEN = "safety question not answered"
BY_WORDS = {"client": "", "therapist": "entered for the client", "imported": "brought in"}


def measures_page(user: User, course: Course, ask_form: AskForm | None = None) -> pages.MeasuresPage:
    """Every instrument answered in this course, in a constant number of queries."""
    series, beside = scores.series(course), scores.parts(course)
    answered: dict[str, list[Response]] = {}
    for response in responses.responses_of(course):
        answered.setdefault(response.code, []).append(response)
    flags_open = {alert.flag_code for alert in safety.open_alerts(course.client)} if series else set()
    sections = tuple(
        _section(responses.instrument(code), points, beside.get(code, []), answered.get(code, []), flags_open)
        for code, points in series.items()
    )
    waiting = responses.open_assignments(course)
    near = {*series, *answered, *(each.code for each in waiting)}
    choices = [pages.EnterChoice(each.code, each.title) for each in library().all(Instrument)]
    return pages.MeasuresPage(
        head=course_head(user, course, tab="measures"),
        sections=sections,
        asked=tuple(_asked(each) for each in waiting),
        ask_form=ask_form or AskForm(may_be_asked()),
        enter=tuple(each for each in choices if each.code in near),
        enter_others=tuple(each for each in choices if each.code not in near),
        rhythm=kept_in_words(rhythm.of_course(course)),
    )


def may_be_asked() -> list[Instrument]:
    """Instruments a client can answer on screen."""
    return [each for each in library().all(Instrument) if each.has_text and each.completed_by != "clinician"]


def _section(
    instrument: Instrument,
    points: list[scores.ScorePoint],
    beside: list[scores.PartPoint],
    answered: list[Response],
    flags_open: set[str],
) -> pages.Section:
    scale = instrument.main_scale
    is_open = any(flag.code in flags_open for flag in instrument.flags)
    today = localtime(clock.now()).date()
    chart = charts.staff_chart(instrument, points, flag_open=is_open, today=today)
    alike = change.like_with_like(scale, points, beside)
    worse = change.deterioration(scale, alike)
    rows = zip(measure_rows(chart), points, strict=True)
    unseen = {each.id for each in answered if unseen_flags(instrument, each.answers)}
    return pages.Section(
        code=instrument.code,
        title=instrument.short_title,
        note=" ".join(filter(None, (instrument.note, scale.note))),
        figure=measure_figure(chart),
        change=change.in_words(scale, alike),
        worse=worse.sentence if worse else "",
        thresholds=_thresholds(scale),
        rows=tuple(
            _score_row(row, point, unseen, comparable=len(alike) == len(points))
            for row, point in reversed(list(rows))
        ),
        parts=_parts(instrument, beside),
        items=_items(instrument, answered),
    )


def _score_row(
    row: MeasureRow, point: scores.ScorePoint, unseen: Container[UUID], *, comparable: bool
) -> pages.ScoreRow:
    """A safety question without an answer says so: nothing was seen, which is not a no."""
    score = row.score
    if point.prorated is not None and point.value is None:
        score = (
            f"not complete (about {plain_number(point.prorated)} if the missing answers are like the others)"
        )
    return pages.ScoreRow(
        response_id=point.response_id,
        when=row.when,
        session=row.session,
        score=score,
        band=row.band,
        change=row.change if comparable else "",
        safety=row.safety or (UNSEEN if point.response_id in unseen else ""),
        answered_by=BY_WORDS[point.answered_by],
    )


def _thresholds(scale: Scale) -> tuple[str, ...]:
    """Each published number the chart draws, with its framework and how well it is sourced."""
    said = []
    if (cutoff := scale.cutoff()) is not None:
        value = cutoff.at_least if cutoff.at_least is not None else cutoff.at_most
        standing = EVIDENCE_IN_WORDS[cutoff.status]
        said.append(f"Cut-off {plain_number(value or 0)} ({cutoff.framework}; {standing})")
    if (reliable := scale.reliable_change()) is not None:
        standing = EVIDENCE_IN_WORDS[reliable.status]
        said.append(f"Reliable change {plain_number(reliable.points)} ({reliable.framework}; {standing})")
    if scale.bands is not None:
        said.append(f"Bands: {scale.bands.framework}; {EVIDENCE_IN_WORDS[scale.bands.status]}")
    return tuple(said)


def _parts(instrument: Instrument, beside: list[scores.PartPoint]) -> pages.PartTable | None:
    """The other scales, a row for each day they were answered; None where there are none."""
    if not beside:
        return None
    known = {point.scale for point in beside}
    scales = [scale for scale in instrument.scales if scale.code in known]
    values = {(point.scale, point.date): _part_value(point) for point in beside}
    days = tuple(
        pages.PartDay(
            month_day(day),
            tuple((scale.title or scale.code, values.get((scale.code, day), "–")) for scale in scales),
        )
        for day in sorted({point.date for point in beside}, reverse=True)
    )
    inside = all(set(scale.items) <= set(instrument.main_scale.items) for scale in scales)
    return pages.PartTable(tuple(map(_part_scale, scales)), days, inside)


def _part_scale(scale: Scale) -> pages.PartScale:
    read = " ".join(f"{each}." for each in _thresholds(scale))
    return pages.PartScale(scale.title or scale.code, f"{read} {scale.note}".strip())


def _part_value(point: scores.PartPoint) -> str:
    if point.value is None:
        return "not complete"
    return f"{plain_number(point.value)}: {point.band}" if point.band else plain_number(point.value)


def _items(instrument: Instrument, answered: list[Response]) -> pages.ItemTable | None:
    with_items = [each for each in answered if any(code in each.answers for code in _codes(instrument))]
    if not with_items:
        return None
    watched = {flag.item for flag in instrument.flags}
    rows = tuple(
        pages.ItemRow(
            item.code,
            item.text or f"Item {item.code}",
            item.code in watched,
            tuple(_value(each, item.code) for each in with_items),
        )
        for item in instrument.items
    )
    first = instrument.options_of(instrument.items[0].code)
    legend = list_in_words([f"{o.value} {o.text.lower()}" for o in first if o.text])
    dates = tuple(short_date(localtime(each.answered_at).date()) for each in with_items)
    return pages.ItemTable(dates, rows, legend)


def _codes(instrument: Instrument) -> list[str]:
    return [item.code for item in instrument.items]


def _value(response: Response, code: str) -> str:
    value = response.answers.get(code)
    return "–" if value is None else str(value)


def _asked(assignment: Assignment) -> pages.AskedRow:
    instrument = responses.instrument_of(assignment)
    asked = questions.asked(instrument, assignment.answers)
    due = f"due {date_in_words(localtime(assignment.due_at).date())}"
    begun = f"{asked.answered} of {asked.always} answered" if asked.answered else "not begun"
    return pages.AskedRow(assignment.id, instrument.title, assignment.get_why_display(), f"{due}, {begun}")
