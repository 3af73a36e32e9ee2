"""Pictures as a browser shows them: letters large enough, widths as reckoned, one drawing at a time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kinweave.web.pictures.circle import circle
from kinweave.web.pictures.course_picture import course_figure
from kinweave.web.pictures.glyphs import text_width
from kinweave.web.pictures.measure_chart import measure_figure
from tests.web.stage import Stage, serving, watched
from tests.web.test_pictures_circle import BOTH
from tests.web.test_pictures_course import JOANNAS
from tests.web.test_pictures_measure import chart

pytestmark = pytest.mark.browser

SMALLEST = """() => [...document.querySelectorAll('svg text')].filter(t => t.getClientRects().length)
  .map(t => [parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a, t.textContent]).sort((a, b) => a[0] - b[0])[0]"""
SHOWN = "() => [...document.querySelectorAll('.fit > svg')].filter(s => s.getClientRects().length).map(s => s.classList[1])"
LENGTHS = """async () => { await document.fonts.ready; return [...document.querySelectorAll('.in-wide text')].map(t =>
  [t.textContent, t.getComputedTextLength(), parseFloat(t.getAttribute('font-size')), parseInt(getComputedStyle(t).fontWeight)]) }"""
PAGES = {
    "/course": lambda: course_figure(JOANNAS),
    "/measure": lambda: measure_figure(chart()),
    "/circle": lambda: f'<figure class="circle-fig">{circle(BOTH)}</figure>',
}


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with serving() as started:
        for path, draw in PAGES.items():
            started.page(path, f'<div class="leaf">{draw()}</div>')
        yield started


@pytest.mark.parametrize("width", [320, 390, 820, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_letters_are_at_least_twelve_pixels_and_nothing_scrolls_sideways(browser, stage, path, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    complaints = watched(page)
    page.goto(stage.url + path)
    size, words = page.evaluate(SMALLEST)
    assert size >= 12, words
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.close()
    assert complaints == []


@pytest.mark.parametrize(
    ("path", "width", "shown"),
    [
        ("/course", 390, "in-narrow"),
        ("/course", 820, "in-tablet"),
        ("/course", 1280, "in-wide"),
        ("/measure", 390, "in-narrow"),
        ("/measure", 820, "in-wide"),
    ],
)
def test_exactly_one_drawing_is_shown_at_each_width(browser, stage, path, width, shown):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(stage.url + path)
    assert page.evaluate(SHOWN) == [shown]
    page.close()


def test_words_are_as_wide_as_they_were_reckoned(browser, stage):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(stage.url + "/course")
    measured = page.evaluate(LENGTHS)
    page.close()
    assert len(measured) > 30
    for words, length, size, weight in measured:
        assert text_width(words, size, bold=weight > 500) == pytest.approx(length, abs=1.5), words
