"""The client's first page: the one thing to do now, and nothing that hurries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kinweave.client.pages.home_ribbon import course_ribbon
from kinweave.core import clock
from kinweave.core.protocols import Protocol
from kinweave.measures import actions
from kinweave.people import actions as people
from kinweave.people.models import Role, Service, User
from kinweave.shelf.queries import library
from kinweave.treatment.actions import ending as endings
from kinweave.treatment.actions import staying_well
from kinweave.treatment.actions.course import open_course
from kinweave.treatment.models import Course
from kinweave.treatment.queries import course as courses
from kinweave.worksheets.actions.steps import agree_step
from tests.capabilities.measures.asking import planned, waiting
from tests.capabilities.treatment.holding import held
from tests.cast import Cast
from tests.portals.client import first_pages

AsUser = Callable[[User], Browser]
HOME = reverse("client:home")


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def phone(cast: Cast, as_user: AsUser) -> Browser:
    """The phone of somebody who has read the first pages."""
    first_pages.read_by_joanna(cast)
    return as_user(cast.joanna_user)


def answered(cast: Cast) -> None:
    for code in ("phq-9", "gad-7"):
        actions.record_response(assignment=waiting(cast.course, code), answers={"1": 1}, by=cast.joanna_user)


def test_it_greets_by_first_name_and_asks_for_one_thing(phone: Any) -> None:
    page = text(phone.get(HOME))
    assert "Good morning, Joanna." in page
    assert "16 short questions" in page
    assert page.count('class="button"') == 1


def test_the_questions_name_whom_they_are_for(cast: Cast, phone: Any) -> None:
    planned(cast.course, clock.now() + timedelta(hours=3))
    page = text(phone.get(HOME))
    assert "before you see Miriam" in page
    assert "Today at 13:00</strong>, with Miriam, in the room" in page


def test_when_everything_is_done_it_says_so_and_presses_nothing(cast: Cast, phone: Any) -> None:
    answered(cast)
    page = text(phone.get(HOME))
    assert "Nothing to do now" in page
    assert page.count('class="button"') == 0


def test_at_the_hour_of_the_session_nothing_else_is_asked(cast: Cast, phone: Any) -> None:
    planned(cast.course, clock.now() + timedelta(minutes=10))
    assert "Miriam is expecting you" in text(phone.get(HOME))


def test_with_a_session_ahead_it_says_when(cast: Cast, phone: Any) -> None:
    answered(cast)
    planned(cast.course, clock.now() + timedelta(days=5))
    assert "You meet Miriam on Wednesday 18 November at 10:00." in text(phone.get(HOME))


def test_it_has_no_streak_score_or_praise(cast: Cast, phone: Any) -> None:
    answered(cast)
    page = text(phone.get(HOME)).lower()
    for word in ("streak", "well done", "great", "score", "overdue", "missed", "deficits"):
        assert word not in page


def test_the_clients_words_stand_on_it_once_agreed(cast: Cast, phone: Any) -> None:
    cast.course.focus_line = "I lost my marriage and my town in one summer."
    cast.course.done = {"formulation_agreed": "2026-12-04"}
    cast.course.save()
    page = text(phone.get(HOME))
    assert "“I lost my marriage and my town in one summer.”" in page
    assert "You and Miriam agreed this on 4 December." in page


def test_the_ribbon_counts_sessions_and_a_missed_week_spends_nothing(cast: Cast) -> None:
    monday = clock.now()
    for number, weeks in ((1, 4), (2, 3), (3, 1)):
        planned(cast.course, monday - timedelta(weeks=weeks), number=number)
    planned(cast.course, monday + timedelta(days=1))
    rows = list(courses.sessions(cast.course))
    state = courses.state(cast.course, rows)
    markup = str(course_ribbon(state, rows, date(2026, 11, 13)))
    assert markup.count("held") == 3
    assert markup.count("aria-current") == 1
    assert "No session on 30 October; none was used up" in markup
    assert markup.count("to come") == state.total - 4


def test_a_preparation_before_the_first_session_takes_none_of_them(cast: Cast) -> None:
    """In `ipt-brief` an optional engagement comes before: its name stands over no session."""
    brief = open_course(client=cast.callum, protocol=library().get(Protocol, "ipt-brief"), by=cast.miriam)
    markup = str(course_ribbon(courses.state(brief, []), [], date(2026, 11, 13)))
    assert "Finding out what would help you come" not in markup
    assert markup.index("Getting to know what is going on") < markup.index("Working on it together")


def test_the_first_page_takes_at_most_fifteen_queries_however_long_the_course(
    cast: Cast, phone: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, 12):
        planned(cast.course, clock.now() - timedelta(weeks=12 - number), number=number)
    planned(cast.course)
    Course.objects.filter(pk=cast.course.pk).update(agreed_on=date(2026, 9, 1))
    actions.ensure_due(course=cast.course, session=None, by=None)
    with django_assert_max_num_queries(15):
        assert phone.get(HOME).status_code == 200


def test_nobody_else_opens_it(cast: Cast, as_user: AsUser) -> None:
    for user in (cast.miriam, cast.manager, cast.stranger):
        assert as_user(user).get(HOME).status_code == 404


def test_somebody_new_is_led_to_the_first_pages_before_anything_else(cast: Cast, as_user: AsUser) -> None:
    page = text(as_user(cast.joanna_user).get(HOME))
    assert "A few short pages to begin with" in page
    assert 'href="/my/start/"' in page


def test_after_the_course_it_says_so_and_leads_to_the_plan(cast: Cast, phone: Any) -> None:
    answered(cast)
    day = clock.now().date()
    Course.objects.filter(pk=cast.course.pk).update(stage="finished", ended_on=day)
    page = text(phone.get(HOME))
    assert "This is session" not in page
    assert "Your next session" not in page
    assert "After the course" in page
    assert "No meeting is arranged." in page
    assert "in the session" not in page
    assert "Your course has ended, so nobody reads these now." in page
    for written in ("client:moment", "client:mood"):
        assert "nobody reads these now. They stay here for you." in text(phone.get(reverse(written)))
    endings.plan_follow_up(
        course=cast.course, starts_at=clock.later(days=30), kind="follow_up", by=cast.miriam
    )
    for written in ("client:home", "client:moment", "client:mood"):
        said = text(phone.get(reverse(written)))
        assert "reads these with you when you meet again. Nobody watches them until then." in said
    assert "Open my plan for staying well" not in page  # nobody has written one
    staying_well.write(course=cast.course, values={"gains": "I ring Isla."}, seen=0, by=cast.joanna_user)
    page = text(phone.get(HOME))
    assert "Open my plan for staying well" in page
    assert page.count('class="button"') == 1


def test_after_a_course_that_ended_early_nobody_is_shown_what_was_not(cast: Cast, phone: Any) -> None:
    answered(cast)
    agree_step(session=held(cast), words="Ring Isla before noon", by=cast.miriam)
    assert "Say what became of it" in text(phone.get(HOME))
    Course.objects.filter(pk=cast.course.pk).update(stage="stopped_early", ended_on=clock.now().date())
    Service.objects.filter(pk=cast.service.pk).update(telephone="01632 960188")
    page = text(phone.get(HOME))
    assert "What you wrote stays here, and it stays yours." in page
    assert 'class="ribbon"' not in page  # no row of empty places for sessions that were not held
    assert "Say what became of it" not in page  # nobody is there to look back on it together
    assert "If you need one, ring 01632 960188." in page
    assert 'class="button"' not in page


def test_before_a_course_has_begun_no_tab_leads_nowhere(cast: Cast, as_user: AsUser) -> None:
    early = people.add_client(service=cast.service, code="N-009", name="Ada Early", by=cast.miriam)
    early.user = people.add_staff(
        service=cast.service, email="ada@northgate.example", name="", roles=[Role.CLIENT], password=None
    )
    early.save(update_fields=["user"])
    browser = as_user(early.user)
    for tab in ("home", "timeline", "people", "plan", "progress", "session", "record"):
        answer = browser.get(reverse(f"client:{tab}"))
        assert answer.status_code == 200, tab
    assert "will stand here, from the first sessions on" in text(browser.get(reverse("client:plan")))
