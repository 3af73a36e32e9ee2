"""From a finished course to maintenance: what carries over, what is agreed anew, and back to an end."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kinweave.audit.acts import Act
from kinweave.audit.models import Event
from kinweave.core import clock
from kinweave.core.course import Stage
from kinweave.people import texts
from kinweave.people.models import ConsentScope, User
from kinweave.treatment.actions import ending, intake
from kinweave.treatment.actions import sessions as planning
from kinweave.treatment.actions import staying_well as plans
from kinweave.treatment.actions.inventory import add_person
from kinweave.treatment.models import Agreement, Course, Formulation, Session, SessionNote, StayingWellPlan
from kinweave.treatment.queries.intake import start_state
from tests.capabilities.treatment import agreeing
from tests.capabilities.treatment.holding import held, signed
from tests.cast import START, Cast
from tests.portals.therapist.in_room import opened
from tests.portals.therapist.in_room import url as room

Signed = Callable[[User], Browser]
FIRST = START + timedelta(weeks=4)
SIGNS = [{"text": "I stop answering the telephone", "how_long_before": "two weeks"}]
TERMS: dict[str, Any] = {
    "sessions": "12", "starts_on": "2027-01-15", "starts_at": "10:00", "days_between": "30", "minutes": "50",
    "mode": "in-person", "without_sessions-on": [""], "recording": "none", "version": "0",
    "goals-text": ["Keep Sunday with Ana", "Ring before it is bad", ""], "goals-measure": ["Most weeks", "I rang", ""],
    "goals-start": ["", "", ""], "between_session_contact": "Not for emergencies",
    "missed_session_rule": "Another day", "nonresponse_plan": "We meet more often", "confidentiality_explained": "on",
}  # fmt: skip


def url(cast: Cast, rest: str = "") -> str:
    return f"/work/people/{cast.joanna.id}/{rest}"


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def finished(cast: Cast) -> Course:
    """Joanna's course: agreed, a session held and signed, a plan written, and finished."""
    wording = texts.consent_text(cast.service)
    scopes = [scope.code for scope in wording.scopes if scope.required]
    intake.agree(client=cast.joanna, scopes=scopes, stamp=wording.stamp, by=cast.joanna_user)
    assert ConsentScope.TREATMENT in scopes
    for step in ("what-this-is", "quiet", "questions"):
        intake.go_on(client=cast.joanna, step=step, by=cast.joanna_user)
    intake.finish(client=cast.joanna, by=cast.joanna_user)
    add_person(client=cast.joanna, values={"name": "Ana", "relation": "friend", "ring": 1}, by=cast.miriam)
    course = agreeing.under_way(cast)
    signed(cast, held(cast))
    course.refresh_from_db()
    plans.write(course=course, values={"my_first_signs": SIGNS}, seen=0, by=cast.joanna_user)
    close(course, cast)
    return course


def close(course: Course, cast: Cast, to: Stage = Stage.FINISHED) -> None:
    row = ending.open_ending(course=course, by=cast.miriam)
    values = {
        "fell_short": False, "alternative": "", "alternative_booked_for": None, "next_step": "maintenance",
        "next_step_why": "",
    }  # fmt: skip
    ending.write(ending=row, part="next", values=values, seen=row.version, by=cast.miriam)
    ending.end_course(course=course, to=to, by=cast.miriam, reason="As agreed")
    course.refresh_from_db()


def begun(cast: Cast, miriam: Browser) -> Course:
    given = {"protocol": "ipt-m", "reason": "Three times in ten years"}
    with clock.at(START + timedelta(minutes=5)):
        assert miriam.post(url(cast, "after/"), given).status_code == 302
    return Course.objects.get(client=cast.joanna, protocol_code="ipt-m")


def test_the_page_of_a_finished_course_leads_to_maintenance_and_shows_what_carries_over(
    cast: Cast, finished: Course, as_user: Signed
) -> None:
    miriam = as_user(cast.miriam)
    assert "Begin maintenance" in text(miriam.get(url(cast)))
    page = text(miriam.get(url(cast, "after/")))
    assert "Maintenance IPT" in page
    assert "1 person and the circle" in page
    assert agreeing.WORDS["one_line"] in page
    assert "with 1 first sign" in page
    assert "People who needed medication to recover are less protected" in page
    assert "Frank E et al." in page
    assert "None" not in page


def test_what_is_the_clients_goes_on_and_what_was_signed_stays(
    cast: Cast, finished: Course, as_user: Signed
) -> None:
    before = Agreement.objects.filter(course=finished).values().get()
    course = begun(cast, as_user(cast.miriam))
    assert (course.follows, course.stage, course.open_end) == (finished, Stage.SUITABILITY, False)
    assert course.focus_line == agreeing.WORDS["one_line"]
    assert course.areas == ["role-transition"]
    draft = Formulation.objects.get(course=course)
    assert (draft.number, draft.statement, draft.shared_at, draft.agreed_at) == (
        1, agreeing.WORDS["statement"], None, None
    )  # fmt: skip
    assert StayingWellPlan.objects.get(course=course).my_first_signs == SIGNS
    assert Agreement.objects.filter(course=finished).values().get() == before
    assert not Agreement.objects.filter(course=course).exists()
    assert "consent_given" in course.done
    assert "formulation_agreed" not in course.done
    assert course.episode_id != finished.episode_id
    assert course.episode.reason == "Three times in ten years"


def test_maintenance_from_its_agreement_to_its_end(cast: Cast, finished: Course, as_user: Signed) -> None:
    course = begun(cast, as_user(cast.miriam))
    first = planning.plan_session(course=course, starts_at=FIRST, by=cast.miriam)
    with clock.at(FIRST):
        miriam = as_user(cast.miriam)
        planning.begin(session=first, by=cast.miriam)
        agree_in_the_room(cast, miriam)
        course.refresh_from_db()
        assert (course.stage, course.planned_sessions, course.planned_end) == (
            Stage.AGREED, 12, date(2027, 11, 12)
        )  # fmt: skip
        ahead = Session.objects.filter(course=course, attendance="planned").order_by("starts_at")
        assert [row.starts_at.weekday() for row in ahead] == [4] * 11
        assert "every month" in text(miriam.get(url(cast, "agreement/")))
        assert "Session 1 of 12" in text(miriam.get(url(cast)))
        sent = {**opened(miriam, first), "do": "sign", "since_last": "Steady.", "disposition": "nothing-new"}
        assert miriam.post(room(first), sent).status_code == 302
        assert SessionNote.objects.get(session=first).is_signed
        assert "2 of 12" in text(miriam.get(reverse("therapist:caseload")))
    with clock.at(FIRST + timedelta(days=1)):
        course.refresh_from_db()
        close(course, cast)
        assert course.stage == Stage.FINISHED
        page = text(as_user(cast.miriam).get(url(cast)))
        assert "1 of 12 sessions held" in page
        assert "Begin maintenance" in page, "it may be agreed again"


def agree_in_the_room(cast: Cast, miriam: Browser) -> None:
    """The formulation read again and the agreement signed together, as the pages offer it."""
    written = text(miriam.get(url(cast, "agreement/write/")))
    assert '<option value="30" selected>' in written
    assert "If it comes back" in written
    assert "And then" not in written
    steps = (
        ("formulation/share/", {"version": "1"}),
        ("formulation/answer/", {"version": "2", "response": "agrees"}),
        ("agreement/write/", TERMS),
        ("agreement/sign/", {"version": "1", "agrees": "on", "together": "1"}),
    )
    for path, given in steps:
        assert miriam.post(url(cast, path), given).status_code == 302, path


@pytest.mark.parametrize(
    "path",
    [
        "", "formulation/", "formulation/write/", "agreement/", "agreement/write/", "ending/", "review/", "sessions/",
        "measures/", "timeline/", "suitability/", "care/", "explained/", "inventory/",
    ],
)  # fmt: skip
def test_every_page_of_it_opens_from_the_beginning(
    cast: Cast, finished: Course, as_user: Signed, path: str
) -> None:
    miriam = as_user(cast.miriam)
    begun(cast, miriam)
    answer = miriam.get(url(cast, path))
    assert answer.status_code == 200
    assert not re.search(r"\bNone\b(?! planned|</option| yet)", text(answer))


def test_the_client_keeps_what_was_agreed_and_is_asked_only_what_is_new(
    cast: Cast, finished: Course, as_user: Signed
) -> None:
    start_before = {step.code for step in start_state(cast.joanna).steps if step.done}
    begun(cast, as_user(cast.miriam))
    joanna = as_user(cast.joanna_user)
    plan = text(joanna.get(reverse("client:plan")))
    assert agreeing.WORDS["one_line"] in plan
    assert agreeing.WORDS["statement"][:40] in plan
    assert "Open my plan for staying well" in plan
    assert joanna.get(reverse("client:home")).status_code == 200
    state = start_state(cast.joanna)
    assert state.consented
    assert state.finished
    assert {step.code for step in state.steps if step.done} == start_before


def test_the_course_before_stays_to_be_read(cast: Cast, finished: Course, as_user: Signed) -> None:
    miriam = as_user(cast.miriam)
    begun(cast, miriam)
    link = f"earlier/{finished.pk}/"
    assert link in text(miriam.get(url(cast)))
    for reader in (miriam, as_user(cast.adela)):
        page = text(reader.get(url(cast, link)))
        assert "IPT for acute depression" in page
        assert "1 of 12 sessions held, ended 13 November" in page
        assert agreeing.WORDS["statement"] in page
        assert "To hang the pictures" in page
    note = SessionNote.objects.get(session__course=finished)
    assert f"sessions/{note.session_id}/note/" in page
    assert "A quiet week." in text(miriam.get(url(cast, f"sessions/{note.session_id}/note/")))


def test_nobody_else_reads_or_begins_it(cast: Cast, finished: Course, as_user: Signed) -> None:
    course = begun(cast, as_user(cast.miriam))
    for user in (cast.colleague, cast.former, cast.stranger):
        assert as_user(user).get(url(cast, f"earlier/{finished.pk}/")).status_code == 404
        assert as_user(user).post(url(cast, "after/"), {"protocol": "ipt-m"}).status_code == 404
    other = f"/work/people/{cast.callum.id}/earlier/{finished.pk}/"
    assert as_user(cast.miriam).get(other).status_code == 404
    assert as_user(cast.adela).get(url(cast, "after/")).status_code == 404
    assert Course.objects.filter(client=cast.joanna).count() == 2
    assert as_user(cast.miriam).get(url(cast, f"earlier/{course.pk}/")).headers["Location"] == url(cast)


def test_it_is_not_offered_while_a_course_is_open_or_after_one_that_stopped_early(
    cast: Cast, as_user: Signed
) -> None:
    miriam = as_user(cast.miriam)
    agreeing.under_way(cast)
    assert miriam.get(url(cast, "after/")).headers["Location"] == url(cast)
    close(cast.course, cast, Stage.STOPPED_EARLY)
    assert "Begin maintenance" not in text(miriam.get(url(cast)))
    assert miriam.post(url(cast, "after/"), {"protocol": "ipt-m"}).status_code == 404


def test_sent_twice_it_begins_once(cast: Cast, finished: Course, as_user: Signed) -> None:
    miriam = as_user(cast.miriam)
    begun(cast, miriam)
    assert miriam.post(url(cast, "after/"), {"protocol": "ipt-m"}).headers["Location"] == url(cast)
    assert Course.objects.filter(client=cast.joanna).count() == 2


@pytest.mark.parametrize("code", ["", "ipt", "horoscope"])
def test_another_protocol_is_not_taken_here(cast: Cast, finished: Course, as_user: Signed, code: str) -> None:
    answer = as_user(cast.miriam).post(url(cast, "after/"), {"protocol": code, "reason": "Keep these words"})
    assert answer.status_code == 422
    assert "Keep these words" in text(answer)
    assert Course.objects.filter(client=cast.joanna).count() == 1


def test_who_read_what_carries_over_is_told_to_the_client(
    cast: Cast, finished: Course, as_user: Signed
) -> None:
    assert as_user(cast.miriam).get(url(cast, "after/")).status_code == 200
    last = Event.objects.filter(act=Act.RECORD_READ, client_id=cast.joanna.pk).latest("at", "id")
    assert (last.actor_id, last.reason) == (cast.miriam.pk, "following")
    looks = text(as_user(cast.joanna_user).get("/my/record/looks/"))
    assert "looked at what carries over into another course" in looks
