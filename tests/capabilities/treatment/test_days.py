"""Days of a course are the service's days, wherever the server stands and whatever the clocks do (S-36)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from kinweave.core import clock
from kinweave.core.protocols import Protocol
from kinweave.people import actions as people
from kinweave.people.actions import Refused
from kinweave.shelf.queries import library
from kinweave.treatment.actions.course import mark_done, open_course
from kinweave.treatment.actions.series import plan_sessions
from kinweave.treatment.actions.sessions import plan_session
from kinweave.treatment.models import Course, Session
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries.sessions import in_hand
from kinweave.web import here
from tests.cast import Cast

AUCKLAND = ZoneInfo("Pacific/Auckland")
MORNING = datetime(2026, 11, 17, 9, 0, tzinfo=AUCKLAND)  # in UTC it is still the evening of the 16th


@pytest.fixture
def far(cast: Cast) -> Course:
    """A course of a service in Auckland, opened on a morning there; the server's clock runs in UTC."""
    service = people.create_service(name="Te Whare", country="NZ", time_zone="Pacific/Auckland")
    client = people.add_client(service=service, code="T-001", name="Aroha", by=None)
    with clock.at(MORNING):
        return open_course(client=client, protocol=library().get(Protocol, "ipt"), by=None)


def test_a_course_opened_in_the_morning_is_opened_on_that_day(far: Course) -> None:
    assert far.opened_on == date(2026, 11, 17)


def test_a_session_at_nine_in_auckland_is_not_the_day_before(far: Course) -> None:
    plan_session(course=far, starts_at=MORNING, by=None)
    assert [each.on for each in courses.state(far).sessions] == [date(2026, 11, 17)]


def test_a_check_is_completed_on_the_day_of_the_service(far: Course) -> None:
    with clock.at(MORNING):
        mark_done(course=far, check="inventory_taken", by=None)
    assert courses.state(far).done == {"inventory_taken": date(2026, 11, 17)}


def test_the_session_of_this_morning_is_the_one_in_hand(far: Course) -> None:
    with clock.at(MORNING + timedelta(hours=6)), timezone.override(AUCKLAND):
        this = plan_session(course=far, starts_at=MORNING, by=None)
        plan_session(course=far, starts_at=MORNING + timedelta(days=1), by=None)
        assert in_hand(list(Session.objects.filter(course=far).order_by("starts_at"))) == this


def test_crisis_lines_rung_this_morning_are_not_rung_tomorrow(cast: Cast, far: Course) -> None:
    with clock.at(MORNING):
        people.confirm_crisis_lines(service=far.service, on=date(2026, 11, 17), by=cast.manager)
        with pytest.raises(Refused, match="lies ahead"):
            people.confirm_crisis_lines(service=far.service, on=date(2026, 11, 18), by=cast.manager)


@pytest.mark.parametrize(
    ("zone", "change"),
    [("Europe/London", date(2026, 3, 29)), ("Europe/London", date(2026, 10, 25)),
     ("Pacific/Auckland", date(2026, 4, 5)), ("Pacific/Auckland", date(2026, 9, 27))],
)  # fmt: skip
def test_a_series_stays_at_its_hour_when_the_clocks_change(cast: Cast, zone: str, change: date) -> None:
    cast.service.time_zone = zone
    cast.service.save(update_fields=["time_zone"])
    course = Course.objects.select_related("service").get(pk=cast.course.pk)
    days = [change + timedelta(days=offset) for offset in (-8, -1, 0, 1, 6)]
    plan_sessions(course=course, dates=days, at=time(9), minutes=50, mode="in-person", by=cast.miriam)
    local = [
        each.starts_at.astimezone(ZoneInfo(zone))
        for each in Session.objects.filter(course=course).order_by("starts_at")
    ]
    assert [each.date() for each in local] == days
    assert {each.time() for each in local} == {time(9)}
    assert [each.on for each in courses.state(course).sessions] == days


@settings(max_examples=200, deadline=None)
@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(
        ["Pacific/Kiritimati", "Pacific/Auckland", "Europe/London", "Etc/GMT+12", "Asia/Kathmandu"]
    ),
)
def test_an_instant_falls_on_the_day_that_contains_it(at: datetime, zone: str) -> None:
    place = ZoneInfo(zone)
    day = clock.day_of(at, place)
    begins = datetime.combine(day, time.min, tzinfo=place)
    ends = datetime.combine(day + timedelta(days=1), time.min, tzinfo=place)
    assert begins <= at < ends
    with timezone.override(place), clock.at(at):
        assert here.day(at) == here.today() == day == clock.today(place)
