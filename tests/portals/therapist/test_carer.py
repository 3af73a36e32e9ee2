"""A course with a carer's part, from taking somebody on to its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kinweave.core import clock
from kinweave.core.course import Stage
from kinweave.people.models import User
from kinweave.treatment.actions import sessions as planning
from kinweave.treatment.models import CarerTalk, Course
from tests.cast import START, Cast, reachable
from tests.portals.therapist.in_room import opened
from tests.portals.therapist.in_room import url as room

Signed = Callable[[User], Browser]
TALK = {
    "kind": "alone", "held_on": "2026-11-13", "who": "Ruth, his wife", "told": "He forgets the stove.",
    "explained": "Not ill will.", "support": "Ruth cooks.", "agreed": "on",
}  # fmt: skip


@pytest.fixture
def course(cast: Cast, as_user: Signed) -> Course:
    """Somebody taken on with memory trouble, from the page that takes on a client."""
    given = {"name": "Emrys Vaughan", "code": "N-102", "email": "emrys@vaughan.example", "protocol": "ipt-ci", "reason": ""}  # fmt: skip
    assert as_user(cast.miriam).post(reverse("therapist:newcomer"), given).status_code == 200
    course = Course.objects.get(protocol_code="ipt-ci")
    reachable(course.client, cast.miriam)
    return course


def url(course: Course, rest: str = "carer/") -> str:
    return f"/work/people/{course.client_id}/{rest}"


def text(response: Any) -> str:
    return str(response.content.decode())


def test_the_course_asks_for_the_carer_and_leads_to_the_page(
    cast: Cast, course: Course, as_user: Signed
) -> None:
    miriam = as_user(cast.miriam)
    page = text(miriam.get(url(course, "")))
    assert "Carer heard alone" in page
    assert f'href="{url(course)}"' in page
    page = text(miriam.get(url(course)))
    assert "Hear the carer alone" in page
    assert "the carer is not the patient" in page
    assert "Casebook of Interpersonal Psychotherapy" in page


def test_a_talk_is_recorded_once_and_read(cast: Cast, course: Course, as_user: Signed) -> None:
    miriam = as_user(cast.miriam)
    assert miriam.post(url(course), TALK).status_code == 302
    assert CarerTalk.objects.count() == 1
    page = text(miriam.get(url(course)))
    assert "He forgets the stove." in page
    assert "with the carer alone" in page
    course.refresh_from_db()
    assert course.done["carer_heard"] == "2026-11-13"


@pytest.mark.parametrize(
    ("gap", "says"),
    [
        ({"agreed": ""}, "Ask the client first."),
        ({"kind": ""}, "Say whether the client was there."),
        ({"who": ""}, "Say who cares for the client."),
        ({"unwell": "on"}, "Say where the carer was referred."),
        ({"held_on": "2027-01-01"}, "not in the future"),
    ],
)
def test_what_is_missing_is_said_and_the_words_are_kept(
    cast: Cast, course: Course, as_user: Signed, gap: dict[str, str], says: str
) -> None:
    answer = as_user(cast.miriam).post(url(course), TALK | gap)
    assert answer.status_code == 422
    assert says in text(answer)
    assert "He forgets the stove." in text(answer)
    assert not CarerTalk.objects.exists()


def test_only_those_who_treat_and_supervise_read_it(cast: Cast, course: Course, as_user: Signed) -> None:
    as_user(cast.miriam).post(url(course), TALK)
    for user in (cast.adela, cast.colleague, cast.former, cast.stranger, cast.manager):
        assert as_user(user).get(url(course)).status_code == 404
        assert as_user(user).post(url(course), TALK).status_code == 404
    assert CarerTalk.objects.count() == 1


def test_another_course_has_no_such_page_and_no_such_tab(cast: Cast, as_user: Signed) -> None:
    miriam = as_user(cast.miriam)
    other = f"/work/people/{cast.joanna.id}/"
    assert f'href="{other}carer/"' not in text(miriam.get(other))
    assert miriam.get(f"{other}carer/").headers["Location"] == other
    assert miriam.post(f"{other}carer/", TALK).headers["Location"] == other
    assert not CarerTalk.objects.exists()


def test_it_goes_on_without_an_end_even_without_an_agreement_and_ends_by_decision(
    cast: Cast, course: Course, as_user: Signed
) -> None:
    """The protocol leaves the agreement open to those who can no longer sign one."""
    for week in range(1, 19):
        at = START + timedelta(weeks=week)
        session = planning.plan_session(course=course, starts_at=at, by=cast.miriam)
        with clock.at(at):
            planning.begin(session=session, by=cast.miriam)
            miriam = as_user(cast.miriam)
            sent = {
                **opened(miriam, session),
                "do": "sign",
                "since_last": "Calm.",
                "disposition": "nothing-new",
            }
            assert miriam.post(room(session), sent).status_code == 302
    with clock.at(START + timedelta(weeks=18, days=1)):
        miriam = as_user(cast.miriam)
        page = text(miriam.get(url(course, "")))
        assert "Session 19" in page
        assert "Session 19 of" not in page
        assert "nothing agreed yet" in page
        assert "review Friday" not in page
        assert miriam.post(url(course, "ending/begin/"), {"x": ""}).status_code == 302
        row_version = {"version": "1", "next_step": "nothing"}
        assert miriam.post(url(course, "ending/write/next/"), row_version).status_code == 302
        assert miriam.post(url(course, "ending/close/"), {"to": "finished"}).status_code == 302
        course.refresh_from_db()
        assert course.stage == Stage.FINISHED
        assert "sessions held" in text(miriam.get(url(course, "")))
