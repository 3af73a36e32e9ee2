"""A course without a fixed end in the portals: a review instead of an end, and an end that is decided."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kinweave.core import clock
from kinweave.core.course import Stage
from kinweave.core.protocols import Protocol
from kinweave.people.models import User
from kinweave.shelf.queries import library
from kinweave.treatment.actions import agreement as agreements
from kinweave.treatment.actions.course import open_course
from kinweave.treatment.models import Agreement, Course, Session
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import ending as endings
from tests.capabilities.treatment import agreeing
from tests.cast import Cast, reachable
from tests.portals.therapist import story
from tests.portals.therapist.test_agreement import FILLED

Signed = Callable[[User], Browser]


@pytest.fixture
def course(cast: Cast) -> Course:
    """Callum's course of the rhythm therapy, its formulation agreed."""
    reachable(cast.callum, cast.miriam)
    course = open_course(client=cast.callum, protocol=library().get(Protocol, "ipsrt"), by=cast.miriam)
    course.stage = Stage.STARTED
    course.areas, course.focus_line = ["role-transition"], "Since the shifts changed, nothing holds."
    course.save(update_fields=["stage", "areas", "focus_line"])
    return course


def url(cast: Cast, rest: str = "") -> str:
    return f"/work/people/{cast.callum.id}/{rest}"


def text(response: Any) -> str:
    return str(response.content.decode())


def agree(course: Course, by: User, *, reason: str = "", **terms: Any) -> Agreement:
    """Both sign in the room: twenty sessions and then a review, unless `terms` say otherwise."""
    values = {**agreeing.TERMS, "sessions": 20, "open_end": True} | terms
    row = agreements.start_version(course=course, by=by, reason=reason, values=values)
    row = agreements.sign(agreement=row, seen=row.version, by=by, together=True)
    course.refresh_from_db()
    return row


def hold(course: Course, count: int, by: User) -> None:
    for _ in range(count):
        ahead = Session.objects.filter(course=course, attendance="planned").order_by("starts_at").first()
        assert ahead is not None
        number = courses.state(course).attended + 1
        story.hold(course, story.Week(number, 12), ahead.starts_at, by)


def test_a_new_client_begins_with_the_rhythm_therapy(cast: Cast, as_user: Signed) -> None:
    miriam = as_user(cast.miriam)
    given = {
        "name": "Rosa Lind",
        "code": "N-101",
        "email": "rosa@lind.example",
        "protocol": "ipsrt",
        "reason": "",
    }
    taken = miriam.post(reverse("therapist:newcomer"), given)
    assert "Rosa Lind has a record" in text(taken)
    begun = Course.objects.get(protocol_code="ipsrt")
    assert begun.open_end
    page = text(miriam.get(reverse("therapist:course", args=[begun.client_id])))
    assert "Session 1" in page
    assert "Session 1 of" not in page
    assert "Daily rhythm log begun" in page


def test_the_form_asks_what_comes_after_the_sessions(cast: Cast, course: Course, as_user: Signed) -> None:
    miriam = as_user(cast.miriam)
    page = text(miriam.get(url(cast, "agreement/write/")))
    assert "you look at it together again; no last session is set" in page
    assert "If it is not better at the review" in page
    given = {**FILLED, "sessions": "20", "open_end": "open"}
    assert miriam.post(url(cast, "agreement/write/"), given).status_code == 302
    signing = {"version": "1", "agrees": "on", "together": "1"}
    assert miriam.post(url(cast, "agreement/sign/"), signing).status_code == 302
    course.refresh_from_db()
    assert (course.open_end, course.planned_sessions) == (True, 20)
    page = text(miriam.get(url(cast, "agreement/")))
    assert "without a fixed end" in page
    assert "together after session 20, about" in page
    assert "20 sessions to the review about" in page


def test_it_must_be_said_whether_an_end_is_set(cast: Cast, course: Course, as_user: Signed) -> None:
    answer = as_user(cast.miriam).post(url(cast, "agreement/write/"), {**FILLED, "sessions": "20"})
    assert answer.status_code == 422
    assert "Say what comes after them: a review, or the end." in text(answer)
    assert not Agreement.objects.exists()


def test_another_course_is_never_asked_and_never_left_open(cast: Cast, as_user: Signed) -> None:
    agreeing.started(cast)
    agreeing.agreed(cast)
    miriam = as_user(cast.miriam)
    write = f"/work/people/{cast.joanna.id}/agreement/write/"
    assert "And then" not in text(miriam.get(write))
    assert miriam.post(write, {**FILLED, "open_end": "open"}).status_code == 302
    assert not Agreement.objects.get().open_end


PAGES = [
    "", "agreement/", "agreement/write/", "ending/", "review/", "sessions/", "measures/", "timeline/", "formulation/",
    "suitability/", "inventory/", "area/role-transition/", "care/", "room/",
]  # fmt: skip


@pytest.mark.parametrize("held", [0, 13, 20])
def test_no_page_speaks_of_an_end_that_nobody_set(
    cast: Cast, course: Course, as_user: Signed, held: int
) -> None:
    agree(course, cast.miriam)
    hold(course, held, cast.miriam)
    miriam, callum = as_user(cast.miriam), as_user(cast.callum_user)
    shown = [text(miriam.get(url(cast, path), follow=True)) for path in PAGES]
    shown += [text(miriam.get(reverse(f"therapist:{name}"))) for name in ("caseload", "today")]
    own = ("home", "plan", "agreement", "progress", "timeline")
    shown += [text(callum.get(reverse(f"client:{name}"), follow=True)) for name in own]
    for page in shown:
        assert "</html>" in page
        assert not re.search(r"\bNone\b(?! planned|</option| yet)", page)
        assert not re.search(rf"\b{held + 1} of 20\b|\b{held} of 20\b|[Tt]he course ends on", page)
    where = f"Session {held + 1}" if held < 20 else "sessions held"
    assert where in shown[0]


def test_the_client_reads_that_it_is_looked_at_again(cast: Cast, course: Course, as_user: Signed) -> None:
    agree(course, cast.miriam)
    callum = as_user(cast.callum_user)
    assert "There is no last one yet; you look at it together again on" in text(
        callum.get(reverse("client:home"))
    )
    assert "then you look at it together again, about 2 April 2027" in text(
        callum.get(reverse("client:plan"))
    )


def test_at_the_review_the_course_page_asks_how_to_go_on(cast: Cast, course: Course, as_user: Signed) -> None:
    agree(course, cast.miriam)
    hold(course, 19, cast.miriam)
    page = text(as_user(cast.miriam).get(url(cast)))
    assert "Go on, change it, or begin to end?" in page
    assert "Agree how to go on" in page
    review = text(as_user(cast.miriam).get(url(cast, "review/")))
    assert "It was agreed for session 20" in review


def test_going_on_is_a_new_version_with_its_reason(cast: Cast, course: Course, as_user: Signed) -> None:
    first = agree(course, cast.miriam)
    hold(course, 20, cast.miriam)
    last = Session.objects.filter(course=course).order_by("starts_at").last()
    assert last is not None
    with clock.at(last.starts_at + timedelta(days=1)):
        page = text(as_user(cast.miriam).get(url(cast, "agreement/write/")))
        assert '<option value="14" selected>' in page, "the protocol thins out from session 18 on"
        agree(
            course, cast.miriam, reason="It holds; we go on, every two weeks.", sessions=26, days_between=14,
            starts_on=last.starts_at.date() + timedelta(days=14),
        )  # fmt: skip
    first.refresh_from_db()
    assert (first.sessions, first.open_end, first.number) == (20, True, 1)
    assert (course.planned_sessions, course.open_end) == (26, True)
    assert Session.objects.filter(course=course, attendance="planned").count() == 6


def test_an_agreement_sets_the_end_and_then_the_ending_opens(
    cast: Cast, course: Course, as_user: Signed
) -> None:
    agree(course, cast.miriam)
    hold(course, 14, cast.miriam)
    agree(
        course, cast.miriam, reason="He moves in spring.", open_end=False, starts_on=date(2027, 3, 5),
        starts_at=time(10),
    )  # fmt: skip
    assert not course.open_end
    hold(course, 2, cast.miriam)
    assert course.stage == Stage.ENDING
    page = text(as_user(cast.miriam).get(url(cast)))
    assert "Session 17 of 20" in page
    assert "Begin the ending together?" in page


def test_the_ending_is_opened_by_decision_and_the_course_is_finished(
    cast: Cast, course: Course, as_user: Signed
) -> None:
    agree(course, cast.miriam)
    hold(course, 3, cast.miriam)
    miriam = as_user(cast.miriam)
    assert "it does not open itself" in text(miriam.get(url(cast, "ending/")))
    waiting = agreements.start_version(
        course=course, by=cast.miriam, reason="More", values={"sessions": 30, "open_end": True}
    )
    assert miriam.post(url(cast, "ending/begin/"), {"x": ""}).status_code == 302
    course.refresh_from_db()
    waiting.refresh_from_db()
    assert (course.stage, course.open_end, waiting.open_end) == (Stage.ENDING, False, False)
    assert "Session 4 of 20" in text(miriam.get(url(cast)))
    assert "And then" not in text(miriam.get(url(cast, "agreement/write/")))
    row = endings.ending(course)
    assert row is not None
    next_step = {"version": str(row.version), "next_step": "nothing"}
    assert miriam.post(url(cast, "ending/write/next/"), next_step).status_code == 302
    assert miriam.post(url(cast, "ending/close/"), {"to": "finished"}).status_code == 302
    assert "hree sessions held" in text(miriam.get(url(cast)))
    assert " of 20" not in text(miriam.get(url(cast)))
