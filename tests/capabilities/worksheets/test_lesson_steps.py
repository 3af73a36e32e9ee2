"""A lesson sent to read is a step like others: looked back on, taken back, kept word for word."""

from __future__ import annotations

import pytest

from kinweave.audit.acts import Act
from kinweave.audit.models import Event
from kinweave.core import clock
from kinweave.core.lessons import Lesson
from kinweave.people.actions import Refused
from kinweave.shelf.queries import library
from kinweave.treatment.models import Course
from kinweave.worksheets.actions.steps import (
    agree_step,
    give_lesson,
    review_step,
    take_lesson_back,
    tell_step,
)
from kinweave.worksheets.models import Step, StepState
from kinweave.worksheets.queries import steps
from tests.capabilities.treatment.holding import at, held, planned
from tests.cast import Cast, course_for

pytestmark = pytest.mark.django_db


def lesson(code: str = "grief") -> Lesson:
    return library().get(Lesson, code)


def test_what_was_sent_waits_among_the_client_s_steps(cast: Cast) -> None:
    step = give_lesson(course=cast.course, lesson=lesson(), by=cast.miriam)
    assert steps.open_steps(cast.joanna) == [step]
    assert step.words == "When someone has died"
    assert step.mode == "invited"
    assert steps.lesson_of(step) == lesson()
    assert Event.objects.filter(act=Act.STEP_AGREED, reason="lesson grief").count() == 1


def test_what_is_still_there_is_not_sent_twice(cast: Cast) -> None:
    first = give_lesson(course=cast.course, lesson=lesson(), by=cast.miriam)
    assert give_lesson(course=cast.course, lesson=lesson(), by=cast.miriam) == first
    tell_step(step=first, state=StepState.DONE, by=cast.joanna_user)
    assert give_lesson(course=cast.course, lesson=lesson(), by=cast.miriam) != first


def test_a_session_may_have_its_step_and_things_to_read_beside_it(cast: Cast) -> None:
    session = held(cast)
    read = [give_lesson(course=cast.course, lesson=lesson(c), session=session, by=cast.miriam) for c in ("grief", "listening")]  # fmt: skip
    agreed = agree_step(session=session, words="I ring my sister.", by=cast.miriam)
    assert steps.agreed_in(session) == agreed
    assert {row.agreed_in for row in read} == {session}
    again = agree_step(session=session, words="I write to her.", by=cast.miriam)
    assert again is not None
    assert Step.objects.count() == 3
    assert {row.words for row in Step.objects.all()} == {
        "I write to her.", "When someone has died", "Listening so that someone feels heard",
    }  # fmt: skip


def test_taking_the_step_of_a_session_back_leaves_what_there_is_to_read(cast: Cast) -> None:
    session = held(cast)
    read = give_lesson(course=cast.course, lesson=lesson(), session=session, by=cast.miriam)
    agree_step(session=session, words="I ring my sister.", by=cast.miriam)
    agree_step(session=session, words="", by=cast.miriam)
    assert steps.open_steps(cast.joanna) == [read]


def test_the_next_session_looks_back_on_it(cast: Cast) -> None:
    first = held(cast)
    with clock.at(at(0, 30)):
        step = give_lesson(course=cast.course, lesson=lesson(), session=first, by=cast.miriam)
    following = planned(cast, weeks=1)
    assert steps.to_look_at(cast.course, following) == [step]
    review_step(
        step=step, session=following, state=StepState.DONE, by=cast.miriam, how_it_went="The waves fit."
    )
    step.refresh_from_db()
    assert (step.reviewed_in, step.how_it_went) == (following, "The waves fit.")


def test_it_can_be_taken_back_until_the_client_has_answered(cast: Cast) -> None:
    step = give_lesson(course=cast.course, lesson=lesson("trauma"), by=cast.miriam)
    take_lesson_back(step=step, by=cast.miriam)
    assert steps.open_steps(cast.joanna) == []
    assert steps.given_lessons(cast.course) == {}
    read = give_lesson(course=cast.course, lesson=lesson("trauma"), by=cast.miriam)
    tell_step(step=read, state=StepState.NOT_YET, by=cast.joanna_user, how_it_went="Too much just now.")
    with pytest.raises(Refused, match="has answered about this already"):
        take_lesson_back(step=read, by=cast.miriam)


def test_only_something_to_read_can_be_taken_back(cast: Cast) -> None:
    agreed = agree_step(session=held(cast), words="I ring my sister.", by=cast.miriam)
    assert agreed is not None
    with pytest.raises(Refused):
        take_lesson_back(step=agreed, by=cast.miriam)
    assert steps.lesson_of(agreed) is None
    assert steps.given_lessons(cast.course) == {}


def test_what_a_client_let_go_is_still_known_to_have_been_sent(cast: Cast) -> None:
    step = give_lesson(course=cast.course, lesson=lesson(), by=cast.miriam)
    tell_step(step=step, state=StepState.LET_GO, by=cast.joanna_user)
    assert set(steps.given_lessons(cast.course)) == {"grief"}


def test_nothing_is_sent_into_a_course_that_has_ended(cast: Cast) -> None:
    Course.objects.filter(pk=cast.course.pk).update(stage="finished")
    cast.course.refresh_from_db()
    with pytest.raises(Refused, match="has ended"):
        give_lesson(course=cast.course, lesson=lesson(), by=cast.miriam)


def test_nothing_is_sent_from_the_session_of_another_course(cast: Cast) -> None:
    other = planned(cast, course=course_for(cast.callum, cast.miriam))
    with pytest.raises(Refused, match="another course"):
        give_lesson(course=cast.course, lesson=lesson(), session=other, by=cast.miriam)
    assert not Step.objects.exists()


def test_she_reads_what_was_sent_even_when_the_library_has_new_words(cast: Cast) -> None:
    old = as_version(lesson(), "0.9", "Old words")
    step = give_lesson(course=cast.course, lesson=old, by=cast.miriam)
    kept = steps.lesson_of(step)
    assert kept is not None
    assert (kept.version, kept.title) == ("0.9", "Old words")
    assert library().get(Lesson, "grief").title == "When someone has died"


def as_version(found: Lesson, version: str, title: str) -> Lesson:
    return found.model_copy(update={"version": version, "title": title})
