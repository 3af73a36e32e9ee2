"""Measures as the therapist reads, enters, asks for and corrects them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kinweave.audit.models import Event
from kinweave.core import clock
from kinweave.core.scoring import raised_flags
from kinweave.measures import actions
from kinweave.measures.models import Assignment, Response, Score, State
from kinweave.measures.queries.flags import in_words
from kinweave.people.models import User
from kinweave.safety.models import Alert
from kinweave.shelf.queries import library
from tests.capabilities.measures.asking import phq, waiting
from tests.cast import Cast

AsUser = Callable[[User], Browser]


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def at(cast: Cast, name: str, *args: object) -> str:
    return reverse(f"therapist:{name}", args=[cast.joanna.id, *args])


@pytest.fixture
def desk(cast: Cast, as_user: AsUser) -> Browser:
    return as_user(cast.miriam)


def past(cast: Cast, *totals: int) -> None:
    for weeks, total in enumerate(reversed(totals), start=1):
        actions.record_past_score(
            client=cast.joanna, course=cast.course, instrument=library().instrument("phq-9"),
            answers=phq(total), at=clock.now() - timedelta(weeks=weeks), by=None,
        )  # fmt: skip


def test_the_page_has_picture_reading_table_and_every_answer(cast: Cast, desk: Any) -> None:
    past(cast, 16, 12, 9)
    page = text(desk.get(at(cast, "measures")))
    assert "down 7 since the start: more than chance change, for the better" in page
    assert "Cut-off 10 (NHS Talking Therapies; two independent sources)" in page
    assert "Reliable change 6" in page
    assert "moderately severe" in page
    assert "safety item" in page
    assert page.count("<svg") >= 2


def test_reliable_deterioration_is_a_note_for_staff_with_its_rule(cast: Cast, desk: Any) -> None:
    past(cast, 10, 8, 17)
    page = text(desk.get(at(cast, "measures")))
    assert "7 points worse than the first score (10" in page
    assert not Alert.objects.exists()


def test_an_open_safety_answer_is_marked(cast: Cast, desk: Any) -> None:
    actions.record_response(assignment=waiting(cast.course), answers=phq(9, 1), by=cast.joanna_user)
    assert "still open" in text(desk.get(at(cast, "measures")))


def test_an_incomplete_form_shows_the_aid_as_an_aid(cast: Cast, desk: Any) -> None:
    actions.record_response(
        assignment=waiting(cast.course), answers=phq(8) | {"8": None}, by=cast.joanna_user
    )
    assert "not complete (about 9" in text(desk.get(at(cast, "measures")))


def test_a_safety_question_left_out_says_so_and_a_nought_is_no_all_clear(cast: Cast, desk: Any) -> None:
    past(cast, 12)
    page = text(desk.get(at(cast, "measures")))
    assert "safety question not answered" not in page
    assert "no risk" not in page.lower()
    actions.record_response(
        assignment=waiting(cast.course), answers=phq(8) | {"9": None}, by=cast.joanna_user
    )
    assert text(desk.get(at(cast, "measures"))).count("safety question not answered") == 1


def test_before_the_first_answer_it_says_what_comes(cast: Cast, desk: Any) -> None:
    assert "No measure has been answered yet" in text(desk.get(at(cast, "measures")))


def test_looking_is_on_the_record(cast: Cast, desk: Any) -> None:
    desk.get(at(cast, "measures"))
    assert Event.objects.filter(act="record.read", reason="measures", actor_id=cast.miriam.id).exists()


def test_answers_on_paper_are_entered_with_their_day(cast: Cast, desk: Any) -> None:
    fields = {f"item_{code}": value for code, value in phq(13, 1).items()}
    sent = desk.post(at(cast, "measures_enter", "phq-9"), fields | {"on": "2026-11-10"})
    assert sent.url == at(cast, "measures")
    response = Response.objects.get()
    assert (response.answered_at.date().isoformat(), response.answered_by) == ("2026-11-10", "therapist")
    assert Score.objects.get(main=True).value == 13
    assert Alert.objects.count() == 1


def test_a_total_whose_words_are_not_free_is_entered_as_a_total(cast: Cast, desk: Any) -> None:
    desk.post(at(cast, "measures_enter", "bdi-ii"), {"item_total": "31", "on": "2026-11-12"})
    page = text(desk.get(at(cast, "measures")))
    assert "BDI-II" in page
    assert "severe" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"item_total": "64", "on": "2026-11-12"}, "63"),
        ({"item_total": "ten", "on": "2026-11-12"}, "whole number"),
        ({"item_total": "10", "on": "2026-11-14"}, "still to come"),
        ({"item_total": "10", "on": "0001-01-01"}, "too long ago"),
        ({"item_total": "10", "on": "yesterday"}, "such as 2026-11-13"),
        ({"on": "2026-11-12"}, "required"),
    ],
)
def test_what_cannot_be_entered_is_said_in_words_and_kept(
    cast: Cast, desk: Any, fields: dict[str, str], words: str
) -> None:
    response = desk.post(at(cast, "measures_enter", "bdi-ii"), fields)
    assert response.status_code == 422
    assert words in text(response)
    assert not Response.objects.exists()


def test_an_empty_form_is_refused(cast: Cast, desk: Any) -> None:
    response = desk.post(at(cast, "measures_enter", "phq-9"), {"on": "2026-11-12"})
    assert response.status_code == 422
    assert "No question has an answer yet" in text(response)
    assert not Assignment.objects.exists()


def test_the_same_form_twice_is_entered_once(cast: Cast, desk: Any) -> None:
    token = "7b1d2f3e-0000-4000-8000-000000000002"
    for _ in range(2):
        desk.post(
            at(cast, "measures_enter", "bdi-ii"),
            {"item_total": "20", "on": "2026-11-12", "submission": token},
        )
    assert Response.objects.count() == 1


def test_one_more_measure_is_asked_for_and_no_longer(cast: Cast, desk: Any) -> None:
    desk.post(at(cast, "measures_ask"), {"code": "mood-0-10"})
    asked = Assignment.objects.get()
    assert "Mood rating 0 to 10" in text(desk.get(at(cast, "measures")))
    desk.post(at(cast, "measures_withdraw", asked.id))
    asked.refresh_from_db()
    assert asked.state == State.WITHDRAWN


@pytest.mark.parametrize("code", ["bdi-ii", "nothing", "", "phq-9'--"])
def test_what_cannot_be_asked_for_is_refused_in_words(cast: Cast, desk: Any, code: str) -> None:
    response = desk.post(at(cast, "measures_ask"), {"code": code})
    assert response.status_code == 422
    assert not Assignment.objects.exists()


def test_what_was_answered_meanwhile_is_not_withdrawn(cast: Cast, desk: Any) -> None:
    asked = waiting(cast.course)
    actions.record_response(assignment=asked, answers=phq(5), by=cast.joanna_user)
    page = text(desk.post(at(cast, "measures_withdraw", asked.id), follow=True))
    assert "already sent" in page


def test_a_slip_is_put_right_with_its_reason(cast: Cast, desk: Any) -> None:
    first = actions.record_response(assignment=waiting(cast.course), answers=phq(20), by=cast.joanna_user)
    url = at(cast, "measures_correct", first.id)
    fields = {f"item_{code}": value for code, value in phq(10).items()}
    assert desk.post(url, fields).status_code == 422
    assert desk.post(url, fields | {"reason": "Read the wrong line."}).url == at(cast, "measures")
    again = desk.post(url, fields | {"reason": "Once more."})
    assert again.status_code == 422
    assert "already corrected" in text(again)


def test_a_measure_that_is_not_in_the_library_does_not_exist(cast: Cast, desk: Any) -> None:
    assert desk.get(at(cast, "measures_enter", "no-such")).status_code == 404


# Who may


@pytest.mark.parametrize("who", ["colleague", "former", "stranger", "manager", "joanna_user", "callum_user"])
def test_whoever_has_no_part_in_her_care_finds_nothing(cast: Cast, as_user: AsUser, who: str) -> None:
    asked = waiting(cast.course)
    response = actions.record_response(assignment=asked, answers=phq(5), by=cast.joanna_user)
    browser = as_user(getattr(cast, who))
    for name, args in (
        ("measures", ()), ("measures_enter", ("phq-9",)), ("measures_correct", (response.id,)),
    ):  # fmt: skip
        assert browser.get(at(cast, name, *args)).status_code == 404
    for name, args in (("measures_ask", ()), ("measures_withdraw", (asked.id,))):
        assert browser.post(at(cast, name, *args), {"code": "phq-9"}).status_code == 404


def test_a_supervisor_reads_and_does_not_write(cast: Cast, as_user: AsUser) -> None:
    asked = waiting(cast.course)
    desk = as_user(cast.adela)
    page = text(desk.get(at(cast, "measures")))
    assert "Stop asking" not in page
    assert "Enter for the client" not in page
    assert desk.post(at(cast, "measures_ask"), {"code": "phq-9"}).status_code == 404
    assert desk.post(at(cast, "measures_withdraw", asked.id)).status_code == 404
    assert desk.get(at(cast, "measures_enter", "phq-9")).status_code == 404


def test_rows_of_another_client_cannot_be_reached_through_this_one(cast: Cast, desk: Any) -> None:
    asked = waiting(cast.course)
    response = actions.record_response(assignment=asked, answers=phq(5), by=cast.joanna_user)
    callum = cast.callum.id
    from tests.cast import course_for

    course_for(cast.callum, cast.miriam)
    for name, row in (("measures_correct", response.id), ("measures_withdraw", asked.id)):
        assert desk.post(reverse(f"therapist:{name}", args=[callum, row])).status_code == 404


def test_the_page_takes_the_same_queries_however_long_the_course(
    cast: Cast, desk: Any, django_assert_max_num_queries: Any
) -> None:
    past(cast, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7)
    desk.post(at(cast, "measures_enter", "bdi-ii"), {"item_total": "20", "on": "2026-11-12"})
    with django_assert_max_num_queries(16):
        desk.get(at(cast, "measures"))


def test_what_this_course_uses_is_entered_first_and_the_rest_is_folded(cast: Cast, desk: Any) -> None:
    past(cast, 16, 12)
    page = text(desk.get(at(cast, "measures")))
    enter = page[page.index("Enter for the client") :]
    first, folded = enter.split("<details", 1)
    assert "Patient Health Questionnaire-9" in first
    assert "WHO-5" not in first
    assert "WHO-5 Well-Being Index" in folded
    assert "Patient Health Questionnaire-9" not in folded


def test_an_alert_says_the_answer_and_not_the_whole_item(cast: Cast) -> None:
    past(cast, 16)
    phq9 = library().instrument("phq-9")
    answers = {**phq(4), "9": 1}
    (raised,) = [each for each in raised_flags(phq9, answers) if phq9.flag(each.code).item == "9"]
    assert in_words(phq9, raised, answers) == "answered 1, “Several days”, on the safety item (PHQ-9, item 9)"


def test_scales_beside_the_total_are_shown_with_what_they_say(cast: Cast, desk: Any) -> None:
    few = {str(item): 2 for item in (1, 6, 8, 9, 15, 16)}
    answers = {str(item): few.get(str(item), 0) for item in range(1, 21)}
    actions.record_past_score(
        client=cast.joanna, course=cast.course, instrument=library().instrument("pcl-5"),
        answers=answers, at=clock.now() - timedelta(weeks=1), by=None,
    )  # fmt: skip
    page = text(desk.get(at(cast, "measures")))
    beside = page[page.index("Other scales of the same answers") : page.index("Every answer")]
    assert "1: pattern met" in beside
    assert "Thoughts and mood (cluster D)" in beside
    assert "DSM-5 symptom clusters; two independent sources" in beside
    assert "<details><summary>Other scales" in page
    assert "12" in page


def test_a_form_without_a_total_shows_each_of_its_questions(cast: Cast, desk: Any) -> None:
    actions.record_past_score(
        client=cast.joanna, course=cast.course, instrument=library().instrument("iapt-phobia"),
        answers={"social": 1, "agoraphobia": 8, "specific": 3}, at=clock.now() - timedelta(weeks=1), by=None,
    )  # fmt: skip
    page = text(desk.get(at(cast, "measures")))
    assert "NHS Talking Therapies phobia questions" in page
    assert "There is no total" in page
    beside = page[page.index("Other scales of the same answers") : page.index("Every answer")]
    assert "Avoiding situations for fear of panic" in beside
    assert "Cut-off 4 (IAPT Data Handbook; one source)" in beside
    assert 'data-label="Avoiding situations for fear of panic">8</td>' in beside
    assert "<details open><summary>Other scales" in page


def test_totals_of_other_items_are_not_set_against_each_other(cast: Cast, desk: Any) -> None:
    works, not_now = {"work-applies": 1, "1": 8}, {"work-applies": 0}
    for weeks, (work, each) in enumerate(((not_now, 2), (works, 6), (not_now, 6)), start=1):
        rest = {str(item): each for item in range(2, 6)}
        actions.record_past_score(
            client=cast.joanna, course=cast.course, instrument=library().instrument("wsas"),
            answers=work | rest, at=clock.now() - timedelta(weeks=weeks), by=None,
        )  # fmt: skip
    page = text(desk.get(at(cast, "measures")))
    assert "down 16 since the start" in page
    assert "32 lower" not in page
    assert "work does not apply: of 32" in page
