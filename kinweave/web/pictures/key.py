"""Keys: the words for the lines and marks of a chart, each after a small drawing of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.safestring import SafeString

from kinweave.web.pictures.course import Course
from kinweave.web.pictures.measure_chart import MeasureChart
from kinweave.web.pictures.scores import Safety
from kinweave.web.pictures.svg import dot, element, join, line
from kinweave.web.pictures.ties import TIE_WORDS, Tie, ghost, key_line, mark
from kinweave.web.words import plain_number


def _item(drawing: SafeString, words: str) -> SafeString:
    return element("li", drawing, words)


def _drawing(*parts: SafeString) -> SafeString:
    return element("svg", *parts, view_box="0 0 32 16", aria_hidden="true")


def _list(items: Iterable[SafeString]) -> SafeString:
    return element("ul", *items, class_="key")


def _score_items(chart: MeasureChart) -> Iterable[SafeString]:
    measure = chart.measure
    values = [s.value for s in sorted(chart.scores, key=lambda s: s.on) if s.value is not None]
    whole = line("ink-l", 0, 8, 32, 8, stroke_width=2.2)
    yield _item(_drawing(whole, dot("ink-l hollow", 16, 8, 4, stroke_width=2)), measure.name)
    if measure.cutoff is not None:
        yield _item(
            _drawing(line("ink-l", 0, 8, 32, 8, stroke_width=1.2)), f"cut-off, {plain_number(measure.cutoff)}"
        )
    if values and (words := measure.reliable_words(values[0])):
        dashes = line("acc-l", 0, 8, 32, 8, stroke_width=1.4, stroke_dasharray="7 4")
        yield _item(_drawing(dashes), f"reliable change, {words}")
    if chart.expected:
        band = element("path", class_="band-f", d="M0 3H32V13H0z")
        edges = element("path", class_="sup-l", d="M0 3H32M0 13H32", stroke_dasharray="1 3")
        yield _item(_drawing(band, edges), "expected")
    if any(score.safety is Safety.ANSWERED for score in chart.scores):
        square = element("rect", class_="now-l hollow", x=11, y=3, width=9, height=9)
        yield _item(_drawing(square), "safety answer, talked through")
    if any(score.safety is Safety.OPEN for score in chart.scores):
        yield _item(
            _drawing(element("rect", class_="now-f", x=11, y=3, width=10, height=10)), "safety answer, open"
        )


def measure_key(chart: MeasureChart) -> SafeString:
    """What the lines and marks of ``measure_chart`` mean, only those that are in it."""
    return _list(_score_items(chart))


def course_key(course: Course) -> SafeString:
    """What the lines and marks of ``course_picture`` mean, only those that are in it."""
    chart = MeasureChart(course.key, course.measure, course.scores, course.expected)
    items = list(_score_items(chart))
    wave = "M0 11C10 11 16 4 32 4"
    if any(not mood.recalled for mood in course.moods):
        items.append(_item(_drawing(element("path", class_="sup-l", d=wave, stroke_width=2.2)), "mood"))
    if any(mood.recalled for mood in course.moods):
        dotted = element("path", class_="sup-l", d=wave, stroke_width=2.2, stroke_dasharray="1 5")
        items.append(_item(_drawing(dotted), "mood, recalled"))
    present = {event.tie for event in course.events if event.people}
    items += [_item(_drawing(mark(tie, 16, 8, 5.5)), TIE_WORDS[tie]) for tie in Tie if tie in present]
    return _list(items)


def circle_key(*, ghosts: str = "", unsaid: bool = False) -> SafeString:
    """The key of the circle; ``ghosts`` are the words for earlier places, such as "where they were at
    the start"."""
    ties = [tie for tie in Tie if unsaid or tie is not Tie.UNSAID]
    items = [_item(key_line(tie), TIE_WORDS[tie]) for tie in ties]
    if ghosts:
        head = element("path", class_="ink-l", d="M24 4l5 4-5 4", stroke_width=1.5)
        shaft = element("path", class_="axis", d="M15 8H28", stroke_dasharray="1.5 3")
        items.append(_item(_drawing(join((ghost(Tie.SUPPORT, 7, 8, 6), shaft, head))), ghosts))
    return _list(items)
