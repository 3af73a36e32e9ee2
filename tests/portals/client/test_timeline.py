"""My timeline: moments in ten seconds, events, moods, and what belongs together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kinweave.people.models import User
from kinweave.treatment.actions import timeline as actions
from kinweave.treatment.models import LifeEvent, Link, Moment, MoodRecall
from kinweave.treatment.queries.timeline import moments_since
from tests.cast import START, Cast
from tests.portals.inventory_cast import Lives, lives

SignIn = Callable[[User], Browser]


@pytest.fixture
def here(cast: Cast) -> Lives:
    return lives(cast)


@pytest.fixture
def page(cast: Cast, as_user: SignIn) -> Browser:
    return as_user(cast.joanna_user)


def timeline(page: Browser) -> str:
    return page.get(reverse("client:timeline")).content.decode()


def test_a_moment_is_written_down_and_reaches_her_therapist(cast: Cast, here: Lives, page: Browser) -> None:
    form = {"person": str(here.isla.id), "said": "The train is too long", "left_me": "Small", "mood": "3"}
    assert page.post(reverse("client:moment"), form).status_code == 302
    assert "The train is too long" in timeline(page)
    found = {entry.said for entry in moments_since(cast.course, None)}
    assert "The train is too long\nSmall" in found


def test_one_sentence_is_enough_for_a_moment(page: Browser) -> None:
    assert page.post(reverse("client:moment"), {"said": "Nothing was said"}).status_code == 302
    moment = Moment.objects.get()
    assert (moment.person_id, moment.happened_at) == (None, START)


def test_a_moment_of_another_day_is_kept_on_that_day(page: Browser) -> None:
    page.post(
        reverse("client:moment"), {"left_me": "Sad", "when": "11 November 2026", "who": "The neighbour"}
    )
    assert Moment.objects.get().happened_at.date() == date(2026, 11, 11)
    assert "A moment with The neighbour" in timeline(page)


def test_a_moment_sent_twice_is_one(page: Browser) -> None:
    form = {"said": "Once", "submission": str(uuid4())}
    for _ in range(2):
        assert page.post(reverse("client:moment"), form).status_code == 302
    assert Moment.objects.count() == 1


def test_the_pages_say_plainly_who_reads_them_and_that_nobody_watches(page: Browser) -> None:
    asked = page.get(reverse("client:moment")).content.decode()
    assert "Your therapist reads these with you in the session. Nobody watches them in between." in asked
    assert "Your therapist can read your timeline" in timeline(page)


def test_a_moment_without_words_is_asked_about(page: Browser) -> None:
    answer = page.post(reverse("client:moment"), {"said": "", "left_me": "", "who": "The neighbour"})
    assert answer.status_code == 422
    assert "Write a few words" in answer.content.decode()
    assert "The neighbour" in answer.content.decode()


def test_an_event_and_a_mood_are_added_and_drawn(here: Lives, page: Browser) -> None:
    event = {"title": "Coffee next door", "when": "9 November 2026", "kind": "positive", "brought": "support"}
    assert (
        page.post(
            reverse("client:timeline_add", args=["event"]), event | {"people": [str(here.isla.id)]}
        ).status_code
        == 302
    )
    mood = {"when": "1 September 2026", "mood": "3", "text": "Flat"}
    assert page.post(reverse("client:timeline_add", args=["mood"]), mood).status_code == 302
    shown = timeline(page)
    assert "Coffee next door" in shown
    assert "<svg" in shown
    assert MoodRecall.objects.get().mood == 3


def test_an_empty_timeline_shows_no_picture_of_nothing(page: Browser) -> None:
    shown = timeline(page)
    assert "Nothing is on the timeline yet." in shown
    assert "In one picture" not in shown


def test_she_corrects_and_takes_off_her_own(here: Lives, page: Browser) -> None:
    url = reverse("client:timeline_row", args=["moment", here.moment.id])
    assert "I’d rather stay here" in page.get(url).content.decode()
    form = {"version": "1", "person": str(here.isla.id), "said": "I’d rather stay", "left_me": ""}
    assert page.post(url, form).status_code == 302
    moment = Moment.objects.get()
    assert (moment.said, moment.version, moment.happened_at) == ("I’d rather stay", 2, START)
    page.post(reverse("client:timeline_remove", args=["moment", here.moment.id]), {"reason": ""})
    assert "I’d rather stay" not in timeline(page)


def test_both_texts_are_shown_when_her_therapist_was_quicker(cast: Cast, here: Lives, page: Browser) -> None:
    actions.change_row(row=here.event, values={"title": "Moved away"}, seen=1, by=cast.miriam)
    form = {"version": "1", "title": "Moved to the flat", "when": "August 2026", "kind": "move", "brought": "strain",
            "mood_at": "-3", "people": [str(here.isla.id)]}  # fmt: skip
    answer = page.post(reverse("client:timeline_row", args=["event", here.event.id]), form)
    assert answer.status_code == 422
    assert "Moved away" in answer.content.decode()
    assert "Moved to the flat" in answer.content.decode()
    assert LifeEvent.objects.get().title == "Moved away"


def test_she_ties_and_unties(here: Lives, page: Browser) -> None:
    tie = reverse("client:tie")
    assert page.post(tie, {"moment": str(here.moment.id), "person": str(here.isla.id)}).status_code == 302
    assert page.post(tie, {"person": str(here.isla.id)}).status_code == 422
    page.post(reverse("client:untie", args=[here.link.id]))
    assert Link.objects.filter(undone_at=None).count() == 1


def test_unknown_kinds_are_not_found(here: Lives, page: Browser) -> None:
    assert page.get(reverse("client:timeline_add", args=["horoscope"])).status_code == 404
    assert page.get(reverse("client:timeline_row", args=["horoscope", here.event.id])).status_code == 404
