"""The review of symptoms and suitability, as a therapist works with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kinweave.audit.acts import Act
from kinweave.audit.queries import events_about
from kinweave.core.course import Stage
from kinweave.people.models import User
from kinweave.treatment.actions.suitability import save_review
from kinweave.treatment.models import SuitabilityReview
from kinweave.treatment.queries import suitability as queries
from kinweave.treatment.suitability import screens
from tests.cast import Cast

AsUser = Callable[[User], Browser]
ASKED = {f"screen_{screen.code}": "nothing" for screen in screens()} | {"seen_alone": "True"}


def page(cast: Cast, name: str = "suitability", *more: object) -> str:
    return reverse(f"therapist:{name}", args=[cast.joanna.pk, *more])


def test_a_review_is_written_shown_and_decided_on(cast: Cast, as_user: AsUser) -> None:
    miriam = as_user(cast.miriam)
    form = ASKED | {
        "version": "0", "onset_when": "June 2026", "onset_confidence": "fairly", "onset_words": "after I moved",
        "symptom_sleep": "severely", "symptom_sleep_words": "awake at four every night", "diagnosis": "A depressive episode",
        "around_onset": ["recent_change"],
    }  # fmt: skip
    assert miriam.post(page(cast, "suitability_write"), form).headers["Location"] == page(cast)
    shown = miriam.get(page(cast)).content.decode()
    assert "June 2026" in shown
    assert "“awake at four every night”" in shown
    assert "That is no verdict" in shown
    assert "Spoken of around that time: A change in their life." in shown
    weighed = miriam.get(reverse("therapist:formulation", args=[cast.joanna.pk])).content.decode()
    assert "A change spoken of in the symptom review" in weighed
    decided = miriam.post(page(cast, "suitability_decide"), {"choice": "start", "version": "1"}, follow=True)
    assert "The decision is recorded." in decided.content.decode()
    cast.course.refresh_from_db()
    assert cast.course.stage == Stage.STARTED
    assert "awake at four" in miriam.get(page(cast, "suitability_decision", 1)).content.decode()


def test_each_rule_shows_why_it_applies_and_where_it_comes_from(cast: Cast, as_user: AsUser) -> None:
    save_review(course=cast.course, values={"findings": ["mania_now"]}, seen=0, by=cast.miriam)
    shown = as_user(cast.miriam).get(page(cast)).content.decode()
    assert "Signs of mania or hypomania now" in shown
    assert "Because it was ticked as found" in shown
    assert "not yet checked against a source" in shown


def test_what_was_said_about_fear_stays_on_the_form(cast: Cast, as_user: AsUser) -> None:
    miriam = as_user(cast.miriam)
    form = ASKED | {"version": "0", "screen_home": "something", "home_words": "he reads my telephone"}
    miriam.post(page(cast, "suitability_write"), form)
    assert "he reads my telephone" in miriam.get(page(cast, "suitability_write")).content.decode()
    assert "he reads my telephone" not in miriam.get(page(cast)).content.decode()
    miriam.post(page(cast, "suitability_decide"), {"choice": "start", "version": "1"})
    assert "he reads my telephone" not in miriam.get(page(cast, "suitability_decision", 1)).content.decode()


def test_it_saves_itself_half_done(cast: Cast, as_user: AsUser) -> None:
    miriam = as_user(cast.miriam)
    half = {
        "version": "0",
        "screen_mania": "nothing",
        "findings_mania": ["mania_now"],
        "daily_life": "I lie there",
    }
    answer = miriam.post(page(cast, "suitability_keep"), half, headers={"x-requested-with": "autosave"})
    assert answer.json()["version"] == 1
    assert SuitabilityReview.objects.get().daily_life == "I lie there"
    late = miriam.post(page(cast, "suitability_keep"), half)
    assert late.status_code == 409
    assert late.json()["merge"] == page(cast, "suitability_write")
    assert miriam.post(page(cast, "suitability_keep"), half | {"onset_when": "yesteryear"}).status_code == 400


def test_two_who_write_see_both_texts_and_lose_neither(cast: Cast, as_user: AsUser) -> None:
    save_review(course=cast.course, values={"daily_life": "what the other wrote"}, seen=0, by=cast.miriam)
    answer = as_user(cast.miriam).post(
        page(cast, "suitability_write"), ASKED | {"version": "0", "daily_life": "what I wrote"}
    )
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "what the other wrote" in shown
    assert "what I wrote" in shown
    assert 'name="version" value="1"' in shown


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"choice": ""}, "Choose what you decided"),
        ({"choice": "start"}, "please ask about"),
        ({"choice": "elsewhere", "reason": "x"}, "who was told or asked"),
    ],
)
def test_a_decision_that_lacks_something_is_shown_again(
    cast: Cast, as_user: AsUser, sent: dict[str, str], words: str
) -> None:
    answer = as_user(cast.miriam).post(
        page(cast, "suitability_decide"), {"version": "0", "offered": "kept"} | sent
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "kept" in answer.content.decode()
    assert not queries.decisions(cast.course).exists()


def test_a_decision_on_words_that_changed_is_shown_again(cast: Cast, as_user: AsUser) -> None:
    save_review(course=cast.course, values={"findings": ["psychosis"]}, seen=0, by=cast.miriam)
    sent = {"choice": "elsewhere", "reason": "my reason", "offered": "b", "offered_to": "c", "version": "0"}
    answer = as_user(cast.miriam).post(page(cast, "suitability_decide"), sent)
    assert answer.status_code == 409
    assert "my reason" in answer.content.decode()


def test_an_ended_course_is_read_and_no_longer_written(cast: Cast, as_user: AsUser) -> None:
    miriam = as_user(cast.miriam)
    sent = {"choice": "elsewhere", "reason": "a", "offered": "b", "offered_to": "c", "version": "0"}
    miriam.post(page(cast, "suitability_decide"), sent)
    assert miriam.get(page(cast)).status_code == 200
    assert "Record the decision" not in miriam.get(page(cast)).content.decode()
    assert miriam.get(page(cast, "suitability_write")).headers["Location"] == page(cast)
    again = miriam.post(page(cast, "suitability_decide"), sent)
    assert again.status_code == 422


def test_a_supervisor_reads_and_a_stranger_finds_nothing(cast: Cast, as_user: AsUser) -> None:
    adela = as_user(cast.adela)
    assert adela.get(page(cast)).status_code == 200
    assert "Record the decision" not in adela.get(page(cast)).content.decode()
    assert adela.get(page(cast, "suitability_write")).status_code == 404
    for who in ("colleague", "former", "stranger", "manager", "joanna_user"):
        for name in ("suitability", "suitability_write", "psychoeducation", "care"):
            assert as_user(getattr(cast, who)).get(page(cast, name)).status_code == 404


def test_reading_is_written_down(cast: Cast, as_user: AsUser) -> None:
    as_user(cast.adela).get(page(cast))
    event = events_about(cast.joanna.pk).filter(actor_id=cast.adela.pk).first()
    assert event is not None
    assert (event.act, event.reason) == (Act.RECORD_READ, "suitability")


def test_a_decision_that_is_not_there_is_not_found(cast: Cast, as_user: AsUser) -> None:
    assert as_user(cast.miriam).get(page(cast, "suitability_decision", 7)).status_code == 404
