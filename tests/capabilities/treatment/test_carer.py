"""Talks with the person who cares for the client: asked first, kept as they were, kept apart."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kinweave.audit.acts import Act
from kinweave.audit.models import Event
from kinweave.core import clock
from kinweave.core.course import Stage, missing_checks
from kinweave.core.protocols import Protocol
from kinweave.people.actions import Refused
from kinweave.people.own_record import own_record
from kinweave.shelf.queries import library
from kinweave.treatment.actions.carer import record_talk
from kinweave.treatment.actions.course import open_course
from kinweave.treatment.models import CarerTalk, Course
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries.carer import talks
from tests.cast import START, Cast


@pytest.fixture
def course(cast: Cast) -> Course:
    """Callum's course with memory trouble."""
    protocol = library().get(Protocol, "ipt-ci")
    course = open_course(client=cast.callum, protocol=protocol, by=cast.miriam)
    course.stage = Stage.STARTED
    course.save(update_fields=["stage"])
    return course


def talk(course: Course, cast: Cast, **given: Any) -> CarerTalk:
    said: dict[str, Any] = {
        "kind": CarerTalk.Kind.ALONE, "held_on": START.date(), "who": "Ruth, his wife", "agreed": True,
        "told": "He forgets the stove, and she does not sleep.",
    }  # fmt: skip
    return record_talk(course=course, by=cast.miriam, **(said | given))


def open_checks(course: Course) -> set[str]:
    course.refresh_from_db()
    state = courses.state(course)
    return {check.code for check in missing_checks(state, state.protocol.phases[0])}


def test_a_talk_alone_is_what_the_protocol_asks_for(cast: Cast, course: Course) -> None:
    assert "carer_heard" in open_checks(course)
    talk(course, cast, kind=CarerTalk.Kind.TOGETHER)
    assert "carer_heard" in open_checks(course)
    row = talk(course, cast, explained="Not ill will.", support="Ruth cooks, he lays the table.")
    assert "carer_heard" not in open_checks(course)
    row.refresh_from_db()
    assert (row.who, row.support, row.unwell) == ("Ruth, his wife", "Ruth cooks, he lays the table.", False)
    event = Event.objects.filter(act=Act.CARER_TALKED).get(reason="alone")
    assert event.actor_id == cast.miriam.id


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"agreed": False}, "Ask the client first"),
        ({"who": " "}, "Say who cares"),
        ({"told": ""}, "what they told you"),
        ({"held_on": START.date() + timedelta(days=1)}, "not in the future"),
        ({"held_on": START.date() - timedelta(days=1)}, "not before the course began"),
        ({"unwell": True}, "Say where the carer was referred"),
        ({"unwell": True, "referred_to": " "}, "the carer is not the patient here"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_is_written(
    cast: Cast, course: Course, given: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        talk(course, cast, **given)
    assert not CarerTalk.objects.exists()
    assert "carer_heard" in open_checks(course)


def test_a_carer_who_is_unwell_is_referred(cast: Cast, course: Course) -> None:
    row = talk(course, cast, unwell=True, referred_to="Her own doctor, on Monday")
    assert (row.unwell, row.referred_to) == (True, "Her own doctor, on Monday")


def test_no_other_protocol_has_a_part_for_a_carer(cast: Cast) -> None:
    with pytest.raises(Refused, match="no part for a carer"):
        talk(cast.course, cast)


def test_after_the_end_nothing_is_added(cast: Cast, course: Course) -> None:
    talk(course, cast)
    course.stage, course.ended_on = Stage.FINISHED, START.date()
    course.save(update_fields=["stage", "ended_on"])
    with pytest.raises(Refused, match="stays as it is"):
        talk(course, cast)
    assert CarerTalk.objects.count() == 1


def test_the_latest_stands_first(cast: Cast, course: Course) -> None:
    first = talk(course, cast)
    with clock.at(START + timedelta(days=2)):
        second = talk(course, cast, held_on=(START + timedelta(days=1)).date())
    assert list(talks(course)) == [second, first]


def test_what_the_carer_says_is_not_in_what_the_client_takes_along(cast: Cast, course: Course) -> None:
    talk(course, cast)
    assert "stove" not in str(own_record(cast.callum).as_json())
