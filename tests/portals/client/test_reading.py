"""What a client may read: what was sent first, what fits next, and every page for herself alone."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from kinweave.audit.models import Event
from kinweave.core.lessons import Lesson
from kinweave.people.models import User
from kinweave.shelf.queries import library
from kinweave.treatment.models import Course
from kinweave.worksheets.actions.steps import give_lesson
from kinweave.worksheets.models import Step
from tests.cast import Cast
from tests.portals.therapist.in_room import form_of
from tests.rules.tree import PACKAGE

SignedIn = Callable[[User], Browser]
pytestmark = pytest.mark.django_db
CODES = [lesson.code for lesson in library().all(Lesson)]


@pytest.fixture
def joanna(cast: Cast, as_user: SignedIn) -> Browser:
    return as_user(cast.joanna_user)


def page(browser: Browser, url: str = "/my/reading/") -> str:
    answer = browser.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(cast: Cast, code: str = "grief") -> Step:
    return give_lesson(course=cast.course, lesson=library().get(Lesson, code), by=cast.miriam)


def under(text: str, heading: str) -> list[str]:
    """The codes of the lessons under one heading, in order."""
    part = re.split(r"<section", text)
    return next((re.findall(r'/my/reading/([a-z-]+)/"', each) for each in part if heading in each), [])


def test_at_the_start_she_finds_what_belongs_to_the_start(joanna: Browser) -> None:
    first = under(page(joanna), "For where you are now")
    assert first[0] == "how-ipt-works"
    assert {"depression-as-illness", "what-you-may-put-down", "people-in-your-life"} <= set(first)
    assert "endings" not in first


def test_every_page_is_there_once(joanna: Browser) -> None:
    found = re.findall(r'/my/reading/([a-z-]+)/"', page(joanna))
    assert sorted(found) == sorted(CODES)


def test_once_the_area_is_agreed_its_page_comes_first(cast: Cast, joanna: Browser) -> None:
    Course.objects.filter(pk=cast.course.pk).update(areas=["grief"])
    assert under(page(joanna), "For where you are now")[:2] == ["grief", "long-grief"]


def test_what_was_sent_stands_first_and_only_there(cast: Cast, joanna: Browser) -> None:
    sent(cast)
    text = page(joanna)
    assert under(text, "From Miriam") == ["grief"]
    assert "sent on 13 November" in text
    assert text.count("/my/reading/grief/") == 1


@pytest.mark.parametrize("code", CODES)
def test_each_page_has_its_picture_its_sources_and_no_stray_mark(joanna: Browser, code: str) -> None:
    lesson = library().get(Lesson, code)
    text = page(joanna, f"/my/reading/{code}/")
    assert text.count('role="img"') == 1
    assert 'aria-labelledby="lesson-title lesson-desc"' in text
    assert ("Open the page with the numbers" in text) is lesson.help
    main = text[text.index("<main") : text.index("</main>")]
    assert not re.search(r"&lt;|\{\{|\[\[|&gt;|deficit", main)
    assert main.count("<h1") == 1


def test_what_people_say_is_in_the_voice_and_nothing_else_is(joanna: Browser) -> None:
    text = page(joanna, "/my/reading/saying-what-you-need/")
    assert '<p class="voice">“You never listen.”</p>' in text
    assert text.count('class="voice"') == 2


def test_a_page_that_is_not_there_says_so(joanna: Browser) -> None:
    assert joanna.get("/my/reading/no-such-page/").status_code == 404


def test_what_she_opens_is_written_down_nowhere(joanna: Browser) -> None:
    before = Event.objects.count()
    page(joanna)
    page(joanna, "/my/reading/trauma/")
    assert Event.objects.count() == before


def test_from_the_page_that_was_sent_she_says_what_she_thought(cast: Cast, joanna: Browser) -> None:
    step = sent(cast)
    text = page(joanna, "/my/reading/grief/")
    assert "Miriam sent you this on 13 November." in text
    url = f"/my/steps/{step.id}/"
    assert url in text
    told = page(joanna, url)
    assert "Something to read" in told
    assert "I have read it" in told
    assert "“When someone has died”" not in told  # the title is nobody's words
    joanna.post(url, form_of(told) | {"state": "done", "how_it_went": "The waves fit."})
    step.refresh_from_db()
    assert (step.state, step.how_it_went) == ("done", "The waves fit.")
    assert "Miriam sent you this" not in page(joanna, "/my/reading/grief/")


def test_her_first_page_shows_what_was_sent_as_something_to_read(cast: Cast, joanna: Browser) -> None:
    sent(cast)
    text = page(joanna, "/my/")
    assert "Something to read" in text
    assert 'href="/my/reading/grief/"' in text
    assert "You chose this" not in text


def test_her_first_page_offers_one_page_at_the_start(joanna: Browser) -> None:
    text = page(joanna, "/my/")
    assert "Worth reading now" in text
    assert re.findall(r'/my/reading/([a-z-]+)/"', text) == ["how-ipt-works"]


def test_her_plan_names_a_few_that_fit(cast: Cast, joanna: Browser) -> None:
    Course.objects.filter(pk=cast.course.pk).update(areas=["role-dispute"])
    found = re.findall(r'/my/reading/([a-z-]+)/"', page(joanna, "/my/plan/"))
    assert found[0] == "role-dispute"
    assert len(found) == 4


def test_after_the_course_the_pages_of_the_ending_come_first(cast: Cast, joanna: Browser) -> None:
    Course.objects.filter(pk=cast.course.pk).update(stage="finished", ended_on="2026-11-12")
    assert {"endings", "staying-well"} <= set(under(page(joanna), "For where you are now"))
    assert "Worth reading now" not in page(joanna, "/my/")


def test_somebody_without_a_course_may_read(cast: Cast, as_user: SignedIn) -> None:
    assert sorted(re.findall(r'/my/reading/([a-z-]+)/"', page(as_user(cast.callum_user)))) == sorted(CODES)


def test_nobody_reads_what_was_sent_to_another(cast: Cast, as_user: SignedIn) -> None:
    step = sent(cast)
    callum = as_user(cast.callum_user)
    assert "From " not in page(callum)
    assert "sent you this" not in page(callum, "/my/reading/grief/")
    assert callum.get(f"/my/steps/{step.id}/").status_code == 404


def test_the_list_asks_the_database_the_same_however_much_was_sent(cast: Cast, joanna: Browser) -> None:
    sent(cast, "listening")
    page(joanna)
    with CaptureQueriesContext(connection, ) as few:  # fmt: skip
        page(joanna)
    for code in ("grief", "trauma", "eating"):
        sent(cast, code)
    page(joanna)
    with CaptureQueriesContext(connection) as many:
        page(joanna)
    assert len(many) == len(few)


def test_a_first_page_with_all_it_loads_is_light(joanna: Browser) -> None:
    for code in CODES:
        text = page(joanna, f"/my/reading/{code}/")
        loaded = [text.encode()]
        for name in re.findall(r'(?:href|src)="/static/(kinweave/[^"]+\.(?:css|js|svg))"', text):
            plain = re.sub(r"\.[0-9a-f]{12}(?=\.)", "", name)
            loaded.append((PACKAGE / "web" / "static" / plain).read_bytes())
        assert len(loaded) >= 6
        assert sum(len(gzip.compress(each)) for each in loaded) <= 50_000
