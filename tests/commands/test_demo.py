"""The demonstration: stories lived through the acts of the house, as old as the day needs them to be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.test import Client as Browser
from django.urls import reverse

from kinweave.audit import chain
from kinweave.audit.models import Event
from kinweave.audit.queries import whole_chain
from kinweave.commands import demo
from kinweave.commands.demo import building, logins, staff
from kinweave.commands.demo.calendar import Calendar
from kinweave.commands.demo.staff import WORKERS
from kinweave.commands.demo.story import Story, phrases, stories
from kinweave.core import clock
from kinweave.core.course import Attendance, Stage
from kinweave.measures.models import Assignment, Response, Score
from kinweave.notices.models import Notice
from kinweave.people.models import CareRelationship, Client, Role, User
from kinweave.safety.models import Alert, SafetyPlan
from kinweave.shelf import actions as shelf
from kinweave.treatment.models import (
    Agreement,
    CircleVersion,
    Course,
    Ending,
    Formulation,
    LifeEvent,
    Person,
    Session,
    SessionNote,
    StayingWellPlan,
)
from kinweave.vault import keys
from kinweave.worksheets.models import WorksheetEntry

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo("Europe/London"))
LIVED = (
    "Joanna Hale", "Priya Nair", "Ines Carvalho", "Ruth Adler", "Victor Stan", "Pawel Zielinski", "Marcus Doyle",
    "Edith Lowe",
)  # fmt: skip


def chosen(*names: str) -> tuple[Story, ...]:
    return tuple(story for story in stories() if story.name in names)


@pytest.fixture(scope="module")
def lived(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Client]]:
    """Eight of the stories, lived up to a Friday morning; kept for every test of this file, then taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        shelf.forget()
        with clock.at(NOW), keys.kept_open():
            building.build(seed=5, chosen=chosen(*LIVED))
            yield {client.name: client for client in Client.objects.all()}
        transaction.set_rollback(True)
    shelf.forget()


def course(client: Client) -> Course:
    return Course.objects.get(client=client)


def signed_in(user: User) -> Browser:
    browser = Browser()
    browser.force_login(user, backend="kinweave.people.backends.AccountBackend")
    return browser


def test_forty_people_are_told_of_at_every_point_of_a_course() -> None:
    told = stories()
    assert len(told) == 40
    assert len({story.code for story in told}) == len({story.name for story in told}) == 40
    assert len({story.address for story in told}) == 40
    assert {story.area for story in told} >= {
        "grief",
        "role-dispute",
        "role-transition",
        "interpersonal-deficits",
    }
    assert {story.ended.to for story in told if story.ended} >= {
        "finished", "stopped_early", "transferred", "maintenance", "",
    }  # fmt: skip
    assert any(story.begins > 0 for story in told)


def test_no_story_speaks_of_deficits_or_of_levels_of_risk() -> None:
    for story in stories():
        words = story.model_dump_json(exclude={"area", "formulations", "notes", "sheets"}).lower()
        assert "deficit" not in words
        assert "low risk" not in words
        assert "high risk" not in words
    for area in phrases().values():
        assert "deficit" not in area.model_dump_json(exclude={"strategies"})


def test_joanna_stands_at_session_seven_with_everything_a_course_holds(lived: dict[str, Client]) -> None:
    joanna = lived["Joanna Hale"]
    row = course(joanna)
    assert row.stage == Stage.AGREED
    assert row.areas == ["role-transition"]
    assert row.focus_line.startswith("I lost my marriage and the town where everyone knew me")
    held = Session.objects.filter(course=row, attendance=Attendance.ATTENDED)
    assert held.count() == 6
    assert held.filter(signed_at=None).count() == 0
    assert Session.objects.filter(course=row).count() == 16
    assert [each.client_response for each in Formulation.objects.filter(course=row).order_by("number")] == [
        "not_yet", "agrees_with_changes",
    ]  # fmt: skip
    assert Agreement.objects.get(course=row).is_in_force
    assert {person.name for person in Person.objects.filter(client=joanna)} >= {
        "Isla",
        "Kate",
        "Folake",
        "Bea",
    }
    assert CircleVersion.objects.filter(client=joanna, moment="initial").exists()
    assert LifeEvent.objects.filter(client=joanna).count() == 8
    assert {entry.definition_code for entry in WorksheetEntry.objects.filter(client=joanna)} == {
        "balance-sheet", "communication-analysis",
    }  # fmt: skip
    assert SafetyPlan.objects.filter(client=joanna).exists()


def test_joannas_scores_are_the_ones_of_the_story_and_answers_add_up(lived: dict[str, Client]) -> None:
    scores = Score.objects.filter(client=lived["Joanna Hale"], code="phq-9", main=True).order_by(
        "answered_at"
    )
    assert [score.value for score in scores] == [17, 18, 16, 15, 15, 12, 11]
    for response in Response.objects.filter(client=lived["Joanna Hale"], code="phq-9"):
        total = sum(response.answers[str(item)] for item in range(1, 10))
        assert total == Score.objects.get(response=response, main=True).value


def test_there_is_a_session_today_still_to_come_and_a_check_in_to_go_on_with(
    lived: dict[str, Client],
) -> None:
    joanna = lived["Joanna Hale"]
    today = Session.objects.get(client=joanna, starts_at__range=(NOW, NOW + timedelta(hours=14)))
    assert today.attendance == Attendance.PLANNED
    waiting = Assignment.objects.get(client=joanna, code="gad-7", session=today)
    assert waiting.state == "started"
    assert len(waiting.answers) == 2


def test_open_alerts_are_of_today_and_earlier_ones_were_talked_through(lived: dict[str, Client]) -> None:
    open_now = {alert.client.name: alert.tier for alert in Alert.objects.open().select_related("client")}
    assert open_now == {"Joanna Hale": "next-working-day", "Priya Nair": "today"}
    closed = Alert.objects.exclude(closed_at=None)
    assert closed.exists()
    for alert in closed:
        assert alert.acknowledged_at
        assert alert.decided_at
        assert alert.formulation
        assert alert.plan


def test_one_who_finished_has_an_outcome_a_plan_and_a_meeting_ahead(lived: dict[str, Client]) -> None:
    ruth = lived["Ruth Adler"]
    row = course(ruth)
    assert row.stage == Stage.FINISHED
    assert row.ended_on is not None
    ending = Ending.objects.get(course=row)
    assert ending.next_step == "follow_up"
    assert ending.outcome
    assert StayingWellPlan.objects.get(course=row).people_to_tell[0]["person"] == "Sylvia"
    assert {each.moment for each in CircleVersion.objects.filter(client=ruth)} == {"initial", "end"}


def test_one_near_the_end_has_begun_her_plan_for_staying_well(lived: dict[str, Client]) -> None:
    row = course(lived["Ines Carvalho"])
    assert row.stage == Stage.ENDING
    plan = StayingWellPlan.objects.get(course=row)
    assert plan.people_to_tell[0]["person"] == "Lena"
    assert "plan for staying well" in next(
        one.look_at for one in logins.logins() if one.name == "Ines Carvalho"
    )


def test_one_was_helped_elsewhere_and_one_missed_weeks_that_spent_nothing(lived: dict[str, Client]) -> None:
    assert course(lived["Victor Stan"]).stage == Stage.ROUTED_ELSEWHERE
    row = course(lived["Pawel Zielinski"])
    kinds = set(Session.objects.filter(course=row).values_list("attendance", flat=True))
    assert {Attendance.DID_NOT_ATTEND, Attendance.CANCELLED_BY_SERVICE, Attendance.ATTENDED} <= kinds
    numbers = Session.objects.filter(course=row, number__isnull=False).order_by("starts_at")
    assert [each.number for each in numbers] == list(range(1, len(numbers) + 1))


def test_one_is_only_invited_and_one_has_just_agreed(lived: dict[str, Client]) -> None:
    assert lived["Edith Lowe"].user is None
    assert lived["Marcus Doyle"].user is not None
    assert "consent_given" in course(lived["Marcus Doyle"]).done
    assert "baseline_measured" not in course(lived["Marcus Doyle"]).done


def test_notes_of_a_trainee_wait_for_the_supervisor_or_have_one(lived: dict[str, Client]) -> None:
    theirs = SessionNote.objects.filter(signed_by__email="farah@kinweave.example")
    assert theirs.filter(countersigned_at=None).exists()
    assert theirs.exclude(countersigned_at=None).exists()


def test_the_record_grew_in_order_of_time_and_its_chain_holds(lived: dict[str, Client]) -> None:
    times = list(Event.objects.order_by("id").values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1] <= NOW
    assert list(chain.breaks(whole_chain())) == []


def test_messages_of_days_gone_by_are_not_sent_now(lived: dict[str, Client]) -> None:
    assert Notice.objects.exists()
    assert not Notice.objects.filter(sent_at=None).exists()


@pytest.mark.parametrize(
    "page", ["course", "formulation", "agreement", "inventory", "timeline", "measures", "sessions"]
)
def test_the_therapist_opens_every_page_of_the_course(lived: dict[str, Client], page: str) -> None:
    miriam = User.objects.get(email="miriam@kinweave.example")
    answer = signed_in(miriam).get(reverse(f"therapist:{page}", args=[lived["Joanna Hale"].pk]))
    assert answer.status_code == 200


@pytest.mark.parametrize("page", ["home", "people", "timeline", "plan", "progress", "record"])
def test_the_client_opens_their_own_pages(lived: dict[str, Client], page: str) -> None:
    joanna = lived["Joanna Hale"].user
    assert joanna is not None
    assert signed_in(joanna).get(reverse(f"client:{page}")).status_code == 200


def test_another_therapist_cannot_open_joannas_record(lived: dict[str, Client]) -> None:
    daniel = User.objects.get(email="daniel@kinweave.example")
    answer = signed_in(daniel).get(reverse("therapist:course", args=[lived["Joanna Hale"].pk]))
    assert answer.status_code == 404


def test_there_is_a_login_for_every_role(lived: dict[str, Client]) -> None:
    listed = json.loads(logins.as_json())
    assert {each["role"] for each in listed} == {
        "therapist",
        "trainee",
        "supervisor",
        "service manager",
        "client",
    }
    everyone = {worker.email for worker in WORKERS}
    assert everyone <= {each["email"] for each in listed}
    told = {story.address for story in stories() if story.start.account}
    assert {each["email"] for each in listed if each["role"] == "client"} <= told
    joanna = User.objects.get(email="joanna@kinweave.example")
    assert joanna.check_password(next(each["password"] for each in listed if each["email"] == joanna.email))
    assert User.objects.get(email="helen@kinweave.example").has_role(Role.MANAGER)


def test_six_people_work_there_and_one_supervises(lived: dict[str, Client]) -> None:
    assert User.objects.filter(client=None).count() == 6
    assert (
        CareRelationship.objects.filter(staff__email="adela@kinweave.example", part="supervisor").count() >= 2
    )


def test_the_service_is_known_to_be_there(lived: dict[str, Client]) -> None:
    assert staff.is_there()


@pytest.mark.usefixtures("lived")
def test_a_demonstration_that_is_there_is_not_made_again(capsys: pytest.CaptureFixture[str]) -> None:
    before = Client.objects.count()
    demo._stories(seed=5)
    assert Client.objects.count() == before
    assert "Making" not in capsys.readouterr().err


def test_what_lies_ahead_is_not_done_yet() -> None:
    done: list[str] = []
    calendar = Calendar(now=NOW)
    calendar.put(NOW + timedelta(minutes=1), lambda: done.append("ahead"))
    calendar.put(NOW, lambda: done.append("now"))
    calendar.put(NOW - timedelta(days=2), lambda: done.append("then"))
    assert calendar.live() == 2
    assert done == ["then", "now"]


def test_each_act_is_done_at_its_own_instant() -> None:
    seen: list[datetime] = []
    calendar = Calendar(now=NOW)
    calendar.put(NOW - timedelta(days=2), lambda: seen.append(clock.now()))
    calendar.live()
    assert seen == [NOW - timedelta(days=2)]


@pytest.mark.parametrize(("hour", "moved"), [(8, False), (13, True), (20, True)])
def test_a_session_whose_hour_has_passed_is_put_later_today(hour: int, moved: bool) -> None:
    now = NOW.replace(hour=hour, minute=10)
    later = building.hours_of_today(chosen("Joanna Hale", "Callum Pryce"), now)
    assert bool(later) is moved
    for at in later.values():
        assert at > (now + timedelta(minutes=20)).time()


def test_late_in_the_evening_nothing_is_put_off_any_more() -> None:
    assert building.hours_of_today(chosen("Joanna Hale"), NOW.replace(hour=23, minute=40)) == {}
