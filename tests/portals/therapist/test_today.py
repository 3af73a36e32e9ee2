"""Today: what needs an answer, who comes, what to sign."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client as Browser

from kinweave.core import clock
from kinweave.core.course import Attendance
from kinweave.jobs.models import Pulse
from kinweave.people import actions as people
from kinweave.people.models import User
from kinweave.safety.queries import open_alerts
from kinweave.therapist.pages.today import heading
from kinweave.treatment.actions import sessions, timeline
from kinweave.treatment.models import Session
from tests.cast import Cast, course_for, reachable
from tests.portals.therapist.story import Week, answer, beginning, event, friday, hold, middle
from tests.portals.therapist.test_caseload import newcomer
from tests.statements import statements_of

SignIn = Callable[[User], Browser]
TODAY = "/work/"


def shown(browser: Browser) -> str:
    answered = browser.get(TODAY)
    assert answered.status_code == 200
    return unescape(answered.content.decode())


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def part(html: str, name: str) -> str:
    """The words of one section, by the id of its heading; empty when there is none."""
    if f'id="{name}"' not in html:
        return ""
    return plain(html[html.index(f'id="{name}"') :].split("</section>")[0])


@pytest.fixture
def morning(cast: Cast) -> Iterator[Cast]:
    """The morning of Joanna's seventh session."""
    beginning(cast)
    middle(cast, (15, 15, 12))
    with clock.at(friday(6) - timedelta(minutes=24)):
        yield cast


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((4, 2, 2), "Four sessions, two answers due, two notes to sign"),
        ((1, 0, 0), "One session"),
        ((0, 1, 0), "One answer due"),
        ((0, 0, 1), "One note to sign"),
        ((13, 0, 1), "13 sessions, one note to sign"),
        ((0, 0, 0), "No sessions today"),
    ],
)
def test_the_heading_says_the_day_in_words(counts: tuple[int, int, int], words: str) -> None:
    assert heading(*counts) == words


def test_a_session_stands_with_its_line_and_what_came_since(morning: Cast, as_user: SignIn) -> None:
    event(morning, date(2026, 12, 22), "Christmas alone")
    timeline.write_moment(client=morning.joanna, said="Isla rang off", by=morning.joanna_user)
    answer(morning.course, 11, morning.miriam)
    html = shown(as_user(morning.miriam))
    today = part(html, "sess")
    assert "One session" in plain(html)
    assert "10:00 Joanna Hale 7 of 16, role transition, by video" in today
    assert "“I’ve been living here as if I were only visiting.”" in today
    assert "Since 18 December: Christmas alone and one moment written down." in today
    assert "PHQ-9 is 11, six lower than at the start." in today
    assert "Open the room for Joanna Hale" in today


def test_a_session_called_off_has_no_room(morning: Cast, as_user: SignIn) -> None:
    row = Session.objects.get(course=morning.course, starts_at=friday(6))
    sessions.set_attendance(session=row, attendance=Attendance.CANCELLED_BY_CLIENT, by=morning.miriam)
    html = shown(as_user(morning.miriam))
    assert "cancelled by client" in part(html, "sess")
    assert "Open the room" not in part(html, "sess")
    assert "No sessions today" in plain(html)


def test_an_answer_due_stands_first_with_the_one_filled_button(morning: Cast, as_user: SignIn) -> None:
    answer(morning.course, 12, morning.miriam, item9=1)
    browser = as_user(morning.miriam)
    html = shown(browser)
    assert "one answer due" in plain(html)
    assert html.index('id="due"') < html.index('id="sess"')
    assert "by Monday 28 December at 17:00" in part(html, "due")
    assert "Goes to Adela" in part(html, "due")
    assert len(re.findall(r'class="button"', html)) == 1


def test_taking_an_answer_moves_the_filled_button_to_the_room(morning: Cast, as_user: SignIn) -> None:
    answer(morning.course, 12, morning.miriam, item9=1)
    browser = as_user(morning.miriam)
    alert = open_alerts(morning.joanna)[0]
    assert browser.post(f"/work/alerts/{alert.pk}/take/").status_code in (302, 303)
    html = shown(browser)
    assert "taken by Miriam" in part(html, "due")
    assert re.findall(r'class="button"[^>]*>([^<]+)', html) == ["Open the room"]


def test_a_supervisor_sees_the_alert_and_the_shared_case(morning: Cast, as_user: SignIn) -> None:
    answer(morning.course, 12, morning.miriam, item9=1)
    html = shown(as_user(morning.adela))
    assert "Joanna Hale" in part(html, "due")
    assert "Joanna Hale" in part(html, "shared")
    assert "You treat nobody here." in part(html, "case")
    assert "Take on a client" not in html


def test_what_is_still_to_ask_stands_beside_todays_session(morning: Cast, as_user: SignIn) -> None:
    people.save_contact_details(client=morning.joanna, values={"emergency_name": ""}, by=morning.miriam)
    html = shown(as_user(morning.miriam))
    assert "Still to ask Joanna Hale : somebody to call in an emergency." in part(html, "sess")
    reachable(morning.joanna, morning.miriam)
    assert "Still to ask" not in shown(as_user(morning.miriam))


def test_a_colleague_sees_nothing_of_it(morning: Cast, as_user: SignIn) -> None:
    answer(morning.course, 12, morning.miriam, item9=1)
    for user in (morning.colleague, morning.former, morning.stranger):
        html = shown(as_user(user))
        assert "Joanna" not in html
        assert "No sessions today" in plain(html)


def test_when_the_first_is_taken_the_next_one_has_the_filled_button(morning: Cast, as_user: SignIn) -> None:
    answer(morning.course, 12, morning.miriam, item9=1)
    first = open_alerts(morning.joanna)[0]
    later = newcomer(morning, "Amal Örd", "N-004", (12,))
    with clock.at(clock.now() + timedelta(minutes=1)):
        answer(later, 12, morning.miriam, item9=1)
    browser = as_user(morning.miriam)
    assert browser.post(f"/work/alerts/{first.pk}/take/").status_code in (302, 303)
    due = shown(browser).split('id="due"')[1].split("</section>")[0]
    assert re.findall(r'class="button"[^>]*>([^<]+)<span class="vh">: ([^<]+)', due) == [
        ("Take this", "Amal Örd")
    ]


def test_many_notes_to_sign_are_folded_after_the_sixth(morning: Cast, as_user: SignIn) -> None:
    for week in range(8):
        hold(morning.course, Week(7 + week, 11), friday(6 + week), morning.miriam, sign=False)
    with clock.at(friday(14)):
        html = shown(as_user(morning.miriam))
    notes = html.split('id="notes"')[1].split("</section>")[0]
    assert notes.split("<details>")[0].count("<li>") == 6
    assert notes.count("<li>") == 8
    assert "2 more to sign" in part(html, "notes")


def test_notes_wait_with_what_they_lack(morning: Cast, as_user: SignIn) -> None:
    assert part(shown(as_user(morning.miriam)), "notes") == ""
    hold(morning.course, Week(7, 11), friday(6), morning.miriam, sign=False)
    held = course_for(morning.callum, morning.miriam)
    with clock.at(friday(6) + timedelta(hours=2)):
        row = sessions.plan_session(course=held, starts_at=friday(6) + timedelta(hours=1), by=morning.miriam)
        reachable(morning.callum, morning.miriam)
        sessions.begin(session=row, by=morning.miriam)
        html = shown(as_user(morning.miriam))
    notes = part(html, "notes")
    assert "Joanna Hale, session 7 complete, waits for your signature" in notes
    assert "Callum Pryce, session 1 nothing written yet Write" in notes
    assert "two notes to sign" in plain(html)


def test_a_note_says_when_safety_stands_in_its_way(morning: Cast, as_user: SignIn) -> None:
    hold(morning.course, Week(7, 11), friday(6), morning.miriam, sign=False, item9=1)
    with clock.at(friday(6) + timedelta(hours=2)):
        assert "waits until the safety answer is talked through" in part(
            shown(as_user(morning.miriam)), "notes"
        )


def test_everyone_stands_by_their_next_session(morning: Cast, as_user: SignIn) -> None:
    course_for(morning.callum, morning.miriam)
    later = newcomer(morning, "Amal Örd", "N-004")
    sessions.plan_session(course=later, starts_at=friday(6) + timedelta(days=3), by=morning.miriam)
    case = part(shown(as_user(morning.miriam)), "case")
    assert case.index("Joanna Hale") < case.index("Amal Örd") < case.index("Callum Pryce")
    assert "3 under way" in case


def test_a_long_caseload_says_how_much_of_it_stands_here(morning: Cast, as_user: SignIn) -> None:
    for index in range(12):
        newcomer(morning, f"Client {index}", f"C-{index}")
    case = part(shown(as_user(morning.miriam)), "case")
    assert "the next 12 of 13 under way" in case
    assert "All 13, with filters" in case


def test_who_has_no_score_yet_is_not_given_a_change_from_nothing(morning: Cast, as_user: SignIn) -> None:
    newcomer(morning, "Amal Örd", "N-004")
    case = part(shown(as_user(morning.miriam)), "case")
    assert "PHQ-9 17 to 12" in case
    assert "PHQ-9 – to" not in case


def test_a_silent_worker_is_said_aloud(morning: Cast, as_user: SignIn) -> None:
    browser = as_user(morning.miriam)
    assert "Nothing is being sent or passed on." in shown(browser)
    a_minute_ago = clock.now() - timedelta(minutes=1)
    Pulse.objects.create(worker="one", alive_at=a_minute_ago, went_round_at=a_minute_ago)
    assert "Nothing is being sent or passed on." not in shown(browser)


def booked(cast: Cast, index: int) -> None:
    """Another client, with a session today and a safety answer open."""
    course = newcomer(cast, f"Client {index}", f"C-{index}", (12, 20))
    sessions.plan_session(course=course, starts_at=friday(6) + timedelta(hours=index), by=cast.miriam)
    answer(course, 12, cast.miriam, item9=1)


def test_more_clients_ask_no_more_of_the_database(morning: Cast, as_user: SignIn) -> None:
    browser = as_user(morning.miriam)
    booked(morning, 0)
    statements_of(browser, TODAY)
    few = statements_of(browser, TODAY)
    for index in range(1, 6):
        booked(morning, index)
    assert len(statements_of(browser, TODAY)) == len(few)
