"""The check-in as a client goes through it on a phone, without any script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError
from django.test import Client as Browser
from django.urls import reverse

from kinweave.measures import actions
from kinweave.measures.models import Assignment, MoodEntry, Response, Score, State
from kinweave.people.models import User
from kinweave.safety.models import Alert
from kinweave.shelf.queries import library
from tests.capabilities.measures.asking import phq, waiting
from tests.cast import Cast
from tests.portals.client import first_pages

AsUser = Callable[[User], Browser]
CHECK_IN = reverse("client:check_in")


@pytest.fixture
def phone(cast: Cast, as_user: AsUser) -> Browser:
    first_pages.read_by_joanna(cast)
    return as_user(cast.joanna_user)


@pytest.fixture
def form(cast: Cast) -> Assignment:
    return waiting(cast.course)


def question(assignment: Assignment) -> str:
    return reverse("client:question", args=[assignment.id])


def answer(phone: Any, assignment: Assignment, item: str, value: object) -> Any:
    return phone.post(question(assignment), {"item": item, "answer": value})


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_beginning_leads_to_the_first_question(phone: Any) -> None:
    first = phone.post(CHECK_IN)
    page = text(phone.get(first.url, follow=True))
    assert "Question 1 of 9" in page
    assert "Little interest or pleasure in doing things" in page
    assert "Over the last 2 weeks, how often have you been bothered by any of the following problems?" in page
    assert "No permission required to reproduce" in page


def test_every_question_has_an_address_so_that_going_back_shows_it_again(
    phone: Any, form: Assignment
) -> None:
    assert phone.get(question(form)).headers["Location"] == f"{question(form)}?item=1"
    phone.post(f"{question(form)}?item=1", {"item": "1", "answer": "2"})
    assert phone.get(question(form)).headers["Location"] == f"{question(form)}?item=2"
    assert "Question 1 of 9" in text(phone.get(f"{question(form)}?item=1"))


def test_a_page_holds_one_question_and_its_four_answers(phone: Any, form: Assignment) -> None:
    page = text(phone.get(question(form), follow=True))
    assert page.count('type="radio"') == 4
    assert "Feeling tired" not in page


def test_each_answer_is_saved_and_the_next_question_comes(phone: Any, form: Assignment) -> None:
    sent = answer(phone, form, "1", 2)
    form.refresh_from_db()
    assert form.answers == {"1": 2}
    page = text(phone.get(sent.url))
    assert "Question 2 of 9" in page
    assert "Answer 1 is saved, Friday 13 November at 10:00" in page


def test_the_back_button_shows_the_answer_and_lets_it_be_changed(phone: Any, form: Assignment) -> None:
    answer(phone, form, "1", 2)
    page = phone.get(f"{question(form)}?item=1")
    assert 'value="2" checked' in text(page)
    answer(phone, form, "1", 0)
    form.refresh_from_db()
    assert form.answers == {"1": 0}


def test_coming_back_later_goes_on_where_one_stopped(phone: Any, form: Assignment) -> None:
    for item in "123":
        answer(phone, form, item, 1)
    page = text(phone.get(reverse("client:home")))
    assert "You have answered three of nine, and they are saved." in page
    assert "Go on from question 4" in page
    assert "Question 4 of 9" in text(phone.get(question(form), follow=True))


def test_difficulty_is_asked_only_when_there_is_something_to_be_difficult(
    phone: Any, form: Assignment
) -> None:
    for item in range(1, 9):
        answer(phone, form, str(item), 0)
    gone = answer(phone, form, "9", 0)
    assert Response.objects.get().answers["difficulty"] is None
    assert "Question 1 of 7" in text(phone.get(gone.url, follow=True)), "the GAD-7 comes next"


def test_one_positive_answer_brings_the_difficulty_question(phone: Any, form: Assignment) -> None:
    for item in range(1, 9):
        answer(phone, form, str(item), 1)
    last = answer(phone, form, "9", 0)
    page = text(phone.get(last.url))
    assert "One more question" in page
    assert "how difficult have these problems made it" in page
    answer(phone, form, "difficulty", 2)
    assert Score.objects.get(main=True).value == 8


def test_the_whole_check_in_ends_with_thanks_and_no_score(phone: Any, form: Assignment) -> None:
    for item, value in phq(14).items():
        after = answer(phone, form, item, value)
    for number in range(1, 8):
        other = Assignment.objects.get(code="gad-7")
        after = answer(phone, other, str(number), 2)
    after = answer(phone, other, "difficulty", 1) if after.url != reverse("client:thanks") else after
    page = text(phone.get(after.url))
    assert "Thank you" in page
    assert "14" not in page
    assert Response.objects.count() == 2


def test_item_9_brings_help_in_the_same_response(phone: Any, form: Assignment) -> None:
    response = answer(phone, form, "9", 1)
    page = text(response)
    assert response.status_code == 200
    assert "tel:999" in page
    assert "tel:116123" in page
    assert "Are you safe" in page
    assert "“several days”" in page
    assert Alert.objects.get().tier == "next-working-day"


def test_help_leads_on_to_the_rest_of_the_check_in(phone: Any, form: Assignment) -> None:
    assert f"{question(form)}?item=10" in text(answer(phone, form, "9", 2))


@pytest.mark.parametrize("value", [1, 2, 3])
def test_reloading_the_page_of_help_shows_help_again_and_doubles_nothing(
    phone: Any, form: Assignment, value: int
) -> None:
    for _ in range(3):
        assert "tel:999" in text(answer(phone, form, "9", value))
    assert Alert.objects.count() == 1
    assert Alert.objects.get().merged_count == 0


def test_item_9_at_nought_is_never_called_safe(phone: Any, form: Assignment) -> None:
    response = answer(phone, form, "9", 0)
    page = text(phone.get(response.url)).lower()
    assert "no risk" not in page
    assert "all clear" not in page
    assert not Alert.objects.exists()


def test_help_comes_although_the_answer_cannot_be_saved(phone: Any, form: Assignment) -> None:
    with patch("kinweave.measures.actions.save_items", side_effect=DatabaseError("disk full")):
        response = answer(phone, form, "9", 2)
    assert response.status_code == 503
    page = text(response)
    assert "tel:999" in page
    assert "could not be saved" in page


def test_another_answer_that_cannot_be_saved_is_not_called_saved(phone: Any, form: Assignment) -> None:
    phone.raise_request_exception = False
    with patch("kinweave.measures.actions.save_items", side_effect=DatabaseError("disk full")):
        assert answer(phone, form, "1", 2).status_code == 503


def test_nothing_chosen_is_said_so_and_the_question_stays(phone: Any, form: Assignment) -> None:
    response = phone.post(question(form), {"item": "3"})
    assert response.status_code == 422
    assert "Choose the answer that fits best" in text(response)
    assert "Question 3 of 9" in text(response)


@pytest.mark.parametrize("value", ["4", "-1", "1e9", "99999999999999999999", "two", "", "1; DROP TABLE"])
def test_an_answer_that_is_not_on_the_form_is_refused_in_words(
    phone: Any, form: Assignment, value: str
) -> None:
    response = answer(phone, form, "1", value)
    assert response.status_code == 422
    assert "Choose" in text(response)
    form.refresh_from_db()
    assert form.answers == {}


@pytest.mark.parametrize("item", ["10", "", "total", "'", "x" * 5000])
def test_a_question_that_is_not_on_the_form_is_refused_in_words(
    phone: Any, form: Assignment, item: str
) -> None:
    response = answer(phone, form, item, 1)
    assert response.status_code == 422
    assert "not on this form" in text(response)


@pytest.mark.parametrize("place", ["0", "99", "-1", "abc", "²", "1" * 400])
def test_a_strange_address_leads_to_the_question_to_go_on_with(
    phone: Any, form: Assignment, place: str
) -> None:
    assert "Question 1 of 9" in text(phone.get(question(form), {"item": place}))


def test_a_question_may_be_left_out_and_the_form_sent_with_a_gap(phone: Any, form: Assignment) -> None:
    phone.post(question(form), {"item": "1", "leave": "1"})
    for item, value in phq(14).items():
        if item != "1":
            after = answer(phone, form, item, value)
    look_over = reverse("client:look_over", args=[form.id])
    assert after.url == look_over
    page = text(phone.get(look_over))
    assert "One question has no answer yet" in page
    assert "Little interest" in page
    phone.post(look_over)
    assert Score.objects.get(main=True).value is None


def test_a_form_without_any_answer_is_not_sent(phone: Any, form: Assignment) -> None:
    response = phone.post(reverse("client:look_over", args=[form.id]))
    assert response.status_code == 422
    assert "No question has an answer yet" in text(response)
    assert not Response.objects.exists()


def test_a_form_that_was_sent_leads_to_thanks(cast: Cast, phone: Any, form: Assignment) -> None:
    actions.record_response(assignment=form, answers=phq(3), by=cast.joanna_user)
    thanks = reverse("client:thanks")
    for name in ("question", "all_questions", "look_over"):
        assert phone.get(reverse(f"client:{name}", args=[form.id])).url == thanks
    assert answer(phone, form, "1", 3).url == thanks
    assert Response.objects.get().answers["1"] == 3


def test_item_9_from_a_second_window_reaches_somebody_after_the_form_was_sent(
    cast: Cast, phone: Any, form: Assignment
) -> None:
    actions.record_response(assignment=form, answers=phq(3), by=cast.joanna_user)
    assert "tel:999" in text(answer(phone, form, "9", 2))
    assert Alert.objects.get().tier == "today"


def test_not_today_is_taken_without_a_word_of_blame(phone: Any, form: Assignment) -> None:
    answer(phone, form, "1", 2)
    page = text(phone.post(reverse("client:not_today"), follow=True))
    assert "That is fine." in page
    assert "Answer them after all" in page
    form.refresh_from_db()
    assert (form.state, form.answers) == (State.SKIPPED, {"1": 2})
    assert phone.post(CHECK_IN).url == question(form)


def test_not_today_before_anything_began(phone: Any) -> None:
    phone.post(reverse("client:not_today"))
    phone.post(reverse("client:not_today"))
    assert set(Assignment.objects.values_list("state", flat=True)) == {State.SKIPPED}
    assert Assignment.objects.count() == 2


def test_all_questions_may_be_answered_on_one_page(phone: Any, form: Assignment) -> None:
    url = reverse("client:all_questions", args=[form.id])
    assert text(phone.get(url)).count('type="radio"') == 40
    phone.post(url, {f"item_{code}": value for code, value in phq(11).items()})
    assert Score.objects.get(main=True).value == 11


def test_the_one_page_sent_twice_is_kept_once(phone: Any, form: Assignment) -> None:
    url = reverse("client:all_questions", args=[form.id])
    for _ in range(2):
        assert "tel:999" in text(phone.post(url, {f"item_{code}": v for code, v in phq(11, 1).items()}))
    assert Response.objects.count() == 1
    assert Alert.objects.count() == 1


def test_the_one_page_with_gaps_keeps_what_was_chosen(phone: Any, form: Assignment) -> None:
    url = reverse("client:all_questions", args=[form.id])
    assert phone.post(url, {"item_1": "2"}).url == reverse("client:look_over", args=[form.id])
    form.refresh_from_db()
    assert form.answers["1"] == 2


def test_a_wrong_answer_elsewhere_cannot_hide_item_9(phone: Any, form: Assignment) -> None:
    url = reverse("client:all_questions", args=[form.id])
    response = phone.post(url, {"item_1": "77", "item_9": "3"})
    assert "tel:999" in text(response)
    assert Alert.objects.get().tier == "today"


def test_the_one_page_says_what_is_wrong_and_keeps_the_rest(phone: Any, form: Assignment) -> None:
    url = reverse("client:all_questions", args=[form.id])
    response = phone.post(url, {"item_1": "77", "item_2": "3"})
    assert response.status_code == 422
    assert "not one of the answers" in text(response)
    assert 'value="3"' in text(response)
    assert not Response.objects.exists()


@pytest.mark.parametrize("name", ["question", "all_questions", "look_over"])
def test_somebody_elses_questions_do_not_exist(
    cast: Cast, as_user: AsUser, form: Assignment, name: str
) -> None:
    other: Any = as_user(cast.callum_user)
    url = reverse(f"client:{name}", args=[form.id])
    assert other.get(url).status_code == 404
    assert other.post(url, {"item": "9", "answer": "3", "item_9": "3"}).status_code == 404
    form.refresh_from_db()
    assert form.answers == {}
    assert not Alert.objects.exists()


def test_staff_have_no_check_in(cast: Cast, as_user: AsUser, form: Assignment) -> None:
    for user in (cast.miriam, cast.manager, cast.stranger):
        assert as_user(user).get(question(form)).status_code == 404


def test_a_client_without_a_course_is_asked_nothing(cast: Cast, as_user: AsUser) -> None:
    other: Any = as_user(cast.callum_user)
    for url in (CHECK_IN, reverse("client:not_today")):
        assert other.post(url).url == reverse("client:home")
    assert "Nothing to do now" in text(other.get(reverse("client:home")))
    assert other.get(reverse("client:thanks")).status_code == 200
    assert other.get(reverse("client:progress")).status_code == 200


def test_the_page_of_the_check_in_says_what_is_asked(cast: Cast, phone: Any) -> None:
    page = text(phone.get(CHECK_IN))
    assert "PHQ-9: nine questions" in page
    assert "Begin" in page
    answer(phone, waiting(cast.course, "phq-9"), "1", 1)
    assert "Go on" in text(phone.get(CHECK_IN))
    for code in ("phq-9", "gad-7"):
        actions.record_response(assignment=waiting(cast.course, code), answers={"1": 1}, by=cast.joanna_user)
    assert "Nothing is asked just now" in text(phone.get(CHECK_IN))


def test_a_rating_from_nought_to_ten_stands_in_one_row(cast: Cast, phone: Any) -> None:
    asked = actions.ask(course=cast.course, instrument=library().instrument("mood-0-10"), by=cast.miriam)
    page = text(phone.get(question(asked), follow=True))
    assert page.count('type="radio"') == 11
    assert "Worst I can imagine" in page
    answer(phone, asked, "1", 10)
    assert Score.objects.get(code="mood-0-10").value == 10


def test_one_answer_takes_a_constant_number_of_queries(
    phone: Any, form: Assignment, django_assert_max_num_queries: Any
) -> None:
    answer(phone, form, "1", 1)
    with django_assert_max_num_queries(20):
        answer(phone, form, "2", 1)
    with django_assert_max_num_queries(8):
        phone.get(question(form), {"item": "2"})


def test_a_mood_is_noted_with_words_that_nobody_can_read_in_the_database(cast: Cast, phone: Any) -> None:
    from django.db import connection

    phone.post(reverse("client:mood"), {"value": "3", "note": "violet umbrella"})
    entry = MoodEntry.objects.get()
    assert (entry.value, entry.note, entry.course_id) == (3, "violet umbrella", cast.course.id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM measures_moodentry")
        assert b"violet" not in bytes(cursor.fetchone()[0])


@pytest.mark.parametrize("value", ["11", "-1", "", "x", "3.5"])
def test_a_mood_off_the_scale_is_refused_and_the_words_are_kept(phone: Any, value: str) -> None:
    response = phone.post(reverse("client:mood"), {"value": value, "note": "rain all day"})
    assert response.status_code == 422
    assert "rain all day" in text(response)
    assert "Choose a number from 0 to 10" in text(response)
    assert not MoodEntry.objects.exists()


def test_a_mood_sent_twice_is_kept_once(phone: Any) -> None:
    token = "7b1d2f3e-0000-4000-8000-000000000001"
    for _ in range(2):
        phone.post(reverse("client:mood"), {"value": "7", "submission": token})
    assert MoodEntry.objects.count() == 1


def test_too_long_a_note_is_said_so_and_kept(phone: Any) -> None:
    response = phone.post(reverse("client:mood"), {"value": "7", "note": "x" * 20_001})
    assert response.status_code == 422
    assert "too long" in text(response)
