"""Lessons as pages show them: time to read, the frame of the picture, and pictures as a small phone draws them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from kinweave.core.lessons import Lesson
from kinweave.core.pictures import read_picture
from kinweave.web.lessons import lesson_lines, lesson_shown
from kinweave.web.pictures.lesson import lesson_picture
from tests.core.published import library
from tests.core.test_pictures import svg
from tests.web.drawing import parse
from tests.web.stage import Stage, serving, watched

LESSONS = library().all(Lesson)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.code)
def test_a_lesson_says_how_long_it_takes_a_slow_reader(lesson: Lesson) -> None:
    assert (
        lesson_shown(lesson).minutes == f"about {'two' if lesson.words <= 300 else 'three'} minutes to read"
    )


def test_a_list_says_what_was_sent() -> None:
    first, second = lesson_lines(LESSONS[:2], {LESSONS[1].code: "sent on 3 May"})
    assert (first.code, first.title, first.said) == (LESSONS[0].code, LESSONS[0].title, "")
    assert second.said == "sent on 3 May"


def test_the_frame_says_what_is_seen_and_escapes_it() -> None:
    texts = "<title>A &lt;b&gt; title</title><desc>You &amp; me</desc>"
    drawn = lesson_picture(read_picture(svg(texts=texts)), key="mine")
    root = parse(drawn)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "mine-title mine-desc"
    assert [root[0].text, root[1].text] == ["A <b> title", "You & me"]
    assert root.attrib["viewBox"] == "0 0 400 200"
    assert "&lt;b&gt;" in drawn


WORDS = """() => [...document.querySelectorAll('.lesson-picture')].flatMap(svg => {
  const field = svg.getBoundingClientRect(), scale = svg.getScreenCTM().a;
  const texts = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect(), t]);
  return texts.flatMap(([said, box, t], n) => [
    parseFloat(getComputedStyle(t).fontSize) * scale < 11.9 ? said + ' is too small' : '',
    box.left < field.left - 1 || box.right > field.right + 1 || box.bottom > field.bottom + 2 ? said + ' is cut off' : '',
    ...texts.slice(n + 1).map(([other, its]) => box.left < its.right && its.left < box.right &&
      box.top + 3 < its.bottom - 3 && its.top + 3 < box.bottom - 3 ? said + ' lies on ' + other : ''),
  ]).filter(Boolean);
})"""


@pytest.fixture(scope="module")
def pictures() -> Iterator[Stage]:
    with serving() as stage:
        drawn = "".join(lesson_picture(each.picture.drawn, each.code) for each in LESSONS)
        sheet = '<link rel="stylesheet" href="/static/lessons.css">'
        stage.page("/pictures", f'{sheet}<div class="leaf">{drawn}</div>')
        stage.page("/wrong", f'{sheet}<div class="leaf">{lesson_picture(read_picture(svg(TOO_WIDE)))}</div>')
        yield stage


TOO_WIDE = '<text x="350" y="50" font-size="17">far too long to fit</text><text x="350" y="52" font-size="17">on it</text>'


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_words_in_pictures_can_be_read_and_lie_apart(browser: Browser, pictures: Stage, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    complaints = watched(page)
    page.goto(f"{pictures.url}/pictures", wait_until="networkidle")
    assert page.locator(".lesson-picture").count() == len(LESSONS)
    assert page.evaluate(WORDS) == []
    page.close()
    assert complaints == []


@pytest.mark.browser
def test_words_that_are_cut_off_or_lie_on_others_would_be_seen(browser: Browser, pictures: Stage) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(f"{pictures.url}/wrong", wait_until="networkidle")
    assert page.evaluate(WORDS) == ["far too long to fit is cut off", "far too long to fit lies on on it"]
    page.close()
